"""Outcomes as rows: pasted from a spreadsheet, or a file with commas, semicolons or tabs.

A first row with headings is recognised (`headings`). Without one the columns are code, title and
description; one column is the title alone. The tree comes from a column with the code of the
parent, from a column with the level, from a column of titles for each level, or from rows that
begin further to the right.

A list that was written here says everything: rows with a mark below the outcomes tell of the
framework itself (`head_rows`), further columns of activities and levels (`outcome_cells`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .. import shapes
from ..fitting import Problem, problem
from . import head_rows, headings, outcome_cells, words
from .headings import ACTIVITY_HEADINGS, STEP, Column
from .outcome_cells import PLAIN, WORDED

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
_FORMULA = re.compile(r"^'*[=+\-@\t]")
Cells = Sequence[str]


class Row(NamedTuple):
    """A row as read: its number for people, how deep it stands, its cells by name, and whether
    the list has a column for what outcomes are called by besides their code."""

    number: int
    level: int | None
    cells: dict[str, str]
    has_numbers: bool = False


class Told(NamedTuple):
    """What an author says of the columns: what each is, by its place, and whether the first row
    holds headings; None where the list itself is to tell."""

    columns: Sequence[str | None] = ()
    is_headed: bool | None = None


NOTHING_TOLD = Told()


def read(
    content: str, language: str, told: Told = NOTHING_TOLD
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """(outcomes, problems by row); rows with problems are left out."""
    found: list[Problem] = []
    named = list(_named(_filled(content), language, told))
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


def columns(content: str, language: str, told: Told = NOTHING_TOLD) -> list[Column]:
    """The columns under their headings; [] where the first row has none."""
    rows = _filled(content)
    return (headings.of(rows[0][1], language, *told) if rows else None) or []


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


def _filled(content: str) -> list[tuple[int, Cells]]:
    """The rows of outcomes that hold anything, each with its number for people."""
    rows = [() if _is_marked(row) else row for row in _rows(content)]
    return [(n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]


def _named(filled: Sequence[tuple[int, Cells]], language: str, told: Told) -> Iterator[Row]:
    heads = headings.of(filled[0][1], language, *told) if filled else None
    if heads is None:
        yield from _unnamed(filled, language)
        return
    names = [one.name for one in heads]
    steps = sorted(name for name in names if name.startswith(STEP))
    above: list[str] = []
    for number, row in filled[1:]:
        cells: dict[str, str] = {}
        for name, cell in zip(names, row, strict=False):
            if name and cell.strip():
                cells.setdefault(name, cell.strip())
        whole = Row(number, _level(cells), cells, "number" in names)
        yield from _by_steps(whole, steps, above, language) if steps else (whole,)


def _by_steps(row: Row, steps: Sequence[str], above: list[str], language: str) -> Iterator[Row]:
    """A row with titles in several levels: the last is its own, the others may stand above it
    already (`above`: the titles that do) or come before it."""
    title = f"title.{language}"
    cells = {name: cell for name, cell in row.cells.items() if name not in steps}
    told = [(n, row.cells[step]) for n, step in enumerate(steps, 1) if step in row.cells]
    if title in cells:
        told.append((told[-1][0] + 1 if told else 1, cells[title]))
    for place, (level, text) in enumerate(told, 1):
        is_own = place == len(told)
        if not is_own and above[level - 1 : level] == [text]:
            continue
        above[level - 1 :] = [text]
        yield row._replace(level=level, cells=(cells if is_own else {}) | {title: text})
    if not told:
        yield row._replace(cells=cells)


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
