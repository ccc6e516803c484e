"""Forms that say that they keep to another (`based_on.how`: complies).

All that the other asks, measures and gives stands in them as it is there, in words of one's own;
they may ask more. Whoever reads their answers as those of the other reads them rightly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from libs.formengine import canonical

from . import shared_scales
from .fitting import Problem, problem

Find = Callable[[str, str, int | None], Mapping[str, Any] | None]
Document = Mapping[str, Any]

# How something is said and drawn, and who reads it, may differ; all else is what it means.
_FREE = frozenset({"label", "help", "long", "capture", "row_title", "default", "see"})
# Parts of an item of which there may be more than in the other.
_MEMBERS = {"options": "value", "rows": "key", "items": "key"}


def unkept(kind: str, document: Document, find: Find) -> list[Problem]:
    """What a document says to keep and does not; of forms with sound references alone."""
    bond = document.get("based_on", {})
    if bond.get("how") != "complies":
        return []
    if kind != "form":
        return [problem("based_on", "keeps_forms")]
    name = f"{bond['form']}@{bond['version']}"
    origin = find("form", bond["form"], bond["version"])
    if origin is None:
        return [problem("based_on", "keeps_nothing", given=name)]
    return [problem(path, "not_kept", given=name) for path in _differing(origin, document)]


def _differing(origin: Document, document: Document) -> Iterator[str]:
    yield from _lost(_items(origin), _items(document), "items")
    for name, scale in origin.get("scales", {}).items():
        ours = document.get("scales", {}).get(name)
        if ours is None or shared_scales.difference(ours, scale):
            yield f"scales/{name}"
    for part in ("computed", "frameworks"):
        for name, given in origin.get(part, {}).items():
            if not _same(document.get(part, {}).get(name), given):
                yield f"{part}/{name}"
    ours = _emitted(document)
    for place, one in _emitted(origin).items():
        if not _same(_meaning(ours.get(place, {})), _meaning(one)):
            yield f"emit/{one['key']}"


def _emitted(document: Document) -> dict[tuple[str, str], Document]:
    stages = {stage["id"]: stage for stage in document["stages"]}
    return {
        (one["key"], one["at"]): {**one, "at": [one["at"], _standing(document, stages[one["at"]])]}
        for one in document.get("emit", ())
    }


def _lost(theirs: Mapping[str, Document], ours: Mapping[str, Document], path: str) -> Iterator[str]:
    """Places of what is not here, or is another thing here."""
    for key, one in theirs.items():
        here = f"{path}/{key}"
        if key not in ours or not _same(_meaning(ours[key]), _meaning(one)):
            yield here
            continue
        for part, name in _MEMBERS.items():
            yield from _lost(_by(one, part, name), _by(ours[key], part, name), here)


def _items(document: Document) -> dict[str, Document]:
    """Items by key, those in sections with what they inherit, and each with what it stands under:
    the rule of its section beside an own one, and of the stages where it is filled in. A section
    itself asks nothing."""
    found: dict[str, Document] = {}
    for item in document["items"]:
        if item["type"] != "section":
            found[item["key"]] = item
            continue
        inherited = {name: item[name] for name in ("by", "stage", "show") if name in item}
        for inner in item["items"]:
            both = "show" in inner and "show" in item
            within = {"within": item["show"]} if both else {}
            found[inner["key"]] = inherited | inner | within
    return {
        key: {**one, "filled": _filled(document, one)}
        for key, one in found.items()
        if one["type"] != "note"
    }


def _filled(document: Document, item: Document) -> list[Any]:
    named, found = _listed(item.get("stage")), []
    for role in _listed(item.get("by")) or document["roles"]:
        acting = [stage for stage in document["stages"] if role in _listed(stage["by"])]
        found += [one for one in acting if one["id"] in named] if named else acting[:1]
    return [_standing(document, stage) for stage in found]


def _standing(document: Document, stage: Document) -> list[Any]:
    """When a stage comes at all, and what is at stake in it."""
    return [stage.get("when"), stage.get("stakes") or document.get("stakes", "low")]


def _listed(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given or ())


def _by(item: Document, part: str, name: str) -> dict[str, Document]:
    return {one[name]: one for one in item.get(part, ())}


def _meaning(part: Document) -> dict[str, Any]:
    left_out = _FREE | _MEMBERS.keys()
    return {name: value for name, value in part.items() if name not in left_out}


def _same(one: Any, other: Any) -> bool:
    return canonical({"": one}) == canonical({"": other})
