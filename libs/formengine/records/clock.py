"""What happens when people drop out or time runs out."""

from __future__ import annotations

import dataclasses
import datetime as dt

from libs.formengine.answers.facts import ByStage
from libs.formengine.model import Definition, Stage
from libs.formengine.records.acting import expires_at
from libs.formengine.records.path import (
    enter,
    finish_stage,
    forget_raters,
    is_complete,
    may_close,
    nobody_left,
    still_needed,
    turn_clock,
)
from libs.formengine.records.state import (
    FILLABLE,
    Action,
    Contributing,
    ContributionStatus,
    NotAllowed,
    RecordState,
    StageStatus,
)
from libs.formengine.records.table import RECORD_TABLE


def after_leaving(
    definition: Definition,
    state: RecordState,
    stage: Stage,
    now: dt.datetime,
    by_stage: ByStage,
    how: str,
) -> RecordState:
    """Somebody dropped out: the others may be enough, may go on, or there is nobody left."""
    there = state.stages[stage.id]
    if is_complete(definition, state, stage):
        return finish_stage(definition, state, stage, now, by_stage)
    if still_needed(stage, there) or (
        there.given() and stage.join == "closed" and how == "DECLINED"
    ):
        return state
    if stage.goes_on:
        # Until its time is up another may be asked; then the path goes on.
        return state
    return nobody_left(state, stage, how)


def after_giving(
    definition: Definition, state: RecordState, stage: Stage, now: dt.datetime, by_stage: ByStage
) -> RecordState:
    """Somebody gave their part: it may be enough, or all that ever comes where others had left the
    stage before. Who gives last and who leaves last end it alike."""
    there = state.stages[stage.id]
    if is_complete(definition, state, stage):
        return finish_stage(definition, state, stage, now, by_stage)
    left = {one.status for one in there.contributions.values()}
    declined, late = ContributionStatus.DECLINED in left, ContributionStatus.EXPIRED in left
    if stage.join == "closed" or stage.goes_on or not (declined or late):
        return state
    how = "DECLINED" if declined else "EXPIRED"
    return after_leaving(definition, state, stage, now, by_stage, how)


def expire(
    definition: Definition, state: RecordState, now: dt.datetime, by_stage: ByStage
) -> RecordState:
    before = state
    for stage in definition.stages:
        state = _expire_stage(definition, state, stage, now, by_stage)
    if state == before:
        raise NotAllowed("not_due")
    return state


def _expire_stage(
    definition: Definition,
    state: RecordState,
    stage: Stage,
    now: dt.datetime,
    by_stage: ByStage,
) -> RecordState:
    there = state.stages[stage.id]
    if there.status not in FILLABLE or stage.expires is None or there.opened_at is None:
        return state
    late = [one for one in there.to_do() if _is_late(stage, state, one, now)]
    over_at = there.opened_at + dt.timedelta(days=stage.expires)
    round_over = (stage.join == "closed" or stage.goes_on) and over_at <= now
    nobody_came = not there.to_do() and over_at <= now
    if not (late or round_over or nobody_came):
        return state
    for one in late:
        gone = dataclasses.replace(one, status=ContributionStatus.EXPIRED)
        state = state.with_contribution(stage.id, gone)
    if round_over and stage.goes_on:
        return _go_on(definition, state, stage, now, by_stage, over_at)
    if round_over and may_close(definition, state, stage, there.given()):
        return finish_stage(definition, state, stage, now, by_stage)
    state = after_leaving(definition, state, stage, now, by_stage, "EXPIRED")
    if stage.anonymous and state.stages[stage.id].status is StageStatus.EXPIRED:
        state = forget_raters(state, stage)
    return state


def _go_on(
    definition: Definition,
    state: RecordState,
    stage: Stage,
    now: dt.datetime,
    by_stage: ByStage,
    over_at: dt.datetime,
) -> RecordState:
    """The time for an answer is up: on with what was given, or past the stage if nothing was. An
    anonymous round that stayed under its minimum is passed over as if nobody had answered."""
    given = state.stages[stage.id].given()
    if may_close(definition, state, stage, given) if stage.join == "closed" else given:
        return finish_stage(definition, state, stage, now, by_stage)
    if stage.anonymous:
        state = forget_raters(state, stage)
    state = state.with_stage(stage.id, status=StageStatus.SKIPPED)
    return enter(definition, state, stage.next, at=over_at, now=now, by_stage=by_stage)


def _is_late(stage: Stage, state: RecordState, own: Contributing, now: dt.datetime) -> bool:
    at = expires_at(stage, state, own)
    return at is not None and at <= now


def settle(
    definition: Definition, state: RecordState, now: dt.datetime, answers_by_stage: ByStage
) -> RecordState:
    """Everything the clock does: stages open, holds end, requests and rounds expire.

    Calling it late or twice gives the same state. `next_wake_at` says when to call it.
    """
    state = turn_clock(definition, state, now)
    if not RECORD_TABLE[state.status, Action.EXPIRE]:
        return state
    for stage in definition.stages:
        state = _expire_stage(definition, state, stage, now, answers_by_stage)
    return turn_clock(definition, state, now)
