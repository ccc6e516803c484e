"""Outcomes as rows: pasted from a spreadsheet, or a file with commas, semicolons or tabs.

A first row with headings is recognised, in Dutch or English. Without one the columns are code,
title and description; one column is the title alone. The tree comes from a column with the code of
the parent, from a column with the level, or from rows that begin further to the right.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .. import shapes
from ..fitting import Problem, problem
from . import words

HEADINGS = {
    "code": ("code", "key", "sleutel"),
    "number": ("number", "nummer", "nr", "no"),
    "title": ("title", "titel", "name", "naam", "outcome", "uitkomst", "competency", "competentie"),
    "description": ("description", "omschrijving", "beschrijving", "toelichting"),
    "parent": ("parent", "belongs to", "hoort bij", "onder"),
    "level": ("level", "niveau", "indent", "diepte"),
    "kind": ("kind", "soort", "type"),
    "lineage": ("lineage", "afstamming"),
    "unit": ("unit", "eenheid"),
}
# Columns of words: one for every language.
WORDED = ("title", "description", "unit")
_WORDED_HEAD = re.compile(
    r"(title|titel|description|omschrijving|unit|eenheid)[ ._(]+([a-z]{2})\)?"
)
KIND_WORDS = {
    **{kind: kind for kind in shapes.KINDS},
    **words.KNOWN_TYPES,
    "beroepsactiviteit": "epa",
    "kba": "epa",
    "competentie": "competency",
    "deelcompetentie": "sub_competency",
    "rol": "role",
    "leeruitkomst": "learning_outcome",
    "leerdoel": "learning_outcome",
}
_FORMULA = re.compile(r"^'?[=+\-@\t]")
Cells = Sequence[str]


class Row(NamedTuple):
    """A row as read: its number for people, how deep it stands, its cells by name, and whether
    the list has a column for what outcomes are called by besides their code."""

    number: int
    level: int | None
    cells: dict[str, str]
    has_numbers: bool = False


def read(content: str, language: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    """(outcomes, problems by row); rows with problems are left out."""
    rows, found = _rows(content), []
    if len(rows) > shapes.MOST_OUTCOMES:
        return [], [problem("", "import.large", most=shapes.MOST_OUTCOMES)]
    named = list(_named(rows, language))
    if not named:
        return [], [problem("", "import.empty")]
    outcomes: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    given = {row.cells.get("code", "") for row in named}
    above: list[str] = []
    for row in named:
        wrong = list(_wrong(row, numbers, above, given))
        found += wrong
        code = row.cells.get("code") or words.slug(_title(row, language), {**numbers})
        if not wrong:
            outcomes.append(_outcome(row, code, above, language))
        numbers.setdefault(code, row.number)
        if row.level is not None:
            above = [*above[: row.level - 1], code]
    return outcomes, found


def _rows(content: str) -> list[Cells]:
    text = content.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max("\t;,", key=lambda mark: (first.count(mark), mark == "\t"))
    if not first.count(delimiter):
        delimiter = "\t"
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [[_plain(cell) for cell in row] for row in reader]


def _plain(cell: str) -> str:
    """Without the mark that keeps spreadsheets from reading words as a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _named(rows: Sequence[Cells], language: str) -> Iterator[Row]:
    filled = [(n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not filled:
        return
    heads = _headings(filled[0][1], language)
    if heads:
        for number, row in filled[1:]:
            cells = {name: cell.strip() for name, cell in zip(heads, row, strict=False) if name}
            filled_cells = {name: cell for name, cell in cells.items() if cell}
            yield Row(number, _level(cells), filled_cells, "number" in heads)
    else:
        yield from _unnamed(filled)


def _headings(row: Cells, language: str) -> list[str] | None:
    """Names of columns, those of words perhaps with a language; None if none is a title."""
    found = []
    for cell in row:
        text, tongue = cell.strip().lower(), language
        if match := _WORDED_HEAD.fullmatch(text):
            text, tongue = match[1], match[2]
        name = next((name for name, known in HEADINGS.items() if text in known), "")
        found.append(f"{name}.{tongue}" if name in WORDED else name)
    return found if any(name.startswith("title.") for name in found) else None


def _level(cells: Mapping[str, str]) -> int | None:
    text = cells.get("level", "")
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _unnamed(filled: Sequence[tuple[int, Cells]]) -> Iterator[Row]:
    """Rows without headings: an indented outline, or code, title, description, parent."""
    depths = [_depth(row) for _, row in filled]
    is_outline = any(depths)
    steps = sorted(set(depths))
    for (number, row), depth in zip(filled, depths, strict=True):
        cells = [cell.strip() for cell in row]
        while cells and not cells[0] and is_outline:
            cells.pop(0)
        names = ("code", "title", "description", "parent") if len(cells) > 1 else ("title",)
        by_name = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        yield Row(number, steps.index(depth) + 1 if is_outline else None, by_name)


def _depth(row: Cells) -> int:
    """How far to the right a row begins: empty cells first, then spaces before the first word."""
    first = next(place for place, cell in enumerate(row) if cell.strip())
    return first * 100 + len(row[first]) - len(row[first].lstrip())


def _title(row: Row, language: str) -> str:
    texts = [text for name, text in row.cells.items() if name.partition(".")[0] == "title"]
    return row.cells.get(f"title.{language}") or (texts[0] if texts else "")


def _wrong(
    row: Row, numbers: Mapping[str, int], above: Sequence[str], given: set[str]
) -> Iterator[Problem]:
    here, cells = f"rows/{row.number}", row.cells
    code, parent = cells.get("code", ""), cells.get("parent", "")
    if not any(name.partition(".")[0] == "title" for name in cells):
        yield problem(here, "import.no_title", row=row.number)
    if code and not words.CODE.fullmatch(code):
        yield problem(here, "definition.code", row=row.number, given=code[:60])
    if code in numbers:
        yield problem(here, "import.twice", row=row.number, given=code, other=numbers[code])
    if parent and parent not in given:
        yield problem(here, "import.no_parent", row=row.number, given=parent[:60])
    if "level" in cells and not 1 <= (row.level or 0) <= shapes.DEEPEST:
        yield problem(here, "import.level", row=row.number, most=shapes.DEEPEST)
    elif row.level is not None and row.level > len(above) + 1:
        yield problem(here, "import.jump", row=row.number, given=row.level, other=len(above))
    kind = cells.get("kind")
    if kind and kind.lower() not in KIND_WORDS:
        options = ", ".join(words.KINDS.values())
        yield problem(here, "import.kind_word", row=row.number, given=kind[:60], options=options)


def _outcome(row: Row, code: str, above: Sequence[str], language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"key": code}
    # Who gave codes knows the outcomes by them.
    number = row.cells.get("number" if row.has_numbers else "code")
    if number:
        found["number"] = number[:40]
    if "kind" in row.cells:
        found["kind"] = KIND_WORDS[row.cells["kind"].lower()]
    if "lineage" in row.cells:
        found["lineage"] = row.cells["lineage"]
    for name, text in row.cells.items():
        member, _, tongue = name.partition(".")
        if member in WORDED:
            found.setdefault(member, {})[tongue or language] = text
    parent = row.cells.get("parent")
    if parent is None and row.level is not None and row.level > 1:
        parent = above[row.level - 2]
    return found | ({"parent": parent} if parent else {})


def write(document: Mapping[str, Any]) -> str:
    """The outcomes as rows for a spreadsheet: codes, words in every language, what they descend
    from, and the tree."""
    outcomes = document["outcomes"]
    spoken = dict.fromkeys(
        tongue for one in outcomes for name in WORDED for tongue in one.get(name, {})
    )
    texts = [(name, tongue) for name in WORDED for tongue in spoken]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", *_PLAIN, *(f"{name} {tongue}" for name, tongue in texts)])
    for one in outcomes:
        plain = [one.get("key") or one.get("code"), *(one.get(name) for name in _PLAIN)]
        worded = [one.get(name, {}).get(tongue, "") for name, tongue in texts]
        writer.writerow([_guarded(str(cell or "")) for cell in (*plain, *worded)])
    return "\ufeff" + out.getvalue()


_PLAIN = ("number", "kind", "parent", "lineage")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
