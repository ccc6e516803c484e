"""An outcome as cells of a row by name, and back.

Words stand in `<member>.<language>`. What cells cannot say (a space at the end, another kind of
line end, an older name of a member, what another system kept) stands in the cell `kept` as JSON,
and counts as long as the other cells of the row still say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine import canonical

from .. import shapes
from . import words

Cells = Mapping[str, str]
PLAIN = ("number", "kind", "parent", "lineage")
WORDED = ("title", "description", "unit")
KEPT = "kept"
_EXPECTED = re.compile(r"(\S+) (\S+) (-?\d{1,3})")
_DESCRIBED = "descriptor "


def written(one: Mapping[str, Any]) -> dict[str, str]:
    """All cells of an outcome, empty ones left out."""
    cells = _said(one)
    kept = _unsaid(one, outcome(cells))
    return cells | ({KEPT: json.dumps(kept, ensure_ascii=False)} if kept else {})


def _said(one: Mapping[str, Any]) -> dict[str, str]:
    epa = one.get("epa") or {}
    cells = {"code": str(one.get("key") or one.get("code") or "")}
    cells |= {name: str(one.get(name) or "") for name in PLAIN}
    for name in WORDED:
        cells |= _worded(name, one.get(name) or (one.get("label") if name == "title" else None))
    for part in shapes.EPA_PARTS:
        cells |= _worded(part, epa.get(part))
    cells["competencies"] = " ".join(epa.get("competencies", ()))
    cells["expires"] = str(epa.get("expires_months", ""))
    cells["expected"] = "; ".join(
        f"{level['phase']} {level['scale']} {level['level']}" for level in one.get("expected", ())
    )
    for scale, levels in one.get("descriptors", {}).items():
        for value, texts in levels.items():
            cells |= _worded(f"{_DESCRIBED}{scale} {value}", texts)
    return {name: text for name, cell in cells.items() if (text := words.cell(cell))}


def _worded(name: str, texts: Mapping[str, str] | None) -> dict[str, str]:
    return {f"{name}.{tongue}": text for tongue, text in (texts or {}).items()}


def outcome(cells: Cells) -> dict[str, Any]:
    """What the cells of a row say, without its number and kind: {key} and what else is there.
    Raises ValueError for expected levels or months that cannot be read."""
    found: dict[str, Any] = {"key": cells.get("code", "")}
    found |= {name: cells[name] for name in PLAIN if name in cells}
    found |= {name: texts for name in WORDED if (texts := _texts(cells, name))}
    return found | tied(cells)


def tied(cells: Cells) -> dict[str, Any]:
    """{epa, expected, descriptors}, those that are there. Raises ValueError."""
    epa: dict[str, Any] = {
        part: texts for part in shapes.EPA_PARTS if (texts := _texts(cells, part))
    }
    if "competencies" in cells:
        epa["competencies"] = cells["competencies"].split()
    if "expires" in cells:
        epa["expires_months"] = int(cells["expires"])
    found: dict[str, Any] = {"epa": epa} if epa else {}
    if "expected" in cells:
        found["expected"] = list(_expected(cells["expected"]))
    described: dict[str, Any] = {}
    for name, text in cells.items():
        if name.startswith(_DESCRIBED):
            place, _dot, tongue = name.removeprefix(_DESCRIBED).rpartition(".")
            scale, _space, value = place.partition(" ")
            described.setdefault(scale, {}).setdefault(value, {})[tongue] = text
    return found | ({"descriptors": described} if described else {})


def _texts(cells: Cells, member: str) -> dict[str, str]:
    return {
        name.rpartition(".")[2]: text
        for name, text in cells.items()
        if name.rpartition(".")[0] == member
    }


def _expected(cell: str) -> Iterator[dict[str, Any]]:
    for one in cell.split(";"):
        match = _EXPECTED.fullmatch(one.strip())
        if match is None:
            raise ValueError(one)
        yield {"phase": match[1], "scale": match[2], "level": int(match[3])}


def _unsaid(one: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """{set: members as they are, without: those that are not there}; {} where cells say it all."""
    unlike = {name: one[name] for name in one if not _same(one, said, name)}
    without = sorted(said.keys() - one.keys())
    return {"set": unlike, "without": without} if unlike or without else {}


def _same(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    return name in other and canonical(one[name]) == canonical(other[name])


def with_kept(found: dict[str, Any], cells: Cells) -> dict[str, Any]:
    """The outcome with what was kept beside its cells. Where somebody changed a cell since, only
    what no cell can say."""
    kept = read_kept(cells.get(KEPT, ""))
    whole: dict[str, Any] = words.without(found, *kept.get("without", ())) | kept.get("set", {})
    given = {name: cell for name, cell in cells.items() if name != KEPT}
    if kept and _said(whole) == given:
        return whole
    extensions = kept.get("set", {}).get("extensions")
    return found | ({"extensions": extensions} if extensions else {})


def read_kept(cell: str) -> dict[str, Any]:
    """{set, without} of a cell; {} for what is no such thing."""
    try:
        kept = json.loads(cell) if cell else None
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict) or not isinstance(kept.get("set"), dict):
        return {}
    return kept if isinstance(kept.get("without"), list) else {}
