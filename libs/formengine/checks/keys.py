"""Names: unique, in the first language, and none that rules could mistake for another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.items import Item
from libs.formengine.model import DONE, Definition
from libs.formengine.problems import Problem

RESERVED = frozenset({"context", DONE})


def problems(definition: Definition, loaded: Mapping[str, Any]) -> Iterator[Problem]:
    yield from name_problems(definition)
    yield from _of_nothing(definition)
    yield from _wordings(loaded, loaded["languages"][0], "")


def name_problems(definition: Definition) -> Iterator[Problem]:
    """Names that could mean two things."""
    yield from _twice("items", [item.key for item in definition.all_items()])
    yield from _twice("stages", [stage.id for stage in definition.stages])
    yield from _twice("emit", [f"{one.key}@{one.at}" for one in definition.emit])
    yield from _shared_names(definition)
    for item in definition.all_items():
        yield from _inside(item)
    for role in definition.roles.values():
        yield from _twice(f"roles/{role.key}", [group.key for group in role.groups])


def _twice(path: str, keys: Iterable[str]) -> Iterator[Problem]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield Problem(f"{path}/{key}", "key.twice", {"key": key})


def _shared_names(definition: Definition) -> Iterator[Problem]:
    """Rules name items, scores and stages alike, so these may not share a name."""
    taken = set(definition.by_stage)
    for key in definition.by_key:
        if key in RESERVED or key in taken:
            yield Problem(f"items/{key}", "key.taken", {"key": key})
    for name in definition.computed:
        if name in RESERVED or name in taken or name in definition.by_key:
            yield Problem(f"computed/{name}", "key.taken", {"key": name})
    for stage in RESERVED & taken:
        yield Problem(f"stages/{stage}", "key.taken", {"key": stage})


def _of_nothing(definition: Definition) -> Iterator[Problem]:
    """Words for what is worked out, under a name that nothing has."""
    fields = {name for one in definition.emit for name in one.fields}
    for name in definition.names:
        if name not in definition.computed and name not in fields:
            yield Problem(f"names/{name}", "name.nothing", {"key": name})


def _inside(item: Item) -> Iterator[Problem]:
    path = f"items/{item.key}"
    if isinstance(item, kinds.Rubric | kinds.Checklist):
        yield from _twice(path, [row.key for row in item.rows])
        for row in item.rows:
            if row.key in ("points", "max", "critical_ok"):
                yield Problem(f"{path}/{row.key}", "key.taken", {"key": row.key})
    elif isinstance(item, kinds.Choice):
        yield from _twice(path, [option.value for option in item.options])
        if item.other and "other" in item.values:
            yield Problem(path, "key.taken", {"key": "other"})
    elif isinstance(item, kinds.Repeat):
        yield from _twice(path, [inner.key for inner in item.items])
        for inner in item.items:
            yield from _inside(inner)


_MAPS = frozenset({"label", "title", "help", "description", "purpose", "source", "na", "unit"})
# Their members have names of the author's choosing, which may be those of wordings.
_NAMED = frozenset({"roles", "scales", "names"})
_RULES = frozenset({"when", "show", "required", "value", "computed", "fields_"})
_WORDLESS = _RULES | {"default", "frameworks", "texts", "open_to", "migrate"}


def _wordings(part: Any, language: str, path: str) -> Iterator[Problem]:
    """Every wording exists in the first language, which stands in for missing translations."""
    if isinstance(part, list):
        for inner in part:
            yield from _wordings(inner, language, path)
    elif isinstance(part, Mapping):
        name = next((part[key] for key in ("key", "id") if isinstance(part.get(key), str)), None)
        here = f"{path}/{name}".strip("/") if name and path else path
        for key, inner in part.items():
            if key in _NAMED and not path:
                for named, one in inner.items():
                    yield from _wordings(one, language, f"{key}/{named}")
            elif key in _MAPS or key in ("ends", "descriptors"):
                for place, words in _said(key, inner):
                    if language not in words:
                        found = f"{here}/{place}".strip("/")
                        yield Problem(found, "wording.first", {"of": language})
            elif key not in _WORDLESS:
                yield from _wordings(inner, language, here or key)


def _said(key: str, inner: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The wordings in a member that has some: one, those of both ends, or one for each level."""
    if key == "ends":
        yield from ((key, words) for words in inner)
    elif key == "descriptors":
        yield from ((f"{key}/{value}", words) for value, words in inner.items())
    else:
        yield key, inner
