"""Roles: who they are and how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine.model import WALK_IN, Definition, Role
from libs.formengine.problems import Problem

# Whoever a form may name by what they are to the learner or in the institution, with the other
# words for them. Administrators arrange accounts and definitions: they never take part, because
# who takes part reads answers.
RELATIONS = frozenset(
    {"trainer", "supervisor", "supervises", "teacher", "teaches", "coach", "mentor", "coaches"}
)
OFFICES = frozenset({"head", "head_of_programme", "secretary", "secretariat", "committee", "board"})


def problems(definition: Definition) -> Iterator[Problem]:
    yield from frozen_problems(definition)
    for role in definition.roles.values():
        yield from _role_problems(role)
        yield from _held_problems(definition, role)


def frozen_problems(definition: Definition) -> Iterator[Problem]:
    """One learner, roles that are there, and nobody by a link who could be told from others."""
    subjects = [role.key for role in definition.roles.values() if role.who == "subject"]
    if len(subjects) != 1:
        yield Problem("roles", "role.one_subject", {"n": len(subjects)})
    for role in definition.roles.values():
        path = f"roles/{role.key}"
        if role.approve_by is not None and role.approve_by not in definition.roles:
            yield Problem(path, "role.unknown", {"role": role.approve_by})
        if WALK_IN in role.auth and not _may_walk_in(definition, role):
            yield Problem(path, "role.walk_in", {})


def _may_walk_in(definition: Definition, role: Role) -> bool:
    """Nobody knows who holds the link of a round: so nothing but anonymous rounds, one kind of
    people, and never more answers than were meant."""
    stages = [stage for stage in definition.stages if role.key in stage.by]
    is_anonymous = all(stage.anonymous and stage.by == (role.key,) for stage in stages)
    is_open = role.who == "invited" and role.external and not role.groups
    return bool(stages) and is_anonymous and is_open and role.max is not None


def standing_problems(roles: Mapping[str, Any]) -> Iterator[Problem]:
    """Relations and offices that nobody holds, in the roles of a document of whatever shape.

    Asked of who publishes: a draft can be tried without.
    """
    for key, role in roles.items():
        who = role.get("who") if isinstance(role, Mapping) else None
        if who not in ("related", "office"):
            continue
        name, known = ("relation", RELATIONS) if who == "related" else ("office", OFFICES)
        given = role.get(name) or key
        if isinstance(given, str) and given not in known:
            yield Problem(f"roles/{key}", f"role.no_{name}", {"given": given})


def _held_problems(definition: Definition, role: Role) -> Iterator[Problem]:
    """Who gets a relation after the record began is asked nothing: nobody knew of them."""
    path = f"roles/{role.key}"
    if role.held is not None and role.who != "related":
        yield Problem(path, "role.held_where", {})
    if role.held != "later":
        return
    acting = {key for one in definition.stages for key in (*one.by, one.release_by)}
    if role.key in acting | {one.approve_by for one in definition.roles.values()}:
        yield Problem(path, "role.later_reads", {})


def _role_problems(role: Role) -> Iterator[Problem]:
    path = f"roles/{role.key}"
    if role.max is not None and role.max < role.min:
        yield Problem(path, "role.min_max", {})
    for group in role.groups:
        if group.max is not None and group.max < group.min:
            yield Problem(f"{path}/{group.key}", "role.min_max", {})
    if role.who == "subject" and (role.external or role.auth != ("account",)):
        yield Problem(path, "role.subject_account", {})
    if role.external and set(role.auth) == {"account"}:
        yield Problem(path, "role.external_auth", {})
    if role.max is not None and sum(group.min for group in role.groups) > role.max:
        yield Problem(path, "role.groups_max", {})
