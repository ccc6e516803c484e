"""Who may read what a form gives the portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from libs.formengine import Definition, Emission, Role
from libs.formengine.scores import opening

from .access import ROLE_OF_RELATION, STAFF_ROLES, platform_role

EVERYBODY = frozenset({"learner", *ROLE_OF_RELATION.values(), *STAFF_ROLES})


@dataclass(frozen=True)
class Origin:
    """The stage that was filled in, by whom (nobody of an anonymous round), and who takes part in
    the record in which role."""

    stage: str
    filler: UUID | None
    people: Mapping[str, Iterable[UUID]]


def readers(definition: Definition, see: Iterable[str] | None, origin: Origin) -> list[str] | None:
    """`see` in what readers are to the platform; None where everybody with access reads.

    That is their role, except where the form tells people of one relation apart by when they have
    it (`held`). Those read what is open to their role in the form: whoever has the relation since
    by the platform's role, and by name who takes part from the start.
    """
    may = [one for one in definition.roles.values() if see is None or one.key in see]
    apart = {_word(one) for one in definition.roles.values() if one.held}
    if see is None and not apart:
        return None
    found = set(EVERYBODY if see is None else map(_word, may)) - apart
    for role in may:
        if _word(role) in apart:
            found |= _told_apart(definition, role, origin)
    return sorted(found)


def _told_apart(definition: Definition, role: Role, origin: Origin) -> set[str]:
    people = set(origin.people.get(role.key, ()))
    if opening(definition, definition.stage(origin.stage), role.key) is None:
        return {str(one) for one in people if one == origin.filler}
    return {str(one) for one in people} if role.held == "at_start" else {_word(role)}


def _word(role: Role) -> str:
    return platform_role(who=role.who, key=role.key, relation=role.relation, office=role.office)


def readers_of(definition: Definition, one: Emission, origin: Origin) -> list[str] | None:
    """The same of a goal, a registration or a decision. It carries words of items, so whoever may
    not read those does not read it either, also where its form forgot to say so."""
    declared = next(each for each in definition.emit if (each.key, each.at) == (one.key, one.stage))
    held = [definition.by_key[key] for key in one.texts.values() if key in definition.by_key]
    if declared.each:
        held.append(definition.by_key[declared.each])
    limits = [set(see) for see in (one.see, *(item.see for item in held)) if see is not None]
    return readers(definition, set.intersection(*limits) if limits else None, origin)
