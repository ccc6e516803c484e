"""Whoever was named in a form becomes somebody with a request, once the role's stage is open."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from libs import formengine
from libs.formengine.records.state import FILLABLE

from ..domain.addresses import address_hash
from ..queries.pointing import pointing_items
from ..tables import Participant
from .running import Running, as_engine
from .starting import is_member, new_participant


def let_in_named(running: Running) -> None:
    """Everybody who was named for a role whose stage is open now takes part in it.

    Where somebody has to agree with the choice, this happens in the step that opens the stage: what
    is named afterwards was agreed with by nobody. People who are there already stay as they are.
    """
    definition = running.definition
    for role in definition.roles.values():
        if role.who != "invited" or not formengine.is_named(definition, role.key):
            continue
        if _stands(running, role):
            _let_in(running, role)


def _stands(running: Running, role: formengine.Role) -> bool:
    for stage in running.definition.stages:
        if role.key in stage.by and running.after.stages[stage.id].status in FILLABLE:
            was_open = running.before.stages[stage.id].status in FILLABLE
            return not (was_open and role.approve_by)
    return False


def _let_in(running: Running, role: formengine.Role) -> None:
    known = {key for one in running.people.values() if one.role == role.key for key in keys_of(one)}
    for named in _named(running, role.key):
        newcomer = newcomer_of(running, role, named)
        if newcomer is None or known & keys_of(newcomer):
            continue
        known |= keys_of(newcomer)
        add(running, newcomer)


def _named(running: Running, role: str) -> Iterator[formengine.Named]:
    for one in running.contributions():
        if one.state == "sent":
            items = pointing_items(running.definition.fillable(one.stage, one.role))
            yield from (
                each for each in formengine.mentions(items, one.answers).people if each.role == role
            )


def newcomer_of(
    running: Running, role: formengine.Role, named: formengine.Named
) -> Participant | None:
    """The participant somebody named would be; nobody for the learner or half an address."""
    record = running.record
    if named.person_id:
        person_id = UUID(named.person_id)
        if person_id == record.learner_id or not is_member(running.tx, person_id):
            return None
        return new_participant(
            running.tx, record, role.key, person_id=person_id, group=_group(role, named.group)
        )
    if not named.email:
        return None
    hashed = address_hash(named.email)
    if hashed == record.learner_email_hash:
        return None
    return new_participant(
        running.tx,
        record,
        role.key,
        group=_group(role, named.group),
        name=named.name,
        email=named.email,
        email_hash=hashed,
    )


def _group(role: formengine.Role, group: str | None) -> str | None:
    known = [one.key for one in role.groups]
    return group if group in known else (known[0] if known else None)


def keys_of(one: Participant) -> set[str]:
    return {str(key) for key in (one.person_id, one.email_hash) if key}


def add(running: Running, newcomer: Participant) -> None:
    """One more rater; the engine refuses what the form does not allow. Raises NotNow."""
    running.move(
        lambda state: formengine.add_participant(
            running.definition, state, as_engine(newcomer), running.tx.now
        )
    )
    running.add(newcomer)
    running.tx.session.flush()
