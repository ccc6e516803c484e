"""What scores and conditions read, and whether somebody may read that.

What a rule makes of a stage is as good as a look into it: it is told to those alone to whom the
stage is open. A form of many scores, stages and roles asks this very often, so what the answer
builds on is worked out once for each definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from libs.formengine.items import Item
from libs.formengine.model import Definition, Stage
from libs.formengine.rules import paths

Part = tuple[Stage, str, Item]  # A stage, a role that fills it, and the item it fills there.


def reads(definition: Definition, rule: Any) -> frozenset[str]:
    """The paths behind a rule, those of the scores it uses included."""
    named = frozenset(paths(rule))
    scores = named & definition.computed.keys()
    found = [named - scores, *(_read_by_score(definition, name) for name in scores)]
    return frozenset().union(*found)


def _read_by_score(definition: Definition, name: str) -> frozenset[str]:
    """Each score on the way is looked at once, however many others use it."""
    return definition.once(("reads", name), lambda: _read_along(definition, name))


def _read_along(definition: Definition, name: str) -> frozenset[str]:
    found: set[str] = set()
    used, waiting = {name}, [name]
    while waiting:
        named = _named_by_score(definition, waiting.pop())
        scores = named & definition.computed.keys()
        found |= named - scores
        waiting += scores - used
        used |= scores
    return frozenset(found)


def _named_by_score(definition: Definition, name: str) -> frozenset[str]:
    return definition.once(("named", name), lambda: frozenset(paths(definition.computed[name])))


def behind(definition: Definition, path: str) -> tuple[str | None, Item | None]:
    """The stage that a path names, if any, and the item it reads."""
    head, _, rest = path.partition(".")
    named = head if head in definition.by_stage else None
    return named, definition.by_key.get(rest.partition(".")[0] if named else head)


def stems(definition: Definition, found: Iterable[str]) -> frozenset[str]:
    """These paths up to their items, without rows and columns: what of an item is read makes no
    difference to who may read it."""
    known = (behind(definition, path) for path in found)
    return frozenset(f"{named}.{item.key}" if named else item.key for named, item in known if item)


def parts(definition: Definition, path: str) -> Iterator[Part]:
    """Where what a path reads may have been filled in, and by whom."""
    named, item = behind(definition, path)
    for stage, role in definition.fillers(item.key) if item else ():
        if item and named in (None, stage.id):
            yield stage, role, item


class Outlook:
    """What of the stages before is open to a role when a stage of its own opens."""

    def __init__(self, definition: Definition, at: Stage, role: str) -> None:
        self.definition, self.role = definition, role
        before = [one for one in definition.stages if at.id in definition.later(one.id)]
        self.before = frozenset(one.id for one in before)
        self.shut = frozenset(one.id for one in before if not self._is_open(one, at))
        self._known: dict[tuple[str | None, str], tuple[str, ...]] = {}

    def closed(self, path: str) -> tuple[str, ...]:
        """The earlier stages a path reads that are not open to the role, in their order."""
        named, item = behind(self.definition, path)
        if item is None:
            return ()
        if (named, item.key) not in self._known:
            self._known[named, item.key] = self._closed(named, item)
        return self._known[named, item.key]

    def _closed(self, named: str | None, item: Item) -> tuple[str, ...]:
        unseen = item.see is not None and self.role not in item.see
        barred = self.before if unseen else self.shut
        if not barred:
            return ()
        return tuple(
            stage
            for stage, fillers in _fillers_by_stage(self.definition, item.key).items()
            if stage in barred
            and named in (None, stage)
            and not all(self._is_own(stage, filler) for filler in fillers)
        )

    def _is_own(self, stage: str, filler: str) -> bool:
        return is_own(self.definition, self.definition.stage(stage), filler, self.role)

    def _is_open(self, stage: Stage, at: Stage) -> bool:
        when = opening(self.definition, stage, self.role)
        return when is not None and (when != "released" or _is_released(self.definition, stage, at))


def outlook(definition: Definition, at: Stage, role: str) -> Outlook:
    """What of the stages before is open to a role on its own page of a stage."""
    return definition.once(("outlook", at.id, role), lambda: Outlook(definition, at, role))


def _fillers_by_stage(definition: Definition, key: str) -> Mapping[str, set[str]]:
    def gathered() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for stage, role in definition.fillers(key):
            found.setdefault(stage.id, set()).add(role)
        return found

    return definition.once(("fillers", key), gathered)


def told_at(definition: Definition, at: Stage, role: str) -> frozenset[str]:
    """The scores that may be told to a role on its own page of a stage."""
    return definition.once(("told", at.id, role), lambda: _told_at(definition, at, role))


def _told_at(definition: Definition, at: Stage, role: str) -> frozenset[str]:
    known = outlook(definition, at, role)
    return frozenset(
        name
        for name in definition.computed
        if not any(known.closed(path) for path in _read_by_score(definition, name))
    )


def is_own(definition: Definition, stage: Stage, filler: str, role: str) -> bool:
    """Whether a role knows what was filled there because it is its own."""
    if filler != role:
        return False
    return stage.mode == "one" or definition.roles[role].max == 1 or role == definition.subject


def opening(definition: Definition, stage: Stage, role: str) -> str | None:
    """When a role may read a stage: now, sent, joined, released, or None for never.

    A role that fills something, or that any stage names in `open_to`, reads what is opened to it by
    name. All others look on as the learner does.
    """
    if stage.open_to is None:
        return "sent"
    if role in stage.open_to:
        return stage.open_to[role]
    is_placed = definition.once(("placed", role), lambda: _is_placed(definition, role))
    return None if is_placed else stage.open_to.get(definition.subject)


def _is_placed(definition: Definition, role: str) -> bool:
    return any(role in one.by or role in (one.open_to or {}) for one in definition.stages)


def _is_released(definition: Definition, stage: Stage, at: Stage) -> bool:
    """Whether a release stands between the two on the path."""
    return any(
        one.act == "release" and at.id in definition.later(one.id)
        for one in definition.stages
        if one.id in definition.later(stage.id)
    )
