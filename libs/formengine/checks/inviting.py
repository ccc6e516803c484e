"""Roles that are filled by invitation: somebody has to be able to invite."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.asking import is_reached
from libs.formengine.model import Definition
from libs.formengine.problems import Problem


def inviting_problems(definition: Definition) -> Iterator[Problem]:
    """Roles that fill a stage and that nobody could ever ask anybody for.

    Asked of who publishes, as the roles that nobody holds: a draft can be tried without. A role
    that fills nothing needs nobody.
    """
    for role in definition.roles.values():
        stages = [stage for stage in definition.stages if role.key in stage.by]
        if role.who == "invited" and stages and not is_reached(definition, role):
            yield Problem(f"roles/{role.key}", "role.nobody_asks", {"stage": stages[0].id})
