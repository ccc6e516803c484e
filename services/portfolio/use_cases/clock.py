"""What the clock does to a record: holds end, stages open, people are reminded, requests expire."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Timer, Transaction

from ..domain.requests import WAITING, may_remind
from ..tables import Request
from . import emitting, informing, rounds
from .following import follow_clock, store, tell_request
from .running import Running


def wake_record(tx: Transaction, timer: Timer) -> None:
    """A due timer of a record. Late or twice gives the same."""
    running = Running.of_clock(tx, UUID(timer.payload["record_id"]))
    if running is None:
        return
    by_stage = running.answers_by_stage()
    running.move(lambda state: formengine.settle(running.definition, state, tx.now, by_stage))
    remind_due(running)
    if running.after == running.before:
        follow_clock(running)
        return
    rounds.shuffle_closed(running)
    small = rounds.too_small(running)
    emitting.emit_opened(running)
    store(running)
    informing.after_opening(running)
    informing.after_too_few(running, small)
    _tell_expired(running, small)
    tx.audit(
        "record.clock",
        object_kind="record",
        object_id=running.record.id,
        subject_id=running.record.learner_id,
        basis="clock",
    )


def remind_due(running: Running) -> None:
    """Remind those whose day has come and who were not reminded in the last day.

    In an anonymous round everybody's reminders are counted, and only who has not answered is told.
    """
    tx = running.tx
    due = {
        (one.stage, one.participant_id)
        for one in formengine.due_times(running.definition, running.after)
        if one.kind == "remind" and one.at <= tx.now
    }
    if not due:
        return
    to_do = {
        name: {one.participant_id for one in stage.to_do()}
        for name, stage in running.after.stages.items()
    }
    query = select(Request).where(
        Request.record_id == running.record.id, Request.state.in_(sorted(WAITING))
    )
    for request in tx.session.scalars(query):
        if (request.stage, str(request.participant_id)) in due and _is_next(running, request):
            request.reminders += 1
            request.reminded_at = tx.now
            if str(request.participant_id) in to_do[request.stage]:
                tell_request(tx, request, running)


def _is_next(running: Running, request: Request) -> bool:
    """Whether a planned reminder lies between the last one and now."""
    if not may_remind(request.reminded_at, request.asked_at, running.tx.now):
        return False
    since = request.reminded_at or request.asked_at
    return any(
        one.kind == "remind"
        and one.participant_id == str(request.participant_id)
        and since < one.at <= running.tx.now
        for one in formengine.due_times(running.definition, running.after)
    )


def _tell_expired(running: Running, told: Collection[str]) -> None:
    """The learner, once: of a request that lapsed, or of a stage for which nobody was found."""
    expired = formengine.ContributionStatus.EXPIRED
    over = formengine.StageStatus.EXPIRED
    for name, there in running.after.stages.items():
        if name in told:
            continue
        before = running.before.stages[name]
        was = before.contributions
        if (there.status is over and before.status is not over) or any(
            own.status is expired and key in was and was[key].status is not expired
            for key, own in there.contributions.items()
        ):
            informing.after_leaving(running, "expired")
            return
