"""After the engine moved a record: its row, requests, tasks, timer and events follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, insert, select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract

from ..domain.following import Waiting, stages_of_requests, step_of, waiting_now
from ..domain.requests import RequestState, Step, after, expiry_time, is_waiting
from ..tables import Participant, Request, Task
from .naming import Names, let_in_named
from .registrations import follow_registrations
from .running import Running

WAKE = "record_wake"


def store(
    running: Running,
    *,
    message: str = "",
    taken_back: bool = False,
    quiet: bool = False,
    named_before: Names = frozenset(),
) -> None:
    """Write everything that follows from the new state; whatever opened a stage, those who were
    named for it are asked in the same step.

    `message` goes with requests made now. `taken_back`: requests that end were withdrawn by the
    learner, not by the clock. `quiet`: an answer in an anonymous round, of which nothing is told.
    `named_before`: whom of these nobody names any more is asked no longer.
    """
    if not quiet:
        let_in_named(running, named_before)
    running.write_back(quiet=quiet)
    running.tx.session.flush()
    follow_registrations(running)
    if not quiet:
        follow_requests(running, message=message, taken_back=taken_back)
        running.tx.emit(running.changed_event())
    follow_tasks(running)
    follow_clock(running)


def follow_requests(running: Running, *, message: str, taken_back: bool) -> None:
    """Make, end and reopen requests until they say what the engine's state says."""
    known = list(
        running.tx.session.scalars(select(Request).where(Request.record_id == running.record.id))
        if running.record.rev > 1
        else []
    )
    wanted = dict(stages_of_requests(running.definition, running.after))
    for request in known:
        key = (request.stage, str(request.participant_id))
        waiting = wanted.get(key)
        if is_waiting(request.state):
            wanted.pop(key, None)
            _end_if_over(running, request, taken_back)
        elif waiting and request.state == RequestState.SUBMITTED:
            wanted.pop(key)
            _reopen(running, request, waiting)
    for waiting in wanted.values():
        _ask(running, waiting, message)


def _end_if_over(running: Running, request: Request, taken_back: bool) -> None:
    step = step_of(running.after, request.stage, str(request.participant_id))
    if step is None:
        return
    if step is Step.EXPIRE and taken_back:
        step = Step.WITHDRAW
    there = running.after.stages[request.stage]
    own = there.contributions.get(str(request.participant_id))
    request.state = after(request.state, step)
    request.reason = own.reason if own else None
    tell_request(running.tx, request, running)


def _reopen(running: Running, request: Request, waiting: Waiting) -> None:
    request.state = after(request.state, Step.REOPEN)
    if waiting.was_returned:
        request.asked_at = running.tx.now
        request.expires_at = _expiry(running, waiting, running.tx.now)
    tell_request(running.tx, request, running)


def _ask(running: Running, waiting: Waiting, message: str) -> None:
    participant = running.people[waiting.participant_id]
    if participant.on_device or participant.walk_in:
        return  # They are there, or nobody in particular: nobody is mailed before they sent.
    request = request_for(running, participant, waiting.stage)
    request.asked_at, request.message = waiting.since, message
    request.expires_at = _expiry(running, waiting, waiting.since)
    running.tx.session.add(request)
    tell_request(running.tx, request, running)


def request_for(running: Running, participant: Participant, stage: str) -> Request:
    """A new request to a participant, asked now; not stored yet."""
    tx, record = running.tx, running.record
    return Request(
        id=tx.new_id(),
        institution_id=record.institution_id,
        network_id=record.network_id,
        portfolio_id=record.portfolio_id,
        learner_id=record.learner_id,
        record_id=record.id,
        participant_id=participant.id,
        stage=stage,
        role=participant.role,
        form_key=record.form_key,
        state=RequestState.OPEN,
        asked_at=tx.now,
        expires_at=None,
        reminders=0,
        reminded_at=None,
        message="",
        language=record.language,
        reason=None,
        version=0,
    )


def _expiry(running: Running, waiting: Waiting, since: dt.datetime) -> dt.datetime | None:
    return expiry_time(since, running.definition.stage(waiting.stage).expires)


def tell_request(tx: Transaction, request: Request, running: Running) -> None:
    """Count a change of a request and tell it."""
    request.version += 1
    participant = running.people[str(request.participant_id)]
    tx.emit(request_event(request, participant.person_id))


def request_event(request: Request, assessor_id: Any) -> contract.RequestChangedV1:
    """Where a request stands, as an event."""
    return contract.RequestChangedV1(
        institution_id=request.institution_id,
        network_id=request.network_id,
        request_id=request.id,
        record_id=request.record_id,
        participant_id=request.participant_id,
        portfolio_id=request.portfolio_id,
        learner_id=request.learner_id,
        form_key=request.form_key,
        stage=request.stage,
        role=request.role,
        assessor_id=assessor_id,
        state=request.state,
        asked_at=request.asked_at,
        expires_at=request.expires_at,
        remind_now=request.reminders,
        version=request.version,
    )


def follow_tasks(running: Running) -> None:
    """Rewrite what waits for account holders. What is optional never waits for the learner."""
    tx, record = running.tx, running.record
    if record.rev > 1 and _task_rows(running, running.before):
        tx.session.execute(delete(Task).where(Task.record_id == record.id))
    rows = _task_rows(running, running.after)
    if rows:
        tx.session.execute(insert(Task.__table__), rows)


def _task_rows(running: Running, state: formengine.RecordState) -> list[dict[str, Any]]:
    """One line for each who has something to do; who could do a thing in two roles, where one
    person is enough, finds it once."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in waiting_now(running.definition, state):
        if one.is_optional and one.role == running.definition.subject:
            continue
        row = _task_row(running, one)
        if row:
            alone = running.definition.stage(one.stage).mode == "one" and row["person_id"]
            found.setdefault((one.stage, alone or one.participant_id), row)
    return list(found.values())


def _task_row(running: Running, waiting: Waiting) -> dict[str, Any] | None:
    participant = running.people[waiting.participant_id]
    if participant.person_id is None and participant.office is None:
        return None
    record = running.record
    return {
        "id": running.tx.new_id(),
        "institution_id": record.institution_id,
        "portfolio_id": record.portfolio_id,
        "learner_id": record.learner_id,
        "record_id": record.id,
        "participant_id": participant.id,
        "person_id": participant.person_id,
        "office": participant.office,
        "stage": waiting.stage,
        "act": waiting.act,
        "role": waiting.role,
        "since": waiting.since,
        "due_at": _expiry(running, waiting, waiting.since),
    }


def follow_clock(running: Running) -> None:
    """Wake the record at the next instant that matters: an opening, a reminder, an expiry."""
    due = [
        one.at
        for one in formengine.due_times(running.definition, running.after)
        if one.kind != "remind" or one.at > running.tx.now
    ]
    if due:
        running.tx.schedule(
            WAKE, running.record.id, min(due), {"record_id": str(running.record.id)}
        )
    elif formengine.due_times(running.definition, running.before):
        running.tx.unschedule(WAKE, running.record.id)
