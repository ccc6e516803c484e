"""What is done for many records in one go: nobody looks at each, so nothing may be asked there."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.model import Definition, Stage
from libs.formengine.problems import Problem


def batch_problems(definition: Definition) -> Iterator[Problem]:
    """Stages that say `batch` and could never be done so.

    Asked of who publishes, as the roles that nobody holds. In a form of before that, and in a draft
    that is tried, such a stage is done for one record at a time.
    """
    for stage in definition.stages:
        if not stage.batch:
            continue
        path = f"stages/{stage.id}"
        if not definition.is_in_batch(stage.id) or not _is_by_others(definition, stage):
            yield Problem(path, "stage.batch", {})
        for item in dict.fromkeys(_asked(definition, stage)):
            yield Problem(path, "stage.batch_asks", {"item": item})


def _is_by_others(definition: Definition, stage: Stage) -> bool:
    """The list of what waits is of people with an account; learners have their own records."""
    roles = [definition.roles[key] for key in stage.by if key in definition.roles]
    return any(role.who != "subject" and "account" in role.auth for role in roles)


def _asked(definition: Definition, stage: Stage) -> Iterator[str]:
    """Items that have to be answered there, also where only under a condition."""
    for role in stage.by:
        for item in definition.fillable(stage.id, role):
            if item.required not in (None, False):
                yield item.key
