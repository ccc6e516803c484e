"""The path of a record: opening stages, finishing them, going back. Rules are asked on the way."""

from __future__ import annotations

import dataclasses
import datetime as dt

from libs.formengine.answers.facts import ByStage, Facts
from libs.formengine.model import DONE, WALK_IN, Definition, Stage
from libs.formengine.records.state import (
    FILLABLE,
    LEFT,
    Contributing,
    ContributionStatus,
    NotAllowed,
    RecordState,
    RecordStatus,
    StageState,
    StageStatus,
)


def enter(
    definition: Definition,
    state: RecordState,
    stage_id: str,
    *,
    at: dt.datetime,
    now: dt.datetime,
    by_stage: ByStage,
) -> RecordState:
    """Walk on from a stage until one holds up the path; `at` is the instant the way is free.

    An optional stage opens without holding up the path. Stages whose time has not come wait with
    `opens_at`; nothing but the clock is needed to open these.
    """
    facts = Facts(definition, by_stage=by_stage)
    while stage_id != DONE:
        stage = definition.stage(stage_id)
        if stage.when is not None and not facts.holds(stage.when):
            state = state.with_stage(stage_id, status=StageStatus.SKIPPED, opens_at=None)
        else:
            opens_at = at + dt.timedelta(days=stage.opens_after_days)
            state = state.with_stage(stage_id, status=StageStatus.WAITING, opens_at=opens_at)
            if not stage.optional:
                return turn_clock(definition, state, now)
        stage_id = stage.next
    return turn_clock(definition, dataclasses.replace(state, ended_at=at), now)


def turn_clock(definition: Definition, state: RecordState, now: dt.datetime) -> RecordState:
    """Everything time does without asking a rule: stages open, holds end, the record is done."""
    for stage in definition.stages:
        there = state.stages[stage.id]
        if there.status is StageStatus.WAITING and there.opens_at and there.opens_at <= now:
            state = open_stage(definition, state, stage, there.opens_at)
        there = state.stages[stage.id]
        if there.held or there.rounds:
            settled = _settled(stage, there, now)
            state = dataclasses.replace(state, stages={**state.stages, stage.id: settled})
    if state.status is RecordStatus.OPEN and state.ended_at and state.ended_at <= now:
        state = dataclasses.replace(state, status=RecordStatus.DONE)
    return state


def _settled(stage: Stage, there: StageState, now: dt.datetime) -> StageState:
    """Without the holds whose instant has come, of earlier rounds too."""
    free = there.released_at if stage.is_released else there.joined_at
    held = there.held and not (free and free <= now)
    rounds = tuple(_settled(stage, one, now) for one in there.rounds)
    return dataclasses.replace(there, held=held, rounds=rounds)


def open_stage(
    definition: Definition, state: RecordState, stage: Stage, at: dt.datetime
) -> RecordState:
    """Open a stage for everybody in its roles; who was here before keeps the revision. Who declined
    it, passed it on or was taken back from it stays out; who only let it lapse is asked again."""
    before = state.stages[stage.id].contributions
    contributions = dict(before)
    for person in state.in_role(*stage.by):
        own = before.get(person.id, Contributing(person.id, person.role))
        if own.stays_out:
            continue
        contributions[person.id] = dataclasses.replace(
            own, status=ContributionStatus.OPEN, opened_at=at, sent_at=None
        )
    state = state.with_stage(
        stage.id,
        status=StageStatus.OPEN,
        opens_at=None,
        opened_at=at,
        contributions=contributions,
    )
    left = [one for one in contributions.values() if one.stays_out]
    if not left or still_needed(stage, state.stages[stage.id]) or stage.goes_on:
        return state
    taken_back = all(one.taken_back for one in left)
    return nobody_left(state, stage, "EXPIRED" if taken_back else "DECLINED")


def nobody_left(state: RecordState, stage: Stage, how: str) -> RecordState:
    """Nobody is there any more to fill a stage; one that is needed ends the record with it."""
    state = state.with_stage(stage.id, status=StageStatus[how])
    if stage.optional:
        return state
    return dataclasses.replace(state, status=RecordStatus[how])


def is_complete(definition: Definition, state: RecordState, stage: Stage) -> bool:
    """Whether enough has been given. A closed round is never complete by itself."""
    there = state.stages[stage.id]
    given = there.given()
    if stage.join == "closed" or not given:
        return False
    if stage.mode == "one":
        return True
    if isinstance(stage.join, int):
        return sum(1 for one in given if stage.waits_for(one.role)) >= stage.join
    return not still_needed(stage, there) and _every_role_gave(definition, stage, given)


