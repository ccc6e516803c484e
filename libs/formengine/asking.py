"""How people come to a role that is filled by invitation: asked for the record, for a round, or
named in the form itself."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.items import Item, Person, Repeat
from libs.formengine.model import Definition, Role


def asked_first(definition: Definition) -> Role | None:
    """The role of the one person by whose request a record of this form is made, if it begins so.
    A form with several raters is started first."""
    needed = [one for one in definition.roles.values() if one.who == "invited" and one.min > 0]
    return needed[0] if len(needed) == 1 and needed[0].max == 1 else None


def is_named(definition: Definition, role: str) -> bool:
    """Whether somebody names people for this role in the form itself."""
    return any(_names(item, role) for item in definition.all_items())


def _names(item: Item, role: str) -> bool:
    inner = item.items if isinstance(item, Repeat) else (item,)
    return any(isinstance(one, Person) and one.role == role for one in inner)


def namers(definition: Definition, role: str) -> frozenset[str]:
    """The roles that name people for this one; who fills it names nobody for it alone."""
    return frozenset(by for _, by in _naming(definition, role))


def _naming(definition: Definition, role: str) -> Iterator[tuple[str, str]]:
    for item in definition.all_items():
        if _names(item, role):
            yield from ((stage.id, by) for stage, by in definition.fillers(item.key) if by != role)


def is_reached(definition: Definition, role: Role) -> bool:
    """Whether anybody can come to an invited role: else its stage waits for people whom nobody
    can ask. In a round that is open raters are asked beside the form."""
    if asked_first(definition) == role or _is_named_in_time(definition, role.key):
        return True
    return any(stage.join == "closed" for stage in definition.stages if role.key in stage.by)


def _is_named_in_time(definition: Definition, role: str) -> bool:
    """Named by somebody else than those who are named, and not after all that they fill in."""
    asking = {stage for stage, _ in _naming(definition, role)}
    own = {stage.id for stage in definition.stages if role in stage.by}
    return any(one in own or own & set(definition.later(one)) for one in asking)
