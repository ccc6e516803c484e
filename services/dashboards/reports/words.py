"""The fixed words of the reports, and dates as people write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

LANGUAGES = ("en", "nl")
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "competence_statements": "Competence statements",
        "progress": "Progress",
        "learner": "Learner",
        "phase": "Phase",
        "made_on": "Made on",
        "made_for": "Made for",
        "statement": "Statement",
        "decided_on": "Decided on",
        "decided_by": "Decided by",
        "valid": "Valid",
        "from": "from",
        "until": "until",
        "no_end": "without end date",
        "result": "Result",
        "level": "level",
        "go": "without conditions",
        "care": "with conditions",
        "stop": "not granted",
        "conditions": "Conditions",
        "expired": "expired",
        "none": "No competence statements have been issued yet.",
        "no_points": "Nothing has been collected yet.",
        "competency": "Competency",
        "points": "Judgements",
        "narratives": "Narratives",
        "latest": "Latest",
        "last_on": "Last seen on",
        "over_time": "Judgements over time",
        "a_line_needs_two": "A line needs two judgements on different days.",
        "scale": "Scale",
        "table_note": "The median of each day; both ends of the time axis are written below it.",
        "statement_note": "Each statement rests on a decision in the portfolio and stays valid "
        "until the date given, or until it is revoked there.",
        "chart": "Line over {days} days with judgements: from {first} to {last}, of at most {top}.",
        "most": "{value} of {top}",
        "page": "Page",
        "of": "of",
        "report_of": "Report of",
    },
    "nl": {
        "competence_statements": "Bekwaamverklaringen",
        "progress": "Voortgang",
        "learner": "Lerende",
        "phase": "Fase",
        "made_on": "Gemaakt op",
        "made_for": "Gemaakt voor",
        "statement": "Verklaring",
        "decided_on": "Besloten op",
        "decided_by": "Besloten door",
        "valid": "Geldig",
        "from": "vanaf",
        "until": "tot en met",
        "no_end": "zonder einddatum",
        "result": "Besluit",
        "level": "niveau",
        "go": "zonder voorwaarden",
        "care": "met voorwaarden",
        "stop": "niet toegekend",
        "conditions": "Voorwaarden",
        "expired": "verlopen",
        "none": "Er zijn nog geen bekwaamverklaringen afgegeven.",
        "no_points": "Er is nog niets verzameld.",
        "competency": "Competentie",
        "points": "Oordelen",
        "narratives": "Toelichtingen",
        "latest": "Laatste",
        "last_on": "Laatst gezien op",
        "over_time": "Oordelen in de tijd",
        "a_line_needs_two": "Voor een lijn zijn twee oordelen op verschillende dagen nodig.",
        "scale": "Schaal",
        "table_note": "De mediaan van elke dag; begin en eind van de tijdas staan eronder.",
        "statement_note": "Elke verklaring berust op een besluit in het portfolio en geldt tot en "
        "met de genoemde datum, of tot zij daar wordt ingetrokken.",
        "chart": "Lijn over {days} dagen met oordelen: van {first} naar {last}, van hooguit {top}.",
        "most": "{value} van {top}",
        "page": "Bladzijde",
        "of": "van",
        "report_of": "Rapport van",
    },
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


def long_date(day: dt.date | str | None, language: str) -> str:
    """`22 November 2026`, `22 november 2026`; '' for none."""
    if not day:
        return ""
    found = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.day} {_MONTHS[language].split()[found.month - 1]} {found.year}"


def in_language(words: dict[str, str] | None, language: str, otherwise: str = "") -> str:
    """The words in a language, else in any."""
    if not words:
        return otherwise
    return words.get(language) or next(iter(words.values()))


def number(value: float | None, language: str) -> str:
    """As people write it: no needless decimals, a comma in Dutch."""
    if value is None:
        return ""
    text = f"{value:g}"
    return text.replace(".", ",") if language == "nl" else text


def level(value: float, scale: dict[str, Any], language: str) -> str:
    """A judgement in the words of its own scale, as the pages say it: `Major concern`; `9 of 10`
    where its steps have no words; the number of a scale that is not there any more."""
    for step in scale.get("levels") or ():
        if step["value"] == value and step.get("label"):
            return in_language(step["label"], language)
    shown, top = number(value, language), highest(scale)
    if top is None:
        return shown
    return WORDS[language]["most"].format(value=shown, top=number(top, language))


def highest(scale: dict[str, Any]) -> float | None:
    """The top of a scale; None where it is not known."""
    steps = [step["value"] for step in scale.get("levels") or ()]
    top = max(steps) if steps else scale.get("max")
    return None if top is None else float(top)
