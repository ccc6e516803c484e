"""Copies of shared scales inside a form: they mean what was published under their name.

A form carries every scale in full, so that it is complete in itself. What stands under
`name@version` may therefore never say another thing than the version of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from libs.formengine import canonical

from .fitting import Problem, problem

Find = Callable[[str, str, int | None], Mapping[str, Any] | None]
Scale = Mapping[str, Any]

# What a judgement on a scale means, the hardest difference first. Titles and sources may differ.
_EXTENT = ("min", "max", "step")
_WORDS = ("label", "description", "sign")


def changed(document: Mapping[str, Any], find: Find) -> list[Problem]:
    """Copies that say another thing than the published scale; all that is named exists."""
    return list(_changed(document, find))


def _changed(document: Mapping[str, Any], find: Find) -> Iterator[Problem]:
    for name, copy in document.get("scales", {}).items():
        key, shared, version = name.partition("@")
        published = find("scale", key, int(version)) if shared else None
        if published is not None and (what := difference(copy, published)):
            yield problem(f"scales/{name}", f"scale_{what}", given=name)


def difference(copy: Scale, published: Scale) -> str | None:
    """kind, values, words or na: the first in which a copy differs; None for a true copy."""
    looks = {"kind": _kind, "values": _values, "words": _words, "na": _na}
    return next((what for what, of in looks.items() if _differ(of(copy), of(published))), None)


def _differ(one: Any, other: Any) -> bool:
    # Canonical: 3 and 3.0 are the same number, and the order of languages says nothing.
    return canonical({"": one}) != canonical({"": other})


def _kind(scale: Scale) -> Any:
    return scale["kind"]


def _values(scale: Scale) -> Any:
    levels = [level["value"] for level in scale.get("levels", ())]
    return [sorted(levels), [scale.get(name, _unsaid(name)) for name in _EXTENT]]


def _unsaid(name: str) -> int | None:
    return 1 if name == "step" else None


def _words(scale: Scale) -> Any:
    levels = {
        str(level["value"]): [level.get(name) for name in _WORDS]
        for level in scale.get("levels", ())
    }
    return [levels, list(scale.get("ends", ()))]


def _na(scale: Scale) -> Any:
    return scale.get("na")
