"""What a framework says besides its outcomes, as rows below them in a list.

Each begins with MARK, a name, and what it is: `version`, `title nl`, `phase year-1 nl`,
`crosswalk gp-areas@2016` (from, to, how, and a note by language). What such rows cannot say stands
in a last one as JSON, and counts as long as the others still say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from libs.formengine import canonical

from . import words
from .outcome_cells import read_kept

# No code of an outcome: those begin with a letter or digit.
MARK = "(framework/1)"
WORDED = ("title", "description", "source")
KEPT = "kept"
Cells = Sequence[str]


def written(document: Mapping[str, Any]) -> list[list[str]]:
    """The rows of a framework, each with MARK first."""
    rows = list(_said(document))
    head = words.without(document, "format", "outcomes")
    said = _found(rows)
    unlike = {
        name: value
        for name, value in head.items()
        if name not in said or canonical(said[name]) != canonical(value)
    }
    without = sorted(said.keys() - head.keys())
    if unlike or without:
        kept = {"set": unlike, "without": without}
        rows.append([KEPT, json.dumps(kept, ensure_ascii=False)])
    return [[MARK, *row] for row in rows]


def _said(document: Mapping[str, Any]) -> Iterator[list[str]]:
    yield ["key", document["key"]]
    if "version" in document:
        yield ["version", str(document["version"])]
    if document.get("languages"):
        yield ["languages", " ".join(document["languages"])]
    for name in WORDED:
        for tongue, text in document.get(name, {}).items():
            yield [f"{name} {tongue}", words.cell(text)]
    for phase in document.get("phases", ()):
        for tongue, text in phase["title"].items():
            yield [f"phase {phase['key']} {tongue}", words.cell(text)]
    for crosswalk in document.get("crosswalks", ()):
        for one in crosswalk["maps"]:
            note = [words.cell(text) for pair in one.get("note", {}).items() for text in pair]
            yield [f"crosswalk {crosswalk['to']}", one["from"], one["to"], one["as"], *note]


def read(rows: Sequence[Cells]) -> dict[str, Any]:
    """The members that rows with MARK say; {} without any. What is no row of ours is passed by."""
    given = [[cell.strip() for cell in row[1:]] for row in rows if len(row) > 2]
    told = [_trimmed(row) for row in given if row[0] != KEPT]
    found = _found(told)
    kept = next((read_kept(row[1]) for row in given if row[0] == KEPT), {})
    whole: dict[str, Any] = words.without(found, *kept.get("without", ())) | kept.get("set", {})
    try:
        is_same = [_trimmed([cell.strip() for cell in row]) for row in _said(whole)] == told
    except (KeyError, TypeError, AttributeError):
        is_same = False
    if kept and is_same:
        return whole
    extensions = kept.get("set", {}).get("extensions")
    return found | ({"extensions": extensions} if extensions else {})


def _trimmed(row: Cells) -> list[str]:
    """Without the empty cells that a spreadsheet puts behind a short row."""
    filled = max((place for place, cell in enumerate(row, 1) if cell), default=0)
    return list(row[:filled])


def _found(rows: Sequence[Cells]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, *cells in (row for row in rows if len(row) > 1):
        member, _space, place = name.partition(" ")
        if name == "key":
            found["key"] = cells[0]
        elif name == "version" and cells[0].isdecimal():
            found["version"] = int(cells[0])
        elif name == "languages":
            found["languages"] = cells[0].split()
        elif member in WORDED and place:
            found.setdefault(member, {})[place] = cells[0]
        elif member == "phase" and " " in place:
            _add_phase(found.setdefault("phases", []), place, cells[0])
        elif member == "crosswalk" and place and len(cells) > 2:
            _add_map(found.setdefault("crosswalks", []), place, cells)
    return found


def _add_phase(phases: list[dict[str, Any]], place: str, text: str) -> None:
    key, _space, tongue = place.rpartition(" ")
    phase = next((one for one in phases if one["key"] == key), None)
    if phase is None:
        phase = {"key": key, "title": {}}
        phases.append(phase)
    phase["title"][tongue] = text


def _add_map(crosswalks: list[dict[str, Any]], to: str, cells: Cells) -> None:
    crosswalk = next((one for one in crosswalks if one["to"] == to), None)
    if crosswalk is None:
        crosswalk = {"to": to, "maps": []}
        crosswalks.append(crosswalk)
    note = dict(zip(cells[3::2], cells[4::2], strict=False))
    line = {"from": cells[0], "to": cells[1], "as": cells[2]}
    crosswalk["maps"].append(line | ({"note": note} if note else {}))