def still_needed(stage: Stage, there: StageState) -> list[Contributing]:
    """What a stage waits for: everything to do, but for the roles that may leave it."""
    return [one for one in there.to_do() if one.role not in stage.optional_by]


def _every_role_gave(definition: Definition, stage: Stage, given: list[Contributing]) -> bool:
    return all(
        sum(1 for one in given if one.role == role) >= definition.roles[role].min
        for role in stage.by
        if role not in stage.optional_by
    )


def may_close(
    definition: Definition, state: RecordState, stage: Stage, given: list[Contributing]
) -> bool:
    """Whether these answers are the minimum of a round: in all, per role and per group of raters.

    `given`: those that count; `counted` says which do for who follows an open round.
    """
    if stage.anonymous and len(given) < stage.anonymous.min_group:
        return False
    if not _every_role_gave(definition, stage, given):
        return False
    counts = count_groups(state, given)
    groups = [group for role in stage.by for group in definition.roles[role].groups]
    return bool(given) and all(counts.get(group.key, 0) >= group.min for group in groups)


def count_groups(state: RecordState, given: list[Contributing]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in given:
        group = state.participants[one.participant_id].group or one.role
        counts[group] = counts.get(group, 0) + 1
    return counts


def finish_stage(
    definition: Definition, state: RecordState, stage: Stage, now: dt.datetime, by_stage: ByStage
) -> RecordState:
    """A stage is done: set what it holds back, start another round or walk on."""
    state = _mark_done(definition, state, stage, now)
    if stage.act == "release":
        state = _release(definition, state, stage, now)
    if stage.act == "decide":
        state = dataclasses.replace(state, frozen=True)
    if stage.optional:
        return turn_clock(definition, state, now)
    at = _free_at(definition, state.stages[stage.id], stage, now)
    if _goes_round(definition, state, stage, by_stage):
        return _next_round(definition, state, stage, at=at, now=now, by_stage=by_stage)
    return enter(definition, state, stage.next, at=at, now=now, by_stage=by_stage)


def _free_at(
    definition: Definition, there: StageState, stage: Stage, now: dt.datetime
) -> dt.datetime:
    """When the next stage may open: releases and joined openings wait out the last undo."""
    if stage.act == "release":
        return now + definition.undo
    return there.joined_at if stage.is_joined and there.joined_at else now


def _mark_done(
    definition: Definition, state: RecordState, stage: Stage, now: dt.datetime
) -> RecordState:
    there = state.stages[stage.id]
    # Nobody may tell from its opening when the last answer to an anonymous round came.
    sent = [] if stage.anonymous else [one.sent_at for one in there.given() if one.sent_at]
    last = max(sent, default=None)
    contributions = {
        key: dataclasses.replace(one, status=ContributionStatus.NOT_NEEDED)
        if one.status is ContributionStatus.OPEN
        else one
        for key, one in there.contributions.items()
    }
    answered = count_groups(state, there.given()) if stage.anonymous else {}
    if stage.anonymous:
        state, contributions = forget_raters(state, stage), {}
    return state.with_stage(
        stage.id,
        status=StageStatus.DONE,
        done_at=now,
        joined_at=_joined_at(definition, stage, now, last),
        held=stage.is_joined or stage.is_released,
        contributions=contributions,
        answered=answered,
    )


def forget_raters(state: RecordState, stage: Stage) -> RecordState:
    """An anonymous round that is over forgets who answered, and when."""
    people = {key: one for key, one in state.participants.items() if one.auth != WALK_IN}
    return dataclasses.replace(state, participants=people).with_stage(stage.id, contributions={})


def _joined_at(
    definition: Definition, stage: Stage, now: dt.datetime, last_sent: dt.datetime | None
) -> dt.datetime | None:
    if not stage.is_joined:
        return None
    return max(now, last_sent + definition.undo) if last_sent else now


def _release(
    definition: Definition, state: RecordState, stage: Stage, now: dt.datetime
) -> RecordState:
    found = {
        other.id: _released(state.stages[other.id], now + definition.undo)
        for other in definition.stages
        if other.is_released
    }
    return dataclasses.replace(state, stages={**state.stages, **found})


def _released(there: StageState, at: dt.datetime) -> StageState:
    """All of its rounds that are done and were not released before."""
    rounds = tuple(_released(one, at) for one in there.rounds)
    is_new = there.status is StageStatus.DONE and there.released_at is None
    return dataclasses.replace(
        there, rounds=rounds, released_at=at if is_new else there.released_at
    )


def _goes_round(
    definition: Definition, state: RecordState, stage: Stage, by_stage: ByStage
) -> bool:
    cycle = stage.cycle
    if cycle is None or state.stages[stage.id].cycle >= cycle.max:
        return False
    return Facts(definition, by_stage=by_stage).holds(cycle.when)


def _next_round(
    definition: Definition,
    state: RecordState,
    stage: Stage,
    *,
    at: dt.datetime,
    now: dt.datetime,
    by_stage: ByStage,
) -> RecordState:
    """A fresh round; the one before is closed for good and opens by its own instants."""
    assert stage.cycle is not None
    start = stage.cycle.back_to
    again = state.stages[stage.id].cycle + 1
    for stage_id in round_of(definition, stage):
        there = state.stages[stage_id]
        ended = dataclasses.replace(there, rounds=())
        out = {key: one for key, one in there.contributions.items() if one.stays_out}
        fresh = StageState(cycle=again, contributions=out, rounds=(*there.rounds, ended))
        state = dataclasses.replace(state, stages={**state.stages, stage_id: fresh})
    return enter(definition, state, start, at=at, now=now, by_stage=by_stage)


def round_of(definition: Definition, stage: Stage) -> tuple[str, ...]:
    """The stages of a stage's round, from where it goes back to up to itself."""
    if stage.cycle is None:
        return ()
    start = stage.cycle.back_to
    path = (start, *definition.later(start))
    return path[: path.index(stage.id) + 1] if stage.id in path else (stage.id,)


def roll_back(definition: Definition, state: RecordState, stage: Stage) -> RecordState:
    """Take the path back to a stage that is open again. Refused once somebody acted further on."""
    if stage.optional:
        return state
    for stage_id in definition.later(stage.id):
        if gave_after(definition, state, stage, stage_id):
            raise NotAllowed("next_has_acted")
        state = reset(state, stage_id)
    return dataclasses.replace(state, ended_at=None, status=RecordStatus.OPEN)


def gave_after(definition: Definition, state: RecordState, stage: Stage, later: str) -> bool:
    """Whether anybody gave something at a later stage: now, or in an earlier round of it. Of stages
    that go round together, the rounds before this one do not count. An anonymous round counts from
    its opening on."""
    there = state.stages[later]
    if there.given() or has_begun_round(definition.stage(later), there):
        return True
    rounds = [round_of(definition, one) for one in definition.stages if one.cycle]
    if any(stage.id in one and later in one for one in rounds):
        since = state.stages[stage.id].cycle
        return any(one.given() for one in there.rounds if one.cycle >= since)
    return there.is_round_unknown or any(one.given() for one in there.rounds)


def has_begun_round(stage: Stage, there: StageState) -> bool:
    """Whether an anonymous round may have answers. Nothing goes back behind it from then on: that
    it still does, or no more, would tell of the first answer."""
    return stage.anonymous is not None and there.opened_at is not None


def reset(state: RecordState, stage_id: str) -> RecordState:
    """Make a stage wait again; its contributions keep their revision and must be given anew. Who
    left it stays out."""
    there = state.stages[stage_id]
    again = {
        key: one
        if one.status in LEFT
        else dataclasses.replace(one, status=ContributionStatus.OPEN, sent_at=None)
        for key, one in there.contributions.items()
    }
    fresh = StageState(cycle=there.cycle, contributions=again, rounds=there.rounds)
    return dataclasses.replace(state, stages={**state.stages, stage_id: fresh})


def reroute(
    definition: Definition, state: RecordState, stage: Stage, now: dt.datetime, by_stage: ByStage
) -> RecordState:
    """After a correction, ask the rules again, unless somebody already acted further on."""
    there = state.stages[stage.id]
    later = definition.later(stage.id)
    if there.status is not StageStatus.DONE or stage.optional or there.done_at is None:
        return state
    has_gone_on = any(gave_after(definition, state, stage, name) for name in later)
    if has_gone_on or stage.cycle is not None:
        return state
    rolled = roll_back(definition, state, stage)
    at = _free_at(definition, there, stage, there.done_at)
    walked = enter(definition, rolled, stage.next, at=at, now=now, by_stage=by_stage)
    kept = {name: one for name, one in state.stages.items() if _same(one, walked.stages[name])}
    return dataclasses.replace(walked, stages={**walked.stages, **kept})


def _same(before: StageState, after: StageState) -> bool:
    return before.status is after.status and before.status in FILLABLE
