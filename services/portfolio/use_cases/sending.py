"""Sending a stage, and what can be done about it afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import RevisionMismatch, StepUpRequired
from libs.formengine.records.acting import COMPLETES
from libs.formengine.records.state import GIVEN

from ..domain.acting import STRONG, actor
from ..domain.states import WITHOUT_RESULT
from ..queries.own_address import own_hashes
from ..tables import Contribution, Draft, Participant
from . import answers as answering
from . import emitting, informing, rounds
from .context import change_context
from .following import store
from .naming import named_in
from .running import Running, as_engine


def send(
    tx: Transaction,
    *,
    record_id: UUID,
    stage: str,
    rev: int | None = None,
    answers: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    actor_name: str | None = None,
    actor_role: str | None = None,
    account_name: str | None = None,
    same_browser: bool = False,
) -> dict[str, Any]:
    """Send a stage: fill, approve, sign, decide or release.

    `account_name` is the caller's name as accounts knows it, asked before the transaction.
    `same_browser`: a link is used where the learner has logged in; kept, and shown to staff.
    Raises NotFound, NotNow, RecordClosed, AnswersIncomplete, RevisionMismatch, StepUpRequired.
    """
    running = Running.of_caller(tx, record_id)
    participant = running.participant(stage)
    _refuse_own_address(running, participant)
    _demand_second_proof(running, stage)
    draft = answering.draft_of(tx, running, stage, participant)
    given = _given(draft, rev, answers)
    change_context(running, participant, context)
    if running.definition.stage(stage).anonymous:
        return rounds.send_sealed(running, stage, participant, draft, given)
    found = answering.complete_or_refuse(running, stage, participant, given)
    who = _actor(tx, participant, found.answers, actor_name or account_name, actor_role)
    who |= browser_of(tx, running.contribution(stage, participant.id), same_browser)
    named_before = named_in(running)
    contribution, kind = _give(running, stage, participant, found, who)
    if draft is not None:
        tx.session.delete(draft)
    decision_id = emitting.emit_facts(running, contribution)
    store(running, named_before=named_before)
    answering.add_history(tx, contribution, kind)
    informing.after_send(running, contribution)
    audit(tx, running, f"stage.{running.definition.stage(stage).act}", stage)
    return receipt(running, contribution, decision_id)


def _given(
    draft: Draft | None, rev: int | None, answers: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    known = draft.rev if draft else 0
    if rev is not None and rev != known:
        raise RevisionMismatch(rev=known)
    if answers is not None:
        return answers
    return draft.answers if draft else {}


def _demand_second_proof(running: Running, stage: str) -> None:
    act = running.definition.stage(stage).act
    if act == "decide" and running.tx.principal.assurance not in STRONG:
        raise StepUpRequired()


def _refuse_own_address(running: Running, participant: Participant) -> None:
    """The learner never fills another's part, by whatever way they came."""
    who = running.tx.principal
    if participant.role == running.definition.subject:
        return
    is_learner = who.person_id == running.record.learner_id
    if is_learner or who.email_hash in own_hashes(running.tx, running.record):
        raise contract.OwnAddress()


def _give(
    running: Running,
    stage: str,
    participant: Participant,
    found: formengine.Checked,
    who: Mapping[str, Any],
) -> tuple[Contribution, str]:
    """Send, or correct what was sent: in both cases a new revision."""
    own = running.after.stages[stage].contributions.get(str(participant.id))
    correcting = own is not None and own.status in GIVEN
    action = "correct" if correcting else COMPLETES[running.definition.stage(stage).act].value
    _claim(running, participant)
    running.act(action, participant, stage, answers=found.answers)
    contribution = answering.write_contribution(running, stage, participant, found, who)
    return contribution, "corrected" if correcting else "sent"


def _claim(running: Running, participant: Participant) -> None:
    """An office nobody had taken yet is now the caller's, for this record."""
    if participant.person_id is None and running.tx.principal.kind == "person":
        participant.person_id = running.tx.principal.person_id


