"""One row of an import file: its cells read, its faults listed, the file checked against itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.accounts.domain.imports import cells
from services.accounts.domain.imports.columns import REQUIRED, Columns
from services.accounts.domain.imports.errors import CellError
from services.accounts.domain.people import follows_scheme

NAME_LENGTH = 100
_ADMIN_ROLES = frozenset({"local_admin", "national_admin"})
RELATION_COLUMNS = {"trainer": "supervises", "teacher": "teaches", "coach": "coaches"}
_LEARNER_ONLY = ("programme", "cohort", "part_time", *RELATION_COLUMNS)


@dataclass(frozen=True)
class ImportRow:
    """What a row says. `number` counts as a spreadsheet does. Fields that the row leaves empty are
    None or empty: they change nothing."""

    number: int
    values: dict[str, str]
    user_name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    language: str | None = None
    programme: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    cohort: str | None = None
    part_time: int | None = None
    place: str = ""
    relations: tuple[tuple[str, str], ...] = ()
    errors: tuple[CellError, ...] = field(default=())

    def with_errors(self, more: Iterable[CellError]) -> ImportRow:
        return replace(self, errors=(*self.errors, *more))


def values_of(
    table: Sequence[Sequence[str]], header: int, columns: Columns
) -> dict[int, dict[str, str]]:
    """The cells by field of every row below the header that holds anything.

    Rows are numbered from 1, as spreadsheets do; `header` is the header's place from 0.
    """
    found = {}
    for number, row in enumerate(table[header + 1 :], start=header + 2):
        values = {
            key: row[place].strip() if place < len(row) else ""
            for key, place in columns.places.items()
        }
        if any(values.values()):
            found[number] = values
    return found


def read_rows(
    values_by_number: Mapping[int, dict[str, str]],
    scheme: str,
    offered: Mapping[str, Sequence[str]] | None,
) -> list[ImportRow]:
    """The rows in order, read and checked against each other. A programme may be named by one of
    its titles too (`offered`: titles by key)."""
    keys = _keys_by_name(offered or {})
    rows = [
        read_row(number, values, scheme, keys)
        for number, values in sorted(values_by_number.items())
    ]
    return _without_doubles(rows)


def _keys_by_name(offered: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Keys by lower-case title and key; a title that two programmes have names neither."""
    found: dict[str, set[str]] = {}
    for key, titles in offered.items():
        for title in titles:
            found.setdefault(title.strip().lower(), set()).add(key)
    named = {title: min(keys) for title, keys in found.items() if len(keys) == 1}
    return named | {key.lower(): key for key in offered}


def read_row(
    number: int, values: dict[str, str], scheme: str, programmes: Mapping[str, str] | None = None
) -> ImportRow:
    """One row from its cells by field. Faults are gathered, never raised."""
    errors: list[CellError] = [
        CellError(key, "required") for key in REQUIRED if not values.get(key)
    ]
    read = _Reader(values, errors)
    roles = _roles(values.get("roles", ""), errors)
    programme = read.text("programme")
    row = ImportRow(
        number=number,
        values=values,
        user_name=read.text("user_name", cells.is_user_name, "bad_user_name"),
        given_name=read.text("given_name"),
        family_name=_family_name(values, read),
        email=read.text("email", cells.is_email, "bad_email", show=True),
        roles=roles,
        language=read.value("language", cells.parse_language, "unknown_language"),
        programme=(programmes or {}).get(programme.lower(), programme) or None,
        starts_on=read.value("starts_on", cells.parse_date, "bad_date"),
        ends_on=read.value("ends_on", cells.parse_date, "bad_date"),
        cohort=read.text("cohort") or None,
        part_time=read.value("part_time", cells.parse_percentage, "bad_percentage"),
        place=read.text("place"),
        relations=_relations(values),
    )
    return row.with_errors([*errors, *_together(row, scheme)])


class _Reader:
    """Reads cells of one row and notes what is wrong with them."""

    def __init__(self, values: dict[str, str], errors: list[CellError]) -> None:
        self._values = values
        self._errors = errors

    def text(
        self,
        key: str,
        is_right: Callable[[str], bool] = lambda _: True,
        code: str = "",
        show: bool = False,
    ) -> str:
        text = self._values.get(key, "")
        if text and len(text) > NAME_LENGTH and key != "email":
            self._errors.append(CellError(key, "too_long", {"limit": NAME_LENGTH}))
        elif text and not is_right(text):
            self._errors.append(CellError(key, code, {"value": text} if show else {}))
        return text

    def value(self, key: str, parse: Callable[[str], Any], code: str) -> Any:
        text = self._values.get(key, "")
        if not text:
            return None
        value = parse(text)
        if value is None:
            self._errors.append(CellError(key, code, {"value": text[:NAME_LENGTH]}))
        return value


def _family_name(values: dict[str, str], read: _Reader) -> str:
    family = read.text("family_name")
    prefix = read.text("prefix")
    return f"{prefix} {family}".strip() if family else ""


def _roles(text: str, errors: list[CellError]) -> tuple[str, ...]:
    roles: list[str] = []
    for word in cells.several(text):
        role = cells.parse_role(word)
        if role is None:
            errors.append(CellError("roles", "unknown_role", {"value": word[:NAME_LENGTH]}))
        elif role in _ADMIN_ROLES:
            errors.append(CellError("roles", "role_by_hand"))
        elif role not in roles:
            roles.append(role)
    return tuple(roles)


def _relations(values: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Pairs of column and the user name or e-mail address named there."""
    return tuple(
        (column, name)
        for column in RELATION_COLUMNS
        for name in cells.several(values.get(column, ""))
    )


def _together(row: ImportRow, scheme: str) -> list[CellError]:
    """Faults that show only when cells are read together."""
    errors = []
    is_learner = "learner" in row.roles
    if is_learner and scheme and row.user_name and not follows_scheme(row.user_name, scheme):
        errors.append(CellError("user_name", "scheme", {"scheme": scheme}))
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        errors.append(CellError("ends_on", "ends_before_start"))
    if row.programme and not row.values.get("starts_on"):
        errors.append(CellError("starts_on", "start_needed"))
    if row.roles and not is_learner:
        errors += [CellError(key, "only_learners") for key in _LEARNER_ONLY if row.values.get(key)]
    return errors


def _without_doubles(rows: list[ImportRow]) -> list[ImportRow]:
    """The same rows; who stands twice in the file is an error in the second row."""
    first: dict[tuple[str, str], int] = {}
    checked = []
    for row in rows:
        doubles = []
        for key, value in (("user_name", row.user_name), ("email", row.email)):
            earlier = first.setdefault((key, value.lower()), row.number) if value else row.number
            if earlier != row.number:
                doubles.append(CellError(key, "twice_in_file", {"row": earlier}))
        checked.append(row.with_errors(doubles))
    return checked
