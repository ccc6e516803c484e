"""Outcomes as rows: pasted from a spreadsheet, or a file with commas, semicolons or tabs.

A first row with headings is recognised, in Dutch or English. Without one the columns are code,
title and description; one column is the title alone. The tree comes from a column with the code of
the parent, from a column with the level, or from rows that begin further to the right.

A list that was written here says everything: rows with a mark below the outcomes tell of the
framework itself (`head_rows`), further columns of activities and levels (`outcome_cells`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from libs.formengine.bounds import MAX_CHARACTERS

from .. import shapes
from ..fitting import Problem, problem
from . import head_rows, outcome_cells, words
from .outcome_cells import PLAIN, WORDED

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
# They have a heading that nobody gives a column by chance.
ACTIVITY_HEADINGS = {
    "competencies": "epa competencies",
    "expires": "epa expires after months",
    "expected": "expected levels",
    outcome_cells.KEPT: "kept as json",
}
# Columns of words: one for every language. Those of an activity always say theirs.
_TONGUE = r"[ ._(]+(?P<tongue>[a-z]{2,3}(-[a-z]{2})?)\)?"
_WORDED_HEAD = re.compile(
    rf"(?P<member>title|titel|description|omschrijving|unit|eenheid){_TONGUE}", re.I
)
_ACTIVITY_HEAD = re.compile(
    rf"(?P<member>{'|'.join(shapes.EPA_PARTS)}|descriptor \S+@\d+ -?\d+){_TONGUE}", re.I
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
# All that was kept of another system stands in one cell, and may be as long as a definition.
csv.field_size_limit(MAX_CHARACTERS)
_FORMULA = re.compile(r"^'*[=+\-@\t]")
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
    found: list[Problem] = []
    rows = [() if _is_marked(row) else row for row in _rows(content)]
    named = list(_named(rows, language))
    if len(named) > shapes.MOST_OUTCOMES:
        return [], [problem("", "import.large", most=shapes.MOST_OUTCOMES)]
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


def read_head(content: str) -> dict[str, Any]:
    """What the list says of the framework itself; {} for rows from anywhere else."""
    return head_rows.read([row for row in _rows(content) if _is_marked(row)])


def _is_marked(row: Cells) -> bool:
    return bool(row) and row[0].strip() == head_rows.MARK


def _rows(content: str) -> list[Cells]:
    text = words.one_line_end(content.lstrip("\ufeff"))
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
        yield from _unnamed(filled, language)


def _headings(row: Cells, language: str) -> list[str] | None:
    """Names of columns, those of words perhaps with a language; None if none is a title."""
    found = [_heading(cell.strip(), language) for cell in row]
    return found if any(name.startswith("title.") for name in found) else None


def _heading(cell: str, language: str) -> str:
    """The name of a column; '' for one that means nothing here."""
    if match := _ACTIVITY_HEAD.fullmatch(cell):
        return f"{match['member'].lower()}.{_tongue(match['tongue'])}"
    text, tongue = cell.lower(), language
    if match := _WORDED_HEAD.fullmatch(cell):
        text, tongue = match["member"].lower(), _tongue(match["tongue"])
    for name, given in ACTIVITY_HEADINGS.items():
        if text == given:
            return name
    name = next((name for name, known in HEADINGS.items() if text in known), "")
    return f"{name}.{tongue}" if name in WORDED else name


def _tongue(given: str) -> str:
    """`nl`, or `nl-BE`."""
    language, dash, country = given.partition("-")
    return language.lower() + dash + country.upper()


def _level(cells: Mapping[str, str]) -> int | None:
    text = cells.get("level", "")
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _unnamed(filled: Sequence[tuple[int, Cells]], language: str) -> Iterator[Row]:
    """Rows without headings: an indented outline, or code, title, description, parent."""
    depths = [_depth(row) for _, row in filled]
    is_outline = any(depths)
    steps = sorted(set(depths))
    for (number, row), depth in zip(filled, depths, strict=True):
        cells = [cell.strip() for cell in row]
        while cells and not cells[0] and is_outline:
            cells.pop(0)
        title, description = f"title.{language}", f"description.{language}"
        names = ("code", title, description, "parent") if len(cells) > 1 else (title,)
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
    yield from _unreadable(row)
    kind = cells.get("kind")
    if kind and kind.lower() not in KIND_WORDS:
        options = ", ".join(words.KINDS.values())
        yield problem(here, "import.kind_word", row=row.number, given=kind[:60], options=options)


def _unreadable(row: Row) -> Iterator[Problem]:
    """Expected levels and months say something exact, or nothing."""
    for name in ("expected", "expires"):
        try:
            outcome_cells.tied({name: row.cells[name]} if name in row.cells else {})
        except ValueError:
            given, column = row.cells[name][:60], ACTIVITY_HEADINGS[name]
            yield problem(
                f"rows/{row.number}", "import.cell", row=row.number, given=given, column=column
            )


def _outcome(row: Row, code: str, above: Sequence[str], language: str) -> dict[str, Any]:
    found = {"key": code} | words.without(outcome_cells.outcome(row.cells), "key", "number")
    # Who gave codes knows the outcomes by them.
    number = row.cells.get("number" if row.has_numbers else "code")
    if number:
        found["number"] = number[:40]
    if "kind" in row.cells:
        found["kind"] = KIND_WORDS[row.cells["kind"].lower()]
    parent = row.cells.get("parent")
    if parent is None and row.level is not None and row.level > 1:
        found["parent"] = above[row.level - 2]
    return outcome_cells.with_kept(found, row.cells)


def write(document: Mapping[str, Any]) -> str:
    """The framework as rows for a spreadsheet, from which `read` and `read_head` make it again."""
    rows = [outcome_cells.written(one) for one in document["outcomes"]]
    used = dict.fromkeys(name for row in rows for name in row)
    columns = ["code", *PLAIN, *_in_order(used)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_named_column(name) for name in columns])
    for row in rows:
        writer.writerow([_guarded(row.get(name, "")) for name in columns])
    writer.writerow([])
    for cells in head_rows.written(document):
        writer.writerow([_guarded(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def _in_order(used: Mapping[str, None]) -> list[str]:
    """Words first, as they are read; then of activities and levels; what is kept comes last."""
    order = [
        *WORDED,
        *shapes.EPA_PARTS,
        "competencies",
        "expires",
        "expected",
        "descriptor",
        "kept",
    ]

    def rank(name: str) -> int:
        member = name.partition(" ")[0] if name.startswith("descriptor") else name
        return order.index(member.partition(".")[0])

    return sorted((name for name in used if name not in ("code", *PLAIN)), key=rank)


def _named_column(name: str) -> str:
    member, _dot, tongue = name.rpartition(".")
    return ACTIVITY_HEADINGS.get(name) or (f"{member} {tongue}" if member else name)


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