def _actor(
    tx: Transaction,
    participant: Participant,
    answers: Mapping[str, Any],
    name: str | None,
    role_title: str | None,
) -> dict[str, Any]:
    who = tx.principal
    if who.kind == "link":
        # What an assessor states about themselves is kept with the participant too.
        participant.name = name or participant.name
        participant.role_title = role_title or participant.role_title
    return actor(
        kind=who.kind,
        person_id=who.person_id,
        assurance=who.assurance,
        name=name or participant.name,
        role_title=role_title or participant.role_title,
        email=participant.email,
        network_address=tx.call.network_address if tx.call else None,
        link_request_id=who.link_request_id,
        answers=answers,
    )


def browser_of(tx: Transaction, before: Contribution | None, same_browser: bool) -> dict[str, bool]:
    """What the actor of a link says of its browser; a correction from elsewhere changes it not."""
    flagged = same_browser or (before is not None and before.actor.get("same_browser"))
    return {"same_browser": True} if flagged and tx.principal.kind == "link" else {}


def receipt(
    running: Running, contribution: Contribution, decision_id: UUID | None
) -> dict[str, Any]:
    """What the sender is told."""
    undo_until, correct_until = windows(running, contribution)
    return {
        "record_id": running.record.id,
        "contribution_id": contribution.id,
        "revision": contribution.revision,
        "sent_at": contribution.sent_at,
        "undo_until": undo_until,
        "correct_until": correct_until,
        "state": running.record.state,
        "decision_id": decision_id,
    }


def windows(running: Running, contribution: Contribution) -> tuple[dt.datetime, dt.datetime | None]:
    """Until when a Send can be undone and corrected."""
    if running.after.status in WITHOUT_RESULT:
        return contribution.sent_at, None
    sender = as_engine(running.people[str(contribution.participant_id)])
    revising = formengine.may_revise(running.definition, running.after, sender, running.tx.now)
    here = next((one for one in revising if one.stage == contribution.stage), None)
    undo_until = here.undo_until if here else None
    return undo_until or contribution.sent_at, here.correct_until if here else None


def undo_send(tx: Transaction, *, record_id: UUID, stage: str) -> dict[str, Any]:
    """Take a Send back within the minute; the answers are a draft again. Raises NotNow,
    RecordClosed."""
    running = Running.of_caller(tx, record_id)
    running.refuse_without_result()
    participant = running.participant(stage)
    contribution, named_before = _sent(running, stage, participant), named_in(running)
    running.act("undo", participant, stage)
    draft = reopen(running, contribution, "reopened")
    store(running, named_before=named_before)
    audit(tx, running, "stage.undo", stage)
    return {"rev": draft.rev}


def correct(tx: Transaction, *, record_id: UUID, stage: str) -> dict[str, Any]:
    """Open an own sent contribution for correction; what was sent stands until it is sent again.

    Raises NotNow, RecordClosed.
    """
    running = Running.of_caller(tx, record_id)
    running.refuse_without_result()
    participant = running.participant(stage)
    contribution = _sent(running, stage, participant)
    _, until = windows(running, contribution)
    if until is None or tx.now >= until:
        raise contract.RecordClosed(code="too_late")
    draft = answering.open_draft(running, stage, participant, contribution.answers)
    tx.session.flush()
    audit(tx, running, "stage.correct", stage)
    return {"rev": draft.rev}


def end(running: Running, contribution: Contribution, kind: str = "withdrawn") -> None:
    """What was sent counts no more: a new revision without data points."""
    there = running.after.stages[contribution.stage]
    own = there.contributions.get(str(contribution.participant_id))
    contribution.state = "withdrawn" if kind == "withdrawn" else "reopened"
    contribution.revision = max(own.revision if own else 0, contribution.revision + 1)
    running.tx.session.flush()
    answering.add_history(running.tx, contribution, kind)
    emitting.take_back(running, contribution)


def reopen(running: Running, contribution: Contribution, kind: str) -> Draft:
    """What was sent becomes a draft again."""
    end(running, contribution, kind)
    participant = running.people[str(contribution.participant_id)]
    return answering.open_draft(running, contribution.stage, participant, contribution.answers)


def _sent(running: Running, stage: str, participant: Participant) -> Contribution:
    contribution = running.contribution(stage, participant.id)
    if contribution is None or contribution.state != "sent":
        raise contract.NotNow(code="nothing_to_revise")
    return contribution


def audit(tx: Transaction, running: Running, action: str, stage: str) -> None:
    tx.audit(
        action,
        object_kind="record",
        object_id=running.record.id,
        subject_id=running.record.learner_id,
        basis=f"{running.basis}:{stage}",
    )
