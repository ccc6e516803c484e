"""From the text of one cell to a value, or to the reason why not."""

from __future__ import annotations

import datetime as dt
import re

_ROLES = {
    "learner": "learner, student, trainee, resident, aios, lerende, deelnemer, arts in opleiding",
    "trainer": "trainer, supervisor, opleider, huisartsopleider, praktijkopleider, begeleider",
    "teacher": "teacher, docent, groepsbegeleider, groepsdocent, staflid",
    "coach": "coach, mentor, studieloopbaanbegeleider",
    "head": "head, head of programme, hoofd, hoofd opleiding, opleidingshoofd",
    "committee": "committee, committee member, commissielid, examencommissie, toetscommissie",
    "secretary": "secretary, secretariat, secretaris, secretariaat, secretaresse",
    "local_admin": "local admin, local administrator, administrator, admin, beheerder, "
    "lokaal beheerder",
    "national_admin": "national admin, national administrator, landelijk beheerder",
}
_ROLE_OF = {word.strip(): role for role, words in _ROLES.items() for word in words.split(",")}
_LANGUAGE_OF = {
    "nl": "nl", "nederlands": "nl", "dutch": "nl", "ned": "nl", "nld": "nl",
    "en": "en", "engels": "en", "english": "en", "eng": "en",
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),  # fmt: skip
        start=1,
    )
    for name in names.split()
}
_EMAIL = re.compile(r"[^@\s,;<>()\"\\]+@[^@\s,;<>()\"\\]+\.[^@\s.,;<>()\"\\]{2,}")
_FIRST_EXCEL_DAY = dt.date(1899, 12, 30)
_EARLIEST, _LATEST = dt.date(1950, 1, 1), dt.date(2100, 1, 1)


def parse_date(text: str) -> dt.date | None:
    """A date as people write it: 2026-03-01, 1-3-2026, 1/3/2026, 01.03.26, 1 maart 2026, or the
    day number of Excel. Day before month. None when it is no date."""
    bare = re.sub(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", text.strip().lower())
    for read in (_iso_date, _day_first, _with_month_name, _excel_day):
        found = read(bare)
        if found is not None:
            return found if _EARLIEST <= found <= _LATEST else None
    return None


def _iso_date(text: str) -> dt.date | None:
    match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    return _date(match[1], match[2], match[3]) if match else None


def _day_first(text: str) -> dt.date | None:
    match = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", text)
    return _date(match[3], match[2], match[1]) if match else None


def _with_month_name(text: str) -> dt.date | None:
    match = re.fullmatch(r"(\d{1,2})[- ]([a-z]+)\.?[- ](\d{4})", text)
    if match is None or match[2] not in _MONTHS:
        return None
    return _date(match[3], str(_MONTHS[match[2]]), match[1])


def _excel_day(text: str) -> dt.date | None:
    match = re.fullmatch(r"(\d{5})(\.0+)?", text)
    return _FIRST_EXCEL_DAY + dt.timedelta(days=int(match[1])) if match else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    century = "20" if len(year) == 2 else ""
    try:
        return dt.date(int(century + year), int(month), int(day))
    except ValueError:
        return None


def parse_role(text: str) -> str | None:
    return _ROLE_OF.get(" ".join(text.lower().replace("_", " ").split()))


def parse_language(text: str) -> str | None:
    return _LANGUAGE_OF.get(text.strip().lower())


def parse_percentage(text: str) -> int | None:
    """20 to 100 percent; 0,8 means 80 and a percent sign is fine."""
    bare = text.replace("%", "").replace(",", ".").strip()
    if re.fullmatch(r"\d{1,3}(\.\d+)?", bare) is None:
        return None
    number = float(bare)
    percentage = round(number * 100) if number <= 1 else round(number)
    return percentage if 20 <= percentage <= 100 else None


def is_email(text: str) -> bool:
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def is_user_name(text: str) -> bool:
    return 3 <= len(text) <= 100 and not re.search(r"\s", text)


def several(text: str) -> list[str]:
    """What a cell names when it names more than one, separated by `,` `;` `/` or a new line."""
    return [part.strip() for part in re.split(r"[,;/\n]", text) if part.strip()]
