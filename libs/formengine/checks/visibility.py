"""When what is filled opens."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.model import Definition, Stage
from libs.formengine.problems import Problem


def problems(definition: Definition) -> Iterator[Problem]:
    for stage in definition.stages:
        if stage.is_released and not _releases(definition, stage):
            yield Problem(f"stages/{stage.id}", "open.no_release", {})
        if stage.is_joined and stage.mode == "one" and not stage.anonymous:
            yield Problem(f"stages/{stage.id}", "open.joined_of_one", {})
        if stage.act == "release" and not _released_before(definition, stage):
            yield Problem(f"stages/{stage.id}", "open.nothing_to_release", {})
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
