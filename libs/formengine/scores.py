"""What scores and conditions read, and whether somebody may read that.

What a rule makes of a stage is as good as a look into it: it is told to those alone to whom the
stage is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from libs.formengine.items import Item
from libs.formengine.model import Definition, Stage
from libs.formengine.rules import paths

Part = tuple[Stage, str, Item]  # A stage, a role that fills it, and the item it fills there.


def reads(definition: Definition, rule: Any) -> set[str]:
    """The paths behind a rule, those of the scores it uses included."""
    found: set[str] = set()
    for path in paths(rule):
        score = definition.computed.get(path)
        found |= {path} if score is None else reads(definition, score)
    return found


def parts(definition: Definition, path: str) -> Iterator[Part]:
    """Where what a path reads may have been filled in, and by whom."""
    head, _, rest = path.partition(".")
    named = head if head in definition.by_stage else None
    item = definition.by_key.get(rest.partition(".")[0] if named else head)
    for stage, role in definition.fillers(item.key) if item else ():
        if item and named in (None, stage.id):
            yield stage, role, item


def closed_to(definition: Definition, path: str, at: Stage, role: str) -> Iterator[str]:
    """The earlier stages a path reads that are not open to a role when its own opens."""
    for stage, filler, item in parts(definition, path):
        if at.id in definition.later(stage.id) and not (
            is_own(definition, stage, filler, role)
            or _is_open_by(definition, stage, item, at, role)
        ):
            yield stage.id


def told_at(definition: Definition, at: Stage, role: str) -> frozenset[str]:
    """The scores that may be told to a role on its own page of a stage."""
    return frozenset(
        name
        for name, rule in definition.computed.items()
        if not any(any(closed_to(definition, path, at, role)) for path in reads(definition, rule))
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
    is_placed = any(role in one.by or role in (one.open_to or {}) for one in definition.stages)
    return None if is_placed else stage.open_to.get(definition.subject)


def _is_open_by(definition: Definition, stage: Stage, item: Item, at: Stage, role: str) -> bool:
    if item.see is not None and role not in item.see:
        return False
    when = opening(definition, stage, role)
    return when is not None and (when != "released" or _is_released(definition, stage, at))


def _is_released(definition: Definition, stage: Stage, at: Stage) -> bool:
    """Whether a release stands between the two on the path."""
    return any(
        one.act == "release" and at.id in definition.later(one.id)
        for one in definition.stages
        if one.id in definition.later(stage.id)
    )
