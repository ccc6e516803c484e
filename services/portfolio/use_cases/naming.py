"""Whoever was named in a form becomes somebody with a request, once the role's stage is open."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from libs import formengine
from libs.formengine.records.state import FILLABLE

from ..domain.addresses import address_hash
from ..queries.own_address import is_own_address
from ..queries.pointing import pointing_items
from ..tables import Participant
from .running import Running, as_engine
from .starting import is_member, new_participant

Names = frozenset[tuple[str, str]]
"""The role, and the id of an account or the hash of an address."""


def named_in(running: Running) -> Names:
    """Everybody who is named in what counts now."""
    return frozenset((one.role, key) for one in _named(running) if (key := _key_of(one)))


def let_in_named(running: Running, before: Names = frozenset()) -> None:
    """Everybody who was named for a role whose stage is open now takes part in it. Who was named
    `before` and is not any more takes part no longer, unless they acted already.

    Where somebody has to agree with the choice, this happens in the step that opens the stage: what
    is named afterwards was agreed with by nobody. People who are there already stay as they are.
    """
    roles = [
        role
        for role in running.definition.roles.values()
        if role.who == "invited" and formengine.is_named(running.definition, role.key)
    ]
    gone = [one for role in roles for one in _gone(running, role, before)]
    newcomers = [
        one for role in roles if _stands(running, role) for one in _new(running, role, gone)
    ]
    if not gone and not newcomers:
        return
    running.move(
        lambda state: formengine.exchange(
            running.definition,
            state,
            [str(one.id) for one in gone],
            [as_engine(one) for one in newcomers],
            running.tx.now,
            running.answers_by_stage(),
        )
    )
    for one in gone:
        one.is_active = False
    for one in newcomers:
        running.add(one)
    running.tx.session.flush()


def _stands(running: Running, role: formengine.Role) -> bool:
    for stage in running.definition.stages:
        if role.key in stage.by and running.after.stages[stage.id].status in FILLABLE:
            was_open = running.before.stages[stage.id].status in FILLABLE
            return not (was_open and role.approve_by)
    return False


def _gone(running: Running, role: formengine.Role, before: Names) -> list[Participant]:
    """Whose name was taken back in time. Not from a choice that somebody agreed with, nor from an
    anonymous round: who could not be taken back would have answered."""
    dropped = before - named_in(running) if before else frozenset()
    if not dropped or any(
        role.approve_by or stage.anonymous
        for stage in running.definition.stages
        if role.key in stage.by and _goes_on(running, stage)
    ):
        return []
    return [
        one
        for one in running.people.values()
        if one.role == role.key
        and one.is_active
        and any((role.key, key) in dropped for key in keys_of(one))
        and not formengine.has_acted(running.after, str(one.id))
    ]


def _goes_on(running: Running, stage: formengine.Stage) -> bool:
    """It has begun, and is not put back now to begin anew."""
    states = (running.before.stages[stage.id], running.after.stages[stage.id])
    return all(one.status is not formengine.StageStatus.WAITING for one in states)


def _new(running: Running, role: formengine.Role, gone: list[Participant]) -> list[Participant]:
    there = [one for one in running.people.values() if one.is_active and one not in gone]
    known = {key for one in there if one.role == role.key for key in keys_of(one)}
    found = []
    for named in _named(running):
        newcomer = newcomer_of(running, role, named) if named.role == role.key else None
        if newcomer is None or known & keys_of(newcomer):
            continue
        known |= keys_of(newcomer)
        found.append(newcomer)
    return found


def _named(running: Running) -> Iterator[formengine.Named]:
    for one in running.contributions():
        if one.state == "sent":
            items = pointing_items(running.definition.fillable(one.stage, one.role))
            yield from formengine.mentions(items, one.answers).people


def _key_of(named: formengine.Named) -> str | None:
    return named.person_id or (address_hash(named.email) if named.email else None)


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
    if is_own_address(running.tx, record, named.email):
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
