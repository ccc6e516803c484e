"""What stands in for files, records and people while a form is tried out.

Pure, and the same each time: nothing is uploaded, stored or asked. An answer holds the id of a
stand-in where it would hold that of a stored file, a thing of the portfolio or a person.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from libs.formengine import Definition
from libs.formengine import items as kinds

MOST_FILES = 10
EACH_KIND = 5
MOST_PEOPLE = 20
MARK = "stand-in"
ANY_OF = {
    "image/*": "image/png",
    "video/*": "video/mp4",
    "audio/*": "audio/mpeg",
    "text/*": "text/plain",
}


class StandIn(NamedTuple):
    """`type` is that of the item: file, signature, ref or person; `kind` what stands there: file,
    drawing, entry, goal, dashboard or person. `media_type`: one that a file item takes."""

    item: str
    type: str
    kind: str
    number: int
    media_type: str | None = None

    @property
    def id(self) -> str:
        return f"{MARK}-{self.kind}-{self.number}"

    @property
    def field(self) -> str:
        """As the field of a page holds it."""
        return f"{self.kind}:{self.id}" if self.type == "ref" else self.id


def stand_ins(definition: Definition) -> list[StandIn]:
    """For every item that points at something, in the order of the form: as many as an answer
    may hold, and enough to choose from."""
    return [one for item in _flat(definition.items) for one in _of(definition, item)]


def _flat(items: Iterable[kinds.Item]) -> Iterator[kinds.Item]:
    for item in items:
        yield item
        if isinstance(item, kinds.Section | kinds.Repeat):
            yield from _flat(item.items)


def _of(definition: Definition, item: Any) -> Iterator[StandIn]:
    if isinstance(item, kinds.File):
        types = itertools.cycle(item.accept or ("application/pdf",))
        for number in _numbers(min(item.max, MOST_FILES)):
            yield StandIn(item.key, item.type, "file", number, _plain(next(types)))
    elif isinstance(item, kinds.Signature) and item.kind == "draw":
        yield StandIn(item.key, item.type, "drawing", 1, "image/png")
    elif isinstance(item, kinds.Ref):
        for kind, number in itertools.product(item.to, _numbers(EACH_KIND)):
            yield StandIn(item.key, item.type, kind, number)
    elif isinstance(item, kinds.Person):
        for number in _numbers(max(EACH_KIND, _most(definition, item.role))):
            yield StandIn(item.key, item.type, "person", number)


def _numbers(many: int) -> range:
    return range(1, many + 1)


def _plain(media_type: str) -> str:
    """A media type for one that stands for many: `image/*`."""
    return ANY_OF.get(media_type, media_type)


def _most(definition: Definition, key: str | None) -> int:
    role = definition.roles.get(key or "")
    return min(role.max or MOST_PEOPLE, MOST_PEOPLE) if role else 0
