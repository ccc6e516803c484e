"""Who may read what a form gives the portfolio."""

from __future__ import annotations

from collections.abc import Iterable

from libs.formengine import Definition, Emission

from .access import platform_role


def platform_roles(definition: Definition, see: Iterable[str] | None) -> list[str] | None:
    """`see` in the platform's roles, which readers have; None where everybody with access reads."""
    if see is None:
        return None
    roles = [definition.roles[key] for key in see]
    return sorted(
        {
            platform_role(who=one.who, key=one.key, relation=one.relation, office=one.office)
            for one in roles
        }
    )


def readers_of(definition: Definition, one: Emission) -> list[str] | None:
    """The same of a goal, a registration or a decision. It carries words of items, so whoever may
    not read those does not read it either, also where its form forgot to say so."""
    declared = next(each for each in definition.emit if (each.key, each.at) == (one.key, one.stage))
    held = [definition.by_key[key] for key in one.texts.values() if key in definition.by_key]
    if declared.each:
        held.append(definition.by_key[declared.each])
    limits = [set(see) for see in (one.see, *(item.see for item in held)) if see is not None]
    return platform_roles(definition, set.intersection(*limits)) if limits else None
