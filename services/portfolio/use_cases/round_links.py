"""The link of an anonymous round: anybody who has it answers, unasked and unnamed.

The link is a participant of its own, a door: it reads what a rater reads and never answers itself.
Who comes in by it is somebody for the engine alone and only while the round is open; there is no
row, no request and no time of them anywhere else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from uuid import UUID

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound
from libs.formengine.records.acting import expires_at
from libs.formengine.records.state import Contributing

from ..domain.starting import roles_held
from ..queries.raters import may_link
from ..tables import Participant
from . import naming
from .following import store
from .running import Running, as_engine
from .starting import new_participant

LONGEST = dt.timedelta(days=365)


def open_round_link(tx: Transaction, *, record_id: UUID, stage: str) -> dict[str, Any]:
    """Make the door of a round, in place of the one before -> {participant_id, not_after}.

    Raises NotFound, Forbidden, NotNow.
    """
    running, role = _of_caller(tx, record_id, stage)
    _shut(running, role)
    door = new_participant(tx, running.record, role.key)
    door.walk_in = True
    naming.add(running, door)
    store(running)
    _audit(running, "round.open_link")
    return {"participant_id": door.id, "not_after": _not_after(running, stage)}


def refuse_shut_door(tx: Transaction, *, participant_id: str) -> dict[str, Any]:
    """For who asks again for the link of a door, with the key of before -> {}. Raises NotNow."""
    door = tx.session.get(Participant, UUID(participant_id))
    if door is None or not door.is_active:
        raise contract.NotNow(code="round_link_stopped")
    return {}


def stop_round_link(tx: Transaction, *, record_id: UUID, stage: str) -> dict[str, Any]:
    """Let nobody in by the link any more -> {}. Raises NotFound, Forbidden, NotNow."""
    running, role = _of_caller(tx, record_id, stage)
    _shut(running, role)
    _audit(running, "round.stop_link")
    return {}


def _of_caller(tx: Transaction, record_id: UUID, stage: str) -> tuple[Running, formengine.Role]:
    running = Running.of_caller(tx, record_id)
    if stage not in running.definition.by_stage:
        raise NotFound()
    found = running.definition.stage(stage)
    role = running.definition.roles[found.by[0]]
    held = {one.role for one in running.own}
    held |= roles_held(running.definition, running.access, tx.principal.roles)
    if not may_link(running.definition, found, frozenset(held)):
        raise Forbidden() if role.walks_in else contract.NotNow(code="no_round_link")
    if running.after.stages[stage].status is not formengine.StageStatus.OPEN:
        raise contract.NotNow(code="round_is_over")
    return running, role


def _shut(running: Running, role: formengine.Role) -> None:
    for one in running.people.values():
        if one.walk_in and one.role == role.key:
            one.is_active = False


def _not_after(running: Running, stage: str) -> dt.datetime:
    """The link ends with the round; where that has no end of its own, after a year."""
    definition = running.definition.stage(stage)
    ends = expires_at(definition, running.after, Contributing("", ""))
    return ends or running.tx.now + LONGEST


def _audit(running: Running, action: str) -> None:
    running.tx.audit(
        action,
        object_kind="round",
        object_id=running.record.id,
        subject_id=running.record.learner_id,
        basis=running.basis,
    )


def somebody_of(door: Participant, running: Running) -> Participant:
    """Whoever answers by this door: a random id, in no table."""
    return Participant(
        id=uuid.uuid4(),
        institution_id=door.institution_id,
        record_id=running.record.id,
        role=door.role,
        group_key=door.group_key,
        walk_in=True,
    )


def let_answer(running: Running, stage: str, somebody: Participant) -> None:
    """Count one more answer. Raises NotNow when the round is over or full."""
    running.move(
        lambda state: formengine.answer_walking_in(
            running.definition, state, as_engine(somebody), stage, running.tx.now
        )
    )


def keep_count(running: Running, role: str, came: int) -> None:
    """How many came by the link, once the round has closed: whoever releases is told."""
    doors = [one for one in running.people.values() if one.walk_in and one.role == role]
    if doors:
        doors[-1].came = came


def is_door(running: Running, participant: Participant) -> bool:
    return participant.walk_in and str(participant.id) in running.people
