"""What answers point at: stored files, other things of the portfolio, people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.items import Item


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a person item. `item` is its key, `role` the role it fills, if any.

    Either `person_id` or `name` and `email` say who it is.
    """

    item: str
    role: str | None
    group: str | None
    person_id: str | None
    name: str | None
    email: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Mentions:
    """`files`: ids by the key of their item. `references`: (kind, id). `people` in their order."""

    files: Mapping[str, str]
    references: frozenset[tuple[str, str]]
    people: tuple[Named, ...]


def mentions(items: Iterable[Item], answers: Mapping[str, Any]) -> Mentions:
    """Everything that answers to these items point at, inside repeats too; never raises."""
    files: dict[str, str] = {}
    references: set[tuple[str, str]] = set()
    people: list[Named] = []
    for item, raw in _answered(items, answers):
        if isinstance(item, kinds.File) and isinstance(raw, list):
            files |= {one: item.key for one in raw if isinstance(one, str)}
        elif isinstance(item, kinds.Signature) and isinstance(raw, Mapping):
            if isinstance(raw.get("file"), str):
                files[raw["file"]] = item.key
        elif isinstance(item, kinds.Ref):
            references |= set(_pairs(raw))
        elif isinstance(item, kinds.Person) and isinstance(raw, Mapping):
            people.append(_named(item, raw))
    return Mentions(files, frozenset(references), tuple(people))


def _answered(items: Iterable[Item], answers: Mapping[str, Any]) -> Iterator[tuple[Item, Any]]:
    for item in items:
        raw = answers.get(item.key)
        if isinstance(item, kinds.Repeat) and isinstance(raw, list):
            for row in raw:
                if isinstance(row, Mapping):
                    yield from _answered(item.items, row)
        elif raw is not None:
            yield item, raw


def _pairs(raw: Any) -> Iterator[tuple[str, str]]:
    for one in raw if isinstance(raw, list) else [raw]:
        if isinstance(one, Mapping):
            kind, identity = one.get("kind"), one.get("id")
            if isinstance(kind, str) and isinstance(identity, str):
                yield kind, identity


def _named(item: kinds.Person, raw: Mapping[str, Any]) -> Named:
    said = {key: value.strip() or None for key, value in raw.items() if isinstance(value, str)}
    return Named(
        item=item.key,
        role=item.role,
        group=said.get("group"),
        person_id=said.get("id"),
        name=said.get("name"),
        email=said.get("email"),
    )


def identity_of(raw: Any) -> str:
    """What tells one named person from another; empty when nobody is named yet."""
    if not isinstance(raw, Mapping):
        return ""
    said = raw.get("id") or raw.get("email")
    return said.strip().lower() if isinstance(said, str) else ""
