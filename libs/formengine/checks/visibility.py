"""When what is filled opens, and what anonymity demands."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.items import Item
from libs.formengine.model import Definition, Stage
from libs.formengine.problems import Problem

NAMING_ITEMS = frozenset({"signature", "person", "file"})


def problems(definition: Definition) -> Iterator[Problem]:
    for stage in definition.stages:
        if stage.is_released and not _releases(definition, stage):
            yield Problem(f"stages/{stage.id}", "open.no_release", {})
        if stage.is_joined and stage.mode == "one" and not stage.anonymous:
            yield Problem(f"stages/{stage.id}", "open.joined_of_one", {})
        if stage.act == "release" and not _released_before(definition, stage):
            yield Problem(f"stages/{stage.id}", "open.nothing_to_release", {})
        if stage.anonymous:
            yield from _anonymous_problems(definition, stage)
    for item in definition.all_items():
        for role in item.see or ():
            if role not in definition.roles:
                yield Problem(f"items/{item.key}", "role.unknown", {"role": role})


def _releases(definition: Definition, stage: Stage) -> list[Stage]:
    return [
        one
        for one in definition.stages
        if one.act == "release"
        and one.id in definition.later(stage.id)
        and stage.release_by in (None, *one.by)
    ]


def _released_before(definition: Definition, release: Stage) -> bool:
    return any(
        stage.is_released and release.id in definition.later(stage.id)
        for stage in definition.stages
    )


def _anonymous_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    path = f"stages/{stage.id}"
    if stage.mode != "parallel" or stage.join != "closed":
        yield Problem(path, "anonymous.closed_round", {})
    if stage.release_by is None:
        yield Problem(path, "anonymous.releaser", {})
    if definition.subject in stage.by or stage.release_by == definition.subject:
        yield Problem(path, "anonymous.learner", {})
    for role, when in (stage.open_to or {}).items():
        allowed = ("joined", "released") if role == stage.release_by else ("released",)
        if when not in allowed:
            yield Problem(path, "anonymous.opens_early", {"role": role})
    if stage.open_to is None:
        yield Problem(path, "anonymous.opens_early", {"role": definition.subject})
    if "return" in stage.can or stage.cycle:
        yield Problem(path, "anonymous.no_return", {})
    for item in _filled_in(definition, stage):
        if item.type in NAMING_ITEMS:
            yield Problem(f"items/{item.key}", "anonymous.naming_item", {})
    groups = [group for role in stage.by for group in definition.roles[role].groups]
    for group in groups:
        if 0 < group.min < stage.anonymous_min:
            yield Problem(path, "anonymous.group_min", {"group": group.key})


def _filled_in(definition: Definition, stage: Stage) -> list[Item]:
    return [item for role in stage.by for item in definition.fillable(stage.id, role)]
