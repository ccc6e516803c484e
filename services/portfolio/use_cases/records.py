"""Starting a form oneself, drafts, and taking a record back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, RevisionMismatch

from ..domain.access import basis
from ..domain.requests import WAITING, Step, after
from ..domain.starting import asks, gives_unasked, may_start, skips_question
from ..queries.access import portfolio_for
from ..tables import Participant, Request
from . import answers as answering
from . import sending
from .asking import begin
from .context import change_context
from .following import store, tell_request
from .naming import named_in
from .running import Running, as_engine
from .starting import new_participant, new_record, offered_form, people_of


def start_record(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    form_key: str,
    context: Mapping[str, Any],
    dossier_key: str | None = None,
    language: str = "nl",
) -> dict[str, Any]:
    """Start a form: a reflection, a goal, a shift, a ComBeL; by staff too, where they begin it.

    Raises NotFound, Forbidden, FormNotOffered, NotNow (nobody_in_role, ask_instead).
    """
    seen = portfolio_for(tx, portfolio_id)
    offer, definition, dossier = offered_form(tx, seen.portfolio, form_key, dossier_key)
    if not may_start(definition, seen.access, tx.principal.roles):
        if seen.is_owner and asks(definition):
            raise contract.NotNow(code="ask_instead")
        raise Forbidden()
    assert tx.principal.person_id is not None
    record = new_record(
        tx,
        seen.portfolio,
        offer,
        definition,
        dossier_key=dossier,
        context=context,
        language=language,
        started_by=tx.principal.person_id,
    )
    people = people_of(tx, record, definition)
    unasked = gives_unasked(definition, seen.access)
    if unasked:
        people.append(new_participant(tx, record, unasked, person_id=tx.principal.person_id))
    running = begin(tx, record, definition, people, skips_question(definition, unasked))
    store(running)
    _audit(tx, running, "record.start", basis(seen.access))
    return {"record_id": record.id}


def save_draft(
    tx: Transaction,
    *,
    record_id: UUID,
    stage: str,
    rev: int,
    answers: Mapping[str, Any],
    context: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Keep a draft of the caller's own part; nothing is required yet.

    Raises NotFound, NotNow, RecordClosed, RevisionMismatch.
    """
    running = Running.of_caller(tx, record_id)
    participant = running.participant(stage)
    refuse_out_of_turn(running, participant, stage)
    draft = answering.draft_of(tx, running, stage, participant)
    known = draft.rev if draft else 0
    if rev != known:
        raise RevisionMismatch(rev=known)
    change_context(running, participant, context)
    found = answering.checked(running, stage, participant, answers, complete=False)
    draft = answering.open_draft(running, stage, participant, found.answers)
    _step_requests(running, participant, stage, Step.START)
    return {
        "rev": draft.rev,
        "saved_at": draft.saved_at,
        "computed": found.computed,
        "errors": answering.error_list(found),
    }


def refuse_out_of_turn(running: Running, participant: Participant, stage: str) -> None:
    """Unless the participant fills this stage in now, or may correct it. Raises NotNow,
    RecordClosed."""
    if participant.walk_in:
        # A draft by a shared link would be read by the next who opens it.
        raise contract.NotNow(code="round_link")
    now = running.tx.now
    who = as_engine(participant)
    acts = formengine.may_act(running.definition, running.after, who, now)
    if any(one.stage == stage for one in acts):
        return
    revising = formengine.may_revise(running.definition, running.after, who, now)
    if any(one.stage == stage and one.correct_until for one in revising):
        return
    if running.after.status is formengine.RecordStatus.OPEN:
        raise contract.NotNow(code="not_your_turn")
    raise contract.RecordClosed(code=f"record_{running.record.state}")


def seen(tx: Transaction, *, record_id: UUID, stage: str) -> dict[str, Any]:
    """The first input in a form: the one who asked may know that it was seen."""
    running = Running.of_caller(tx, record_id)
    _step_requests(running, running.participant(stage), stage, Step.SEE)
    return {}


def _step_requests(running: Running, participant: Participant, stage: str, step: Step) -> None:
    if running.definition.stage(stage).anonymous or participant not in running.own:
        return
    query = select(Request).where(
        Request.record_id == running.record.id,
        Request.participant_id == participant.id,
        Request.stage == stage,
        Request.state.in_(sorted(WAITING)),
    )
    request = running.tx.session.scalars(query).one_or_none()
    if request is None or after(request.state, step) == request.state:
        return
    request.state = after(request.state, step)
    tell_request(running.tx, request, running)


def withdraw_record(tx: Transaction, *, record_id: UUID, reason: str = "") -> dict[str, Any]:
    """Take a record back: the whole of it until somebody else gave something, afterwards the
    caller's own contribution while it can still be corrected. Raises NotNow, RecordClosed,
    NotFound."""
    running = Running.of_caller(tx, record_id)
    running.refuse_without_result()
    participant = _withdrawing(running)
    if formengine.may_cancel(running.definition, running.after, as_engine(participant), tx.now):
        _cancel(running, participant, reason)
    else:
        _withdraw_own(running, participant, reason)
    _audit(tx, running, "record.withdraw", running.basis)
    return {"state": running.record.state}


def _withdrawing(running: Running) -> Participant:
    if not running.own:
        raise Forbidden()
    return running.own[0]


def _cancel(running: Running, participant: Participant, reason: str) -> None:
    first = running.definition.stages[0].id
    running.act("cancel", participant, first, reason=reason)
    for contribution in running.contributions():
        if contribution.state == "sent":
            sending.end(running, contribution)
    store(running, taken_back=True)


def _withdraw_own(running: Running, participant: Participant, reason: str) -> None:
    revising = formengine.may_revise(
        running.definition, running.after, as_engine(participant), running.tx.now
    )
    revising = tuple(one for one in revising if one.withdrawable)
    if not revising:
        raise contract.NotNow(code="nothing_to_withdraw")
    stage = revising[-1].stage
    contribution = running.contribution(stage, participant.id)
    if contribution is None:
        raise contract.NotNow(code="nothing_to_withdraw")
    named_before = named_in(running)
    running.act("withdraw", participant, stage, reason=reason)
    sending.reopen(running, contribution, "withdrawn")
    store(running, named_before=named_before)


def cancel_draft(tx: Transaction, *, record_id: UUID) -> dict[str, Any]:
    """Delete a record of which nothing was ever sent. Raises NotNow, Forbidden, NotFound."""
    running = Running.of_caller(tx, record_id)
    if running.record.started_by != tx.principal.person_id:
        raise Forbidden()
    if running.record.state != "draft" or running.contributions():
        raise contract.NotNow(code="already_sent")
    participant = _withdrawing(running)
    running.act("cancel", participant, running.definition.stages[0].id)
    # The requests end and everybody hears so, before the rows go.
    store(running, taken_back=True)
    _audit(tx, running, "record.cancel", running.basis)
    tx.session.flush()
    tx.session.delete(running.record)
    return {}


def _audit(tx: Transaction, running: Running, action: str, right: str) -> None:
    tx.audit(
        action,
        object_kind="record",
        object_id=running.record.id,
        subject_id=running.record.learner_id,
        basis=right,
    )
