"""Answers other than sending: declining, returning, objecting, passing on, approving many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound

from ..domain.addresses import address_hash, address_hint
from ..queries.begun import begun
from ..queries.own_address import is_own_address
from ..tables import Participant
from . import answers as answering
from . import emitting, informing
from .following import store
from .running import Running
from .sending import audit, send
from .starting import new_participant

# Why a record is left when many are done in one go: what was written there is read or sent first.
BEGUN = "begun"


def decline(tx: Transaction, *, record_id: UUID, stage: str, reason: str = "") -> dict[str, Any]:
    """Say no to a request; the learner hears it. Raises NotNow, NotFound."""
    running = _respond(tx, record_id, stage, "decline", reason)
    informing.after_leaving(running, "declined")
    return {"state": running.record.state}


def return_record(
    tx: Transaction, *, record_id: UUID, stage: str, reason: str = ""
) -> dict[str, Any]:
    """Hand a record back to who filled the stage before. Raises NotNow, NotFound."""
    running = _respond(tx, record_id, stage, "return", reason)
    informing.after_return(running)
    return {"state": running.record.state}


def object_to(tx: Transaction, *, record_id: UUID, stage: str, reason: str = "") -> dict[str, Any]:
    """Object to what was decided or written; it stands, with the objection beside it."""
    running = _respond(tx, record_id, stage, "object", reason)
    others = [
        one.person_id for one in running.people.values() if one.role != running.definition.subject
    ]
    informing.inform(running, "objected", others)
    return {"state": running.record.state}


def _respond(tx: Transaction, record_id: UUID, stage: str, action: str, reason: str) -> Running:
    running = Running.of_caller(tx, record_id)
    participant = running.participant(stage)
    running.act(action, participant, stage, reason=reason or None)
    _take_back_returned(running)
    store(running)
    audit(tx, running, f"stage.{action}", stage)
    return running


def _take_back_returned(running: Running) -> None:
    """What is with its writer again counts no more until it is sent anew; it becomes a draft."""
    for contribution in running.contributions():
        there = running.after.stages[contribution.stage]
        own = there.contributions.get(str(contribution.participant_id))
        if contribution.state != "sent" or contribution.cycle != there.cycle or own is None:
            continue
        if own.status.value not in ("returned", "open"):
            continue
        contribution.state = "reopened"
        contribution.revision += 1
        running.tx.session.flush()
        answering.add_history(running.tx, contribution, "reopened")
        emitting.take_back(running, contribution)
        participant = running.people[str(contribution.participant_id)]
        answering.open_draft(running, contribution.stage, participant, contribution.answers)


def pass_on(
    tx: Transaction, *, record_id: UUID, stage: str, email: str, name: str | None = None
) -> dict[str, Any]:
    """Somebody else will do it: a new request goes to that address. Raises OwnAddress, NotNow."""
    running = Running.of_caller(tx, record_id)
    participant = running.participant(stage)
    successor = _successor(running, participant, email.strip(), name)
    running.act("pass_on", participant, stage, to=successor)
    running.add(successor)
    tx.session.flush()
    store(running)
    audit(tx, running, "stage.pass_on", stage)
    return {"sent_to": address_hint(successor.email)}


def _successor(
    running: Running, participant: Participant, email: str, name: str | None
) -> Participant:
    hashed = address_hash(email)
    if is_own_address(running.tx, running.record, email):
        raise contract.OwnAddress()
    role = running.definition.roles[participant.role]
    if not role.external:
        raise contract.NotNow(code="account_needed", role=role.key)
    if any(one.email_hash == hashed for one in running.people.values()):
        raise contract.NotNow(code="to_whom")
    return new_participant(
        running.tx,
        running.record,
        participant.role,
        group=participant.group_key,
        name=name,
        email=email,
        email_hash=hashed,
    )


def approve_many(
    tx: Transaction,
    *,
    records: Sequence[Mapping[str, Any]],
    account_name: str | None = None,
) -> dict[str, Any]:
    """Approve, sign or release several waiting records at once: all or none, but for those in
    which something was begun and not sent: they are `left` as they are. Raises NotNow, NotFound."""
    left = []
    # In the order of their ids, so that two callers never wait for each other.
    for one in sorted(records, key=lambda each: str(each["record_id"])):
        if _is_begun(tx, one):
            left.append({"record_id": one["record_id"], "stage": one["stage"], "code": BEGUN})
            continue
        send(
            tx,
            record_id=one["record_id"],
            stage=one["stage"],
            answers={},
            account_name=account_name,
        )
    return {"approved": len(records) - len(left), "left": left}


def _is_begun(tx: Transaction, one: Mapping[str, Any]) -> bool:
    """Whether a draft stands in the way of this step, which is one that may be done in one go.
    From here on the record is locked, so none is begun meanwhile."""
    running = Running.of_caller(tx, one["record_id"])
    stage = running.definition.by_stage.get(one["stage"])
    if stage is None:
        raise NotFound()
    if not running.definition.is_in_batch(stage.id):
        raise contract.NotNow(code="not_in_batch")
    return (running.record.id, stage.id) in begun(tx, [running.record.id])
