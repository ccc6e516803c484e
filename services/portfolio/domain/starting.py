"""Who may start a form, and which roles have to be filled for it."""

from __future__ import annotations

from collections.abc import Collection

from libs.formengine import Definition, Role, asked_first

from .access import (
    OWNER,
    RELATION_NAMED,
    RELATIONS,
    STAFF,
    Access,
    holds_office,
    platform_role,
)


def asks(form: Definition) -> bool:
    """Whether a record of this form is made by asking one person. Forms with several raters are
    started first, and the raters asked one by one."""
    return asked_first(form) is not None


def decides(form: Definition) -> bool:
    """Whether something is decided in this form, or comes out of it as a decision."""
    return any(stage.act == "decide" for stage in form.stages) or any(
        one.kind == "decision" for one in form.emit
    )


def roles_held(form: Definition, access: Access, platform_roles: Collection[str]) -> frozenset[str]:
    """The form's roles that somebody with this access to the learner holds in a record that runs
    without them: a relation that is held from the start is held by those who take part."""
    return frozenset(
        key
        for key, role in form.roles.items()
        if role.held != "at_start" and _holds(role, access, platform_roles)
    )


def roles_at_start(
    form: Definition, access: Access, platform_roles: Collection[str]
) -> frozenset[str]:
    """The form's roles that somebody with this access to the learner holds when it begins."""
    return frozenset(
        key
        for key, role in form.roles.items()
        if role.held != "later" and _holds(role, access, platform_roles)
    )


def _holds(role: Role, access: Access, platform_roles: Collection[str]) -> bool:
    if role.who == "subject":
        return OWNER in access
    if OWNER in access:
        return False
    if role.who == "related":
        return relation_of(role) in access
    return (
        role.who == "office" and STAFF in access and holds_office(office_of(role), platform_roles)
    )


def may_start(form: Definition, access: Access, platform_roles: Collection[str]) -> bool:
    """Whether this person starts the form alone: they fill its first stage, or they are the
    learner and people with a relation do. Forms that begin by asking somebody are asked; one
    that begins or may begin with the answer may be given unasked."""
    if asks(form):
        return gives_unasked(form, access) is not None
    first = form.stages[0].by
    if roles_at_start(form, access, platform_roles).intersection(first):
        return True
    return OWNER in access and all(form.roles[role].who == "related" for role in first)


def gives_unasked(form: Definition, access: Access) -> str | None:
    """The role in which somebody who supervises, teaches or coaches the learner gives feedback of
    their own accord: the one that is otherwise asked, where the form begins with its answer, or
    may begin with it."""
    if access.isdisjoint(RELATIONS) or not asks(form):
        return None
    role = next(one for one in form.roles.values() if one.who == "invited")
    begins = (form.stages[0], *([form.unasked] if form.unasked else ()))
    return role.key if any(stage.by == (role.key,) for stage in begins) else None


def skips_question(form: Definition, unasked: str | None) -> bool:
    """Whether a record given unasked leaves out a question that it otherwise begins with."""
    return unasked is not None and form.stages[0].by != (unasked,)


def relation_of(role: Role) -> str | None:
    """supervises, teaches or coaches: the relation a role asks for; None if we know no such."""
    return RELATION_NAMED.get(role.relation or role.key)


def office_of(role: Role) -> str:
    """The platform's role of an office: head, secretary, committee."""
    return platform_role(who=role.who, key=role.key, relation=None, office=role.office)
