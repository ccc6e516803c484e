"""Roles: who they are and how many."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.model import Definition, Role
from libs.formengine.problems import Problem


def problems(definition: Definition) -> Iterator[Problem]:
    subjects = [role.key for role in definition.roles.values() if role.who == "subject"]
    if len(subjects) != 1:
        yield Problem("roles", "role.one_subject", {"n": len(subjects)})
    for role in definition.roles.values():
        yield from _role_problems(definition, role)


def _role_problems(definition: Definition, role: Role) -> Iterator[Problem]:
    path = f"roles/{role.key}"
    if role.max is not None and role.max < role.min:
        yield Problem(path, "role.min_max", {})
    for group in role.groups:
        if group.max is not None and group.max < group.min:
            yield Problem(f"{path}/{group.key}", "role.min_max", {})
    if role.approve_by is not None and role.approve_by not in definition.roles:
        yield Problem(path, "role.unknown", {"role": role.approve_by})
    if role.who == "subject" and (role.external or role.auth != ("account",)):
        yield Problem(path, "role.subject_account", {})
    if role.external and set(role.auth) == {"account"}:
        yield Problem(path, "role.external_auth", {})
    if role.max is not None and sum(group.min for group in role.groups) > role.max:
        yield Problem(path, "role.groups_max", {})
