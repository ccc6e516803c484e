"""What a form needs to stand on its own at whoever takes it over."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import shared_scales

Find = Callable[[str, str, int | None], Mapping[str, Any] | None]
Document = dict[str, Any]


def missing_frameworks(document: Mapping[str, Any], find: Find) -> dict[str, str]:
    """Prefix -> `key@version` of the frameworks that are not published here."""
    bound = document.get("frameworks", {})
    return {prefix: name for prefix, name in bound.items() if _is_unknown(find, "framework", name)}


def rebound(document: Document, frameworks: Mapping[str, str]) -> Document:
    """The form with other frameworks behind some of its prefixes."""
    known = document.get("frameworks", {})
    chosen = {prefix: name for prefix, name in frameworks.items() if prefix in known}
    return document | {"frameworks": known | chosen} if chosen else document


def with_local_scales(document: Document, find: Find) -> Document:
    """The form with shared scales that mean nothing or another thing here as scales of its own:
    they stand in it in full already, so only their names change."""
    scales = document.get("scales", {})
    names: dict[str, str] = {}
    for name, scale in scales.items():
        if "@" in name and _is_other(name, scale, find):
            names[name] = _free(name.partition("@")[0], {*scales, *names.values()})
    if not names:
        return document
    found = copy.deepcopy(document)
    found["scales"] = {
        names.get(name, name): _own(name, one, names) for name, one in scales.items()
    }
    for part in _bound_to_scales(found):
        part["scale"] = names.get(part["scale"], part["scale"])
    return found


def _is_unknown(find: Find, kind: str, name: str) -> bool:
    key, _, version = name.partition("@")
    return find(kind, key, int(version)) is None


def _is_other(name: str, scale: Mapping[str, Any], find: Find) -> bool:
    key, _, version = name.partition("@")
    here = find("scale", key, int(version))
    return here is None or shared_scales.difference(scale, here) is not None


def _free(wanted: str, taken: set[str]) -> str:
    tries = (wanted if n == 1 else f"{wanted[:60]}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in tries if name not in taken)


def _own(name: str, scale: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    """Without what only a shared scale says of itself."""
    of_shared = ("format", "key", "version", "based_on") if name in names else ()
    return {member: value for member, value in scale.items() if member not in of_shared}


def _bound_to_scales(document: Document) -> Iterator[Document]:
    """Items, those inside others too, and emissions that name a scale."""
    waiting = [*document.get("items", ()), *document.get("emit", ())]
    while waiting:
        part = waiting.pop()
        waiting += part.get("items", ())
        if isinstance(part.get("scale"), str):
            yield part
