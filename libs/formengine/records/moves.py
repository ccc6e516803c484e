"""Acts and the clock change a record. Every change is a new state; an illegal one raises."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable

from libs.formengine.answers.facts import ByStage
from libs.formengine.model import Definition, Stage
from libs.formengine.records.acting import (
    COMPLETES,
    can_reopen,
    is_closed_for_good,
    is_turn,
    may_cancel,
    may_close_round,
    own_contribution,
    return_targets,
)
from libs.formengine.records.clock import after_giving, after_leaving, expire
from libs.formengine.records.joining import add_participant
from libs.formengine.records.path import (
    enter,
    finish_stage,
    reroute,
    reset,
    roll_back,
    turn_clock,
)
from libs.formengine.records.state import (
    CORRECTION,
    GIVEN,
    Action,
    Contributing,
    ContributionStatus,
    NotAllowed,
    Participant,
    RecordState,
    RecordStatus,
    StageState,
    StageStatus,
)
from libs.formengine.records.table import RECORD_TABLE, TABLE

NO_ANSWERS: ByStage = {}


def start(
    definition: Definition,
    participants: Iterable[Participant],
    now: dt.datetime,
    *,
    unasked: bool = False,
) -> RecordState:
    """A new record; `unasked` begins it at the stage that says so, past the ones before.

    Raises NotAllowed when somebody has a role the definition does not know, or where no stage may
    begin unasked.
    """
    people = {one.id: one for one in participants}
    for one in people.values():
        if one.role not in definition.roles:
            raise NotAllowed("unknown_role")
    state = RecordState(
        status=RecordStatus.OPEN,
        participants=people,
        stages={stage.id: StageState() for stage in definition.stages},
        started_at=now,
    )
    first = definition.unasked if unasked else definition.stages[0]
    if first is None:
        raise NotAllowed("not_unasked")
    for stage in definition.stages:
        if first.id in definition.later(stage.id):
            state = state.with_stage(stage.id, status=StageStatus.SKIPPED)
    return enter(definition, state, first.id, at=now, now=now, by_stage=NO_ANSWERS)


@dataclasses.dataclass(frozen=True, slots=True)
class _Move:
    definition: Definition
    state: RecordState
    stage: Stage
    own: Contributing
    action: Action
    becomes: ContributionStatus
    now: dt.datetime
    by_stage: ByStage
    reason: str | None
    to: Participant | None


def advance(
    definition: Definition,
    state: RecordState,
    action: str,
    participant: Participant | None,
    now: dt.datetime,
    answers_by_stage: ByStage,
    *,
    stage: str | None = None,
    reason: str | None = None,
    to: Participant | None = None,
    zone: dt.tzinfo = dt.UTC,
) -> RecordState:
    """The state after an action; raises NotAllowed(code) and changes nothing when it is illegal.

    `answers_by_stage` holds the answers of each stage's contributions in role order, the ones
    being sent included. `stage` is needed only when the participant could mean more than one;
    `reason` goes with decline, return and object; `to` is who gets a request that is passed on.
    `zone`: whose days are counted, for closing a round.
    `expire` is the clock's own action and has no participant.
    """
    state = turn_clock(definition, state, now)
    wanted = _action(action)
    if not RECORD_TABLE[state.status, wanted]:
        raise NotAllowed(f"record_{state.status.value}")
    if wanted is Action.EXPIRE:
        return expire(definition, state, now, answers_by_stage)
    if participant is None:
        raise NotAllowed("nobody")
    if wanted is Action.CANCEL:
        return _cancel(definition, state, participant, now)
    if wanted is Action.CLOSE:
        rounds = may_close_round(definition, state, participant, now, zone)
        return _close(definition, state, rounds, now, answers_by_stage, stage)
    move = _move(definition, state, wanted, participant, now, answers_by_stage, stage)
    return _EFFECTS[wanted](dataclasses.replace(move, reason=reason, to=to))


def _action(name: str) -> Action:
    try:
        return Action(name)
    except ValueError:
        raise NotAllowed("unknown_action") from None


def _move(
    definition: Definition,
    state: RecordState,
    action: Action,
    participant: Participant,
    now: dt.datetime,
    by_stage: ByStage,
    stage_id: str | None,
) -> _Move:
    stages = [one for one in definition.stages if stage_id in (None, one.id)]
    candidates = [
        (stage, own)
        for stage in stages
        if (own := own_contribution(definition, state, stage, participant))
        and _is_possible(definition, state, stage, own, action, participant, now)
    ]
    if not candidates:
        raise NotAllowed("not_your_turn" if action not in _AFTERWARDS else "nothing_to_revise")
    if len(candidates) > 1 and action not in _AFTERWARDS:
        raise NotAllowed("stage_needed")
    stage, own = candidates[-1]
    becomes = TABLE[own.status, action]
    assert becomes is not None
    if participant.id not in state.participants:
        people = {**state.participants, participant.id: participant}
        state = dataclasses.replace(state, participants=people)
    return _Move(definition, state, stage, own, action, becomes, now, by_stage, None, None)


_AFTERWARDS = frozenset({Action.UNDO, Action.CORRECT, Action.WITHDRAW})
_OFFERED = frozenset({Action.DECLINE, Action.RETURN, Action.OBJECT, Action.PASS_ON})


def _is_possible(
    definition: Definition,
    state: RecordState,
    stage: Stage,
    own: Contributing,
    action: Action,
    participant: Participant,
    now: dt.datetime,
) -> bool:
    if TABLE[own.status, action] is None:
        return False
    if action in _AFTERWARDS:
        return state.stages[stage.id].status is not StageStatus.WAITING
    if not is_turn(definition, state, stage, participant, now):
        return False
    if action in _OFFERED:
        return action.value in stage.can
    return action is COMPLETES[stage.act]


def _with_own(move: _Move, **changes: object) -> RecordState:
    own = dataclasses.replace(move.own, status=move.becomes, **changes)  # type: ignore[arg-type]
    return move.state.with_contribution(move.stage.id, own)


def _completed(move: _Move) -> RecordState:
    state = _with_own(
        move,
        revision=move.own.revision + 1,
        sent_at=move.now,
        corrected_at=None,
        reason=move.reason,
    )
    return after_giving(move.definition, state, move.stage, move.now, move.by_stage)


def _declined(move: _Move) -> RecordState:
    state = _with_own(move, reason=move.reason)
    return after_leaving(move.definition, state, move.stage, move.now, move.by_stage, "DECLINED")


def _returned(move: _Move) -> RecordState:
    target = _return_target(move)
    if not can_reopen(move.definition, move.state, target, move.now):
        raise NotAllowed("closed_for_good")
    state = move.state
    for stage_id in move.definition.later(target.id):
        state = reset(state, stage_id)
    contributions = {
        key: dataclasses.replace(
            one, status=ContributionStatus.RETURNED, reason=move.reason, opened_at=move.now
        )
        if one.status in GIVEN
        else one
        for key, one in state.stages[target.id].contributions.items()
    }
    state = state.with_stage(
        target.id,
        status=StageStatus.RETURNED,
        contributions=contributions,
        opened_at=move.now,
        done_at=None,
        joined_at=None,
        held=False,
    )
    return dataclasses.replace(state, status=RecordStatus.OPEN, ended_at=None)


def _return_target(move: _Move) -> Stage:
    before = return_targets(move.definition, move.state, move.stage)
    if not before:
        raise NotAllowed("nothing_to_return")
    return before[-1]


def _passed_on(move: _Move) -> RecordState:
    if move.to is None or move.to.id == move.own.participant_id:
        raise NotAllowed("to_whom")
    state = _with_own(move, reason=move.reason)
    before = state.participants.get(move.own.participant_id)
    successor = dataclasses.replace(
        move.to, role=move.own.role, group=before.group if before else None
    )
    return add_participant(move.definition, state, successor, move.now, replacing=True)


def _undone(move: _Move) -> RecordState:
    _within(move, move.definition.undo)
    return _taken_back(move)


def _withdrawn(move: _Move) -> RecordState:
    _within(move, CORRECTION)
    return _taken_back(move)


def _taken_back(move: _Move) -> RecordState:
    """The contribution is open again, in a new revision; the path goes back with it."""
    state = _with_own(move, revision=move.own.revision + 1, sent_at=None)
    if state.stages[move.stage.id].status is not StageStatus.DONE:
        return state
    state = roll_back(move.definition, state, move.stage)
    if move.stage.act == "release":
        state = _taken_back_release(state)
    contributions = {
        key: dataclasses.replace(one, status=ContributionStatus.OPEN)
        if one.status is ContributionStatus.NOT_NEEDED
        else one
        for key, one in state.stages[move.stage.id].contributions.items()
    }
    return state.with_stage(
        move.stage.id,
        status=StageStatus.OPEN,
        done_at=None,
        joined_at=None,
        held=False,
        contributions=contributions,
    )


def _taken_back_release(state: RecordState) -> RecordState:
    found = {stage_id: _not_released(there) for stage_id, there in state.stages.items()}
    return dataclasses.replace(state, stages=found)


def _not_released(there: StageState) -> StageState:
    """What waits for the instant of its release is not released any more, in whatever round."""
    at = None if there.held else there.released_at
    rounds = tuple(_not_released(one) for one in there.rounds)
    return dataclasses.replace(there, released_at=at, rounds=rounds)


def _corrected(move: _Move) -> RecordState:
    if move.stage.act not in ("fill", "prepare"):
        raise NotAllowed("not_correctable")
    _within(move, CORRECTION)
    state = _with_own(move, revision=move.own.revision + 1, corrected_at=move.now)
    return reroute(move.definition, state, move.stage, move.now, move.by_stage)


def _within(move: _Move, window: dt.timedelta) -> None:
    if is_closed_for_good(move.definition, move.stage, move.state, move.now, move.own):
        raise NotAllowed("closed_for_good")
    if move.own.sent_at is None or move.now >= move.own.sent_at + window:
        raise NotAllowed("too_late")


def _cancel(
    definition: Definition, state: RecordState, participant: Participant, now: dt.datetime
) -> RecordState:
    if not may_cancel(definition, state, participant, now):
        raise NotAllowed("others_have_acted")
    return dataclasses.replace(state, status=RecordStatus.CANCELLED, ended_at=now)


def _close(
    definition: Definition,
    state: RecordState,
    rounds: tuple[str, ...],
    now: dt.datetime,
    by_stage: ByStage,
    stage_id: str | None,
) -> RecordState:
    wanted = [one for one in rounds if stage_id in (None, one)]
    if not wanted:
        raise NotAllowed("round_not_closable")
    return finish_stage(definition, state, definition.stage(wanted[0]), now, by_stage)


_EFFECTS: dict[Action, Callable[[_Move], RecordState]] = {
    Action.SEND: _completed,
    Action.APPROVE: _completed,
    Action.SIGN: _completed,
    Action.DECIDE: _completed,
    Action.RELEASE: _completed,
    Action.OBJECT: _completed,
    Action.DECLINE: _declined,
    Action.RETURN: _returned,
    Action.PASS_ON: _passed_on,
    Action.UNDO: _undone,
    Action.WITHDRAW: _withdrawn,
    Action.CORRECT: _corrected,
}
