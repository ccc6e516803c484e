"""Filling in on the learner's own device: handed over, sent with a name and an address, confirmed
afterwards by that address. Until then it is shown as unconfirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import InvalidRequest, NotFound
from libs.formengine.records.acting import COMPLETES
from libs.formengine.records.state import FILLABLE, TO_DO

from ..domain.access import OWNER
from ..domain.acting import actor
from ..domain.addresses import address_hash
from ..domain.requests import RequestState, Step, after
from ..queries.own_address import own_hashes
from ..tables import Contribution, Participant, Request
from . import answers as answering
from . import emitting, informing, naming, rounds, sending
from .following import request_for, store, tell_request
from .running import Running
from .starting import new_participant

CONFIRMABLE = dt.timedelta(days=28)


def hand_over(tx: Transaction, *, record_id: UUID, stage: str) -> dict[str, Any]:
    """Let somebody fill this stage in on the learner's device: who was asked without an account,
    else somebody new -> {}. Raises NotFound, NotNow."""
    running = _own_record(tx, record_id, stage)
    role = _device_role(running, stage)
    if _on_device(running, stage) is None:
        waiting = _asked_without_account(running, stage)
        if waiting is not None and not running.definition.stage(stage).anonymous:
            waiting.on_device = True
        else:
            naming.add(running, device_participant(tx, running.record, role))
            store(running)
    sending.audit(tx, running, "stage.hand_over", stage)
    return {}


def _own_record(tx: Transaction, record_id: UUID, stage: str) -> Running:
    running = Running.of_caller(tx, record_id)
    if OWNER not in running.access or stage not in running.definition.by_stage:
        raise NotFound()
    if running.after.stages[stage].status not in FILLABLE:
        raise contract.NotNow(code="not_your_turn")
    return running


def _device_role(running: Running, stage: str) -> formengine.Role:
    for key in running.definition.stage(stage).by:
        role = running.definition.roles[key]
        if role.who == "invited" and "device" in role.auth:
            return role
    raise contract.NotNow(code="not_on_device")


def device_participant(tx: Transaction, record: Any, role: formengine.Role) -> Participant:
    """Somebody who is known by name only once they sent."""
    group = role.groups[0].key if role.groups else None
    newcomer = new_participant(tx, record, role.key, group=group)
    newcomer.on_device = True
    return newcomer


def _on_device(running: Running, stage: str) -> Participant | None:
    return _waiting(running, stage, lambda one: one.on_device)


def _asked_without_account(running: Running, stage: str) -> Participant | None:
    return _waiting(running, stage, lambda one: not one.person_id and not one.office)


def _waiting(running: Running, stage: str, wanted: Any) -> Participant | None:
    for key, own in running.after.stages[stage].contributions.items():
        one = running.people.get(key)
        if own.status in TO_DO and one is not None and wanted(one):
            return one
    return None


def send_on_device(
    tx: Transaction,
    *,
    record_id: UUID,
    stage: str,
    answers: Mapping[str, Any],
    actor_name: str | None = None,
    actor_email: str | None = None,
    actor_role: str | None = None,
) -> dict[str, Any]:
    """What somebody filled in on the learner's device -> as `send`.

    The learner cannot answer for them: the address may not be the learner's, and whoever has it is
    asked whether it was they. Raises NotFound, NotNow, OwnAddress, AnswersIncomplete.
    """
    running = _own_record(tx, record_id, stage)
    participant = _on_device(running, stage)
    if participant is None:
        raise contract.NotNow(code="not_handed_over")
    if running.definition.stage(stage).anonymous:
        return rounds.send_sealed(running, stage, participant, None, answers)
    _say_who(running, participant, actor_name, actor_email, actor_role)
    found = answering.complete_or_refuse(running, stage, participant, answers)
    contribution = _give(running, stage, participant, found)
    _ask_to_confirm(running, contribution)
    informing.after_opening(running)
    sending.audit(tx, running, "stage.fill_on_device", stage)
    return sending.receipt(running, contribution, None)


def _say_who(
    running: Running,
    participant: Participant,
    name: str | None,
    email: str | None,
    role_title: str | None,
) -> None:
    if not name or not name.strip() or not email:
        raise InvalidRequest(errors={"actor": ["a name and an e-mail address"]})
    hashed = address_hash(email)
    own = own_hashes(running.tx, running.record)
    if hashed in own | {running.tx.principal.email_hash}:
        raise contract.OwnAddress()
    participant.name, participant.role_title = name.strip(), role_title
    participant.email, participant.email_hash = email.strip(), hashed


def _give(
    running: Running, stage: str, participant: Participant, found: formengine.Checked
) -> Contribution:
    action = COMPLETES[running.definition.stage(stage).act].value
    running.act(action, participant, stage, answers=found.answers)
    who = actor(
        kind="device",
        person_id=None,
        assurance="none",
        name=participant.name,
        role_title=participant.role_title,
        email=participant.email,
        network_address=running.tx.call.network_address if running.tx.call else None,
        link_request_id=None,
        answers=found.answers,
    )
    sent = answering.write_contribution(running, stage, participant, found, who)
    emitting.emit_facts(running, sent)
    store(running)
    answering.add_history(running.tx, sent, "sent")
    return sent


def _ask_to_confirm(running: Running, sent: Contribution) -> None:
    tx = running.tx
    request = _request(running, sent)
    if request is None:
        request = request_for(running, running.people[str(sent.participant_id)], sent.stage)
        request.state = RequestState.UNCONFIRMED
        tx.session.add(request)
    else:
        request.state = after(request.state, Step.DOUBT)
    request.expires_at = tx.now + CONFIRMABLE
    tell_request(tx, request, running)


def _request(running: Running, sent: Contribution) -> Request | None:
    query = (
        select(Request)
        .where(
            Request.record_id == running.record.id,
            Request.participant_id == sent.participant_id,
            Request.stage == sent.stage,
        )
        .order_by(Request.asked_at.desc())
        .limit(1)
    )
    return running.tx.session.scalars(query).one_or_none()


def confirm(
    tx: Transaction, *, record_id: UUID, stage: str, was_me: bool, same_browser: bool = False
) -> dict[str, Any]:
    """The one who was named says whether it was they, by the link of the mail -> {}.

    `same_browser`: as in `send`. Raises NotFound, NotNow.
    """
    running = Running.of_caller(tx, record_id)
    participant = running.participant(stage)
    cycle = running.round_of(stage, participant.id).cycle
    sent = running.contribution(stage, participant.id, cycle)
    request = _request(running, sent) if sent else None
    if sent is None or request is None or request.state != RequestState.UNCONFIRMED:
        raise contract.NotNow(code="nothing_to_confirm")
    request.state = after(request.state, Step.CONFIRM if was_me else Step.DENY)
    if was_me:
        participant.on_device = False
        sent.actor = sent.actor | {
            "verified": "link",
            "confirmed_at": tx.now.isoformat(),
            "link_request_id": str(tx.principal.link_request_id),
            **sending.browser_of(tx, sent, same_browser),
        }
    else:
        _take_back(running, participant, sent)
    tell_request(tx, request, running)
    sending.audit(tx, running, "stage.confirm" if was_me else "stage.deny", stage)
    return {}


def _take_back(running: Running, participant: Participant, sent: Contribution) -> None:
    """It counts no more; where nobody went on from it, the stage is open again."""
    try:
        running.act("withdraw", participant, sent.stage)
    except (contract.NotNow, contract.RecordClosed):
        sending.end(running, sent)
    else:
        sending.end(running, sent)
        store(running)
    informing.inform(running, "declined", [running.record.learner_id])
