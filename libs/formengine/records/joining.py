"""Asking one more person, others in the place of some, and taking a request back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable

from libs.formengine.answers.facts import ByStage
from libs.formengine.model import WALK_IN, Definition, Stage
from libs.formengine.records.clock import after_leaving
from libs.formengine.records.path import turn_clock
from libs.formengine.records.state import (
    FILLABLE,
    LEFT,
    TO_DO,
    Contributing,
    ContributionStatus,
    NotAllowed,
    Participant,
    RecordState,
    RecordStatus,
    StageState,
    StageStatus,
)


def add_participant(
    definition: Definition,
    state: RecordState,
    participant: Participant,
    now: dt.datetime,
    *,
    replacing: bool = False,
) -> RecordState:
    """Ask one more person. A declined or expired stage opens again for the newcomer.

    Raises NotAllowed when the role is full, unknown, the learner's own, or its round is over.
    """
    role = definition.roles.get(participant.role)
    if role is None or role.who == "subject" and any(state.in_role(role.key)):
        raise NotAllowed("unknown_role" if role is None else "role_is_full")
    if participant.id in state.participants:
        raise NotAllowed("already_takes_part")
    if role.max is not None and not replacing and _active(state, role.key) >= role.max:
        raise NotAllowed("role_is_full")
    state = turn_clock(definition, state, now)
    people = {**state.participants, participant.id: participant}
    state = dataclasses.replace(state, participants=people)
    for stage in definition.stages:
        if participant.role in stage.by:
            state = _let_in(state, stage, participant, now)
    return state


def _active(state: RecordState, role: str) -> int:
    """Participants of a role who did not drop out everywhere they were asked."""
    out = {ContributionStatus.DECLINED, ContributionStatus.EXPIRED, ContributionStatus.PASSED_ON}
    found = 0
    for one in state.in_role(role):
        own = [
            there.contributions[one.id]
            for there in state.stages.values()
            if one.id in there.contributions
        ]
        # The link of a round is a door and not somebody: it never answers itself.
        is_door = one.auth == WALK_IN and not any(c.revision for c in own)
        found += not is_door and (not own or any(c.status not in out for c in own))
    return found


def answer_walking_in(
    definition: Definition,
    state: RecordState,
    somebody: Participant,
    stage_id: str,
    now: dt.datetime,
) -> RecordState:
    """One answer in an open anonymous round by somebody nobody asked; they are forgotten when the
    round closes. Raises NotAllowed when the round is over or full."""
    state = turn_clock(definition, state, now)
    if state.stages[stage_id].status is not StageStatus.OPEN:
        raise NotAllowed("round_is_over")
    state = add_participant(definition, state, somebody, now)
    own = state.stages[stage_id].contributions[somebody.id]
    given = dataclasses.replace(own, status=ContributionStatus.SENT, revision=1, sent_at=now)
    return state.with_contribution(stage_id, given)


def _let_in(
    state: RecordState, stage: Stage, participant: Participant, now: dt.datetime
) -> RecordState:
    there = state.stages[stage.id]
    reopened = there.status in (StageStatus.DECLINED, StageStatus.EXPIRED)
    if there.status not in FILLABLE and not reopened:
        return state
    own = Contributing(participant.id, participant.role, opened_at=now)
    state = state.with_contribution(stage.id, own)
    if not reopened:
        return state
    opened_at = now if stage.join == "closed" else there.opened_at
    state = state.with_stage(stage.id, status=StageStatus.OPEN, opened_at=opened_at)
    if state.status in (RecordStatus.DECLINED, RecordStatus.EXPIRED):
        state = dataclasses.replace(state, status=RecordStatus.OPEN, ended_at=None)
    return state


def has_acted(state: RecordState, participant_id: str) -> bool:
    """Whether somebody answered, declined, passed it on or let it lapse in any stage or round."""
    rounds = [one for there in state.stages.values() for one in there.rounds]
    before = (one.contributions.get(participant_id) for one in rounds)
    if any(own.revision or own.status in LEFT for own in before if own):
        return True
    found = (there.contributions.get(participant_id) for there in state.stages.values())
    return any(own.revision or own.status not in TO_DO for own in found if own)


def exchange(
    definition: Definition,
    state: RecordState,
    gone: Collection[str],
    newcomers: Iterable[Participant],
    now: dt.datetime,
    answers_by_stage: ByStage,
) -> RecordState:
    """Others in the place of those who were named by mistake, as if these had never been asked.
    A stage goes on without them only when nobody new is waited for.

    Raises NotAllowed for who acted already, and as `add_participant` does.
    """
    if any(has_acted(state, one) for one in gone):
        raise NotAllowed("already_answered")
    left = [one for one in definition.stages if _waits_for_any(state.stages[one.id], gone)]
    state = _without(state, gone)
    for one in newcomers:
        state = add_participant(definition, state, one, now)
    for stage in left:
        if state.stages[stage.id].status in FILLABLE:
            state = after_leaving(definition, state, stage, now, answers_by_stage, "EXPIRED")
    return state


def _waits_for_any(there: StageState, people: Collection[str]) -> bool:
    return there.status in FILLABLE and any(one in there.contributions for one in people)


def _without(state: RecordState, gone: Collection[str]) -> RecordState:
    people = {key: one for key, one in state.participants.items() if key not in gone}
    state = dataclasses.replace(state, participants=people)
    for name, there in state.stages.items():
        kept = {key: one for key, one in there.contributions.items() if key not in gone}
        state = state.with_stage(name, contributions=kept)
    return state


def withdraw_request(
    definition: Definition,
    state: RecordState,
    participant_id: str,
    now: dt.datetime,
    answers_by_stage: ByStage,
) -> RecordState:
    """Take back a request nobody answered yet; the person may no longer act.

    Not in an anonymous round: that it is refused would tell who has answered.
    """
    state = turn_clock(definition, state, now)
    for stage in definition.stages:
        if stage.anonymous and participant_id in state.stages[stage.id].contributions:
            raise NotAllowed("anonymous_round")
    found = [
        stage
        for stage in definition.stages
        if (own := state.stages[stage.id].contributions.get(participant_id))
        and own.status in TO_DO
        and own.revision == 0
        and state.stages[stage.id].status in FILLABLE
    ]
    if not found:
        raise NotAllowed("already_answered")
    for stage in found:
        own = state.stages[stage.id].contributions[participant_id]
        gone = dataclasses.replace(own, status=ContributionStatus.EXPIRED, taken_back=True)
        state = state.with_contribution(stage.id, gone)
        state = after_leaving(definition, state, stage, now, answers_by_stage, "EXPIRED")
    return state
