"""Who may do what now."""

from __future__ import annotations

import dataclasses
import datetime as dt

from libs.formengine.model import Definition, Stage
from libs.formengine.records.path import gave_after, has_begun_round, may_close, turn_clock
from libs.formengine.records.state import (
    CORRECTION,
    FILLABLE,
    GIVEN,
    TO_DO,
    Action,
    Contributing,
    Participant,
    RecordState,
    RecordStatus,
    StageState,
    StageStatus,
)

COMPLETES: dict[str, Action] = {
    "fill": Action.SEND,
    "prepare": Action.SEND,
    "approve": Action.APPROVE,
    "sign": Action.SIGN,
    "decide": Action.DECIDE,
    "release": Action.RELEASE,
}
# An act with legal weight stands; a mistake in it is mended by a new record.
FINAL_ACTS = frozenset({"decide"})


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """Something to do now. `can` holds the other actions offered: decline, return, object, pass_on.

    `act` is fill, approve, prepare, sign, decide or release.
    """

    stage: str
    act: str
    can: tuple[str, ...] = ()
    batch: bool = False

    @property
    def action(self) -> Action:
        """The action that completes this act."""
        return COMPLETES[self.act]


@dataclasses.dataclass(frozen=True, slots=True)
class Revising:
    """What a participant may still do to something sent, each until its instant.

    `withdrawable`: nobody acted further on, so it can be taken back whole; without that there is
    no undo either, and a correction is all that is left.
    """

    stage: str
    undo_until: dt.datetime | None
    correct_until: dt.datetime | None
    withdrawable: bool = True


def may_act(
    definition: Definition, state: RecordState, participant: Participant, now: dt.datetime
) -> tuple[Act, ...]:
    """What this participant may do now, in the order of the stages; empty when nothing."""
    state = turn_clock(definition, state, now)
    if state.status not in (RecordStatus.OPEN, RecordStatus.DONE):
        return ()
    return tuple(
        Act(
            stage.id,
            stage.act,
            _offered(definition, state, stage, now),
            definition.is_in_batch(stage.id),
        )
        for stage in definition.stages
        if is_turn(definition, state, stage, participant, now)
    )


def _offered(
    definition: Definition, state: RecordState, stage: Stage, now: dt.datetime
) -> tuple[str, ...]:
    """What else may be done there; nothing goes back where nothing was given before, nor what is
    closed for good."""
    can = stage.can if _may_return(definition, state, stage, now) else stage.can - {"return"}
    return tuple(sorted(can))


def _may_return(definition: Definition, state: RecordState, stage: Stage, now: dt.datetime) -> bool:
    targets = return_targets(definition, state, stage)
    is_running = state.status is RecordStatus.OPEN
    return is_running and bool(targets) and can_reopen(definition, state, targets[-1], now)


def can_reopen(definition: Definition, state: RecordState, target: Stage, now: dt.datetime) -> bool:
    """Whether a return may open this stage again: neither it nor anything after it is closed for
    good, or about to open."""
    if is_closed_for_good(definition, target, state, now):
        return False
    return not any(
        state.stages[name].held
        or is_closed_for_good(definition, definition.stage(name), state, now)
        for name in definition.later(target.id)
    )


def return_targets(definition: Definition, state: RecordState, stage: Stage) -> list[Stage]:
    """The stages a return from here could open again, in the order of the path."""
    return [
        one
        for one in definition.stages
        if stage.id in definition.later(one.id)
        and state.stages[one.id].status is StageStatus.DONE
        and one.act in ("fill", "prepare")
        and stage.return_to in (None, one.id)
    ]


def is_turn(
    definition: Definition,
    state: RecordState,
    stage: Stage,
    participant: Participant,
    now: dt.datetime,
) -> bool:
    """Whether this stage waits for this participant."""
    there = state.stages[stage.id]
    if there.status not in FILLABLE or participant.role not in stage.by:
        return False
    own = own_contribution(definition, state, stage, participant)
    if own is None or own.status not in TO_DO or has_expired(stage, state, own, now):
        return False
    return stage.mode != "each" or _first_to_do(stage, state) in (None, own.participant_id)


def own_contribution(
    definition: Definition, state: RecordState, stage: Stage, participant: Participant
) -> Contributing | None:
    """The participant's contribution; relations and offices may step in without being asked."""
    own = state.stages[stage.id].contributions.get(participant.id)
    if own is not None:
        return own if own.role == participant.role else None
    role = definition.roles.get(participant.role)
    if role and role.who in ("related", "office") and role.key in stage.by:
        opened_at = state.stages[stage.id].opened_at
        return Contributing(participant.id, participant.role, opened_at=opened_at)
    return None


def _first_to_do(stage: Stage, state: RecordState) -> str | None:
    to_do = state.stages[stage.id].to_do()
    ranked = sorted(to_do, key=lambda one: stage.by.index(one.role))
    return ranked[0].participant_id if ranked else None


def has_expired(stage: Stage, state: RecordState, own: Contributing, now: dt.datetime) -> bool:
    at = expires_at(stage, state, own)
    return at is not None and at <= now


def expires_at(stage: Stage, state: RecordState, own: Contributing) -> dt.datetime | None:
    """Rounds and stages that go on end for all at once; others count from when each was asked."""
    together = stage.join == "closed" or stage.goes_on
    start = state.stages[stage.id].opened_at if together else own.opened_at
    if stage.expires is None or start is None:
        return None
    return start + dt.timedelta(days=stage.expires)


def is_closed_for_good(
    definition: Definition,
    stage: Stage,
    state: RecordState,
    now: dt.datetime,
    own: Contributing | None = None,
) -> bool:
    """Whether what was filled here can never change again: by `own`, else by anybody."""
    there = state.stages[stage.id]
    sent = [one.sent_at for one in ([own] if own else there.given())]
    if any(state.is_evidence(at) or _was_decided_on(definition, state, at) for at in sent):
        return True
    opened = [at for at in (there.joined_at, there.released_at) if at]
    if state.status is RecordStatus.CANCELLED or (stage.act in FINAL_ACTS and there.given()):
        return True
    if own is None and has_begun_round(stage, there):
        return True
    if stage.act == "release" and there.done_at:
        # What it opened has been seen: a release stands from the moment it takes effect.
        return there.done_at + definition.undo <= now
    return any(at <= now for at in opened) or bool(stage.anonymous and there.done_at)


def _was_decided_on(
    definition: Definition, state: RecordState, sent_at: dt.datetime | None
) -> bool:
    """Whether the record's own decision rests on what was sent then. What came after it, an appeal,
    does not."""
    if not state.frozen:
        return False
    deciding = [state.stages[one.id] for one in definition.stages if one.act == "decide"]
    rounds = [one for there in deciding for one in there.every_round()]
    taken = max((one.done_at for one in rounds if one.done_at), default=None)
    return taken is None or sent_at is None or sent_at <= taken


def may_revise(
    definition: Definition, state: RecordState, participant: Participant, now: dt.datetime
) -> tuple[Revising, ...]:
    """What this participant sent and may still undo (60 s) or correct and withdraw (24 h)."""
    state = turn_clock(definition, state, now)
    found = []
    for stage in definition.stages:
        own = state.stages[stage.id].contributions.get(participant.id)
        if own is None or own.status not in GIVEN or own.sent_at is None:
            continue
        if is_closed_for_good(definition, stage, state, now, own):
            continue
        if now >= own.sent_at + CORRECTION:
            continue
        undo_until = own.sent_at + definition.undo
        correct = own.sent_at + CORRECTION if stage.act in ("fill", "prepare") else None
        is_last = _can_go_back(definition, state, stage)
        undo = undo_until if is_last and now < undo_until else None
        if is_last or correct:
            found.append(Revising(stage.id, undo, correct, is_last))
    return tuple(found)


def _can_go_back(definition: Definition, state: RecordState, stage: Stage) -> bool:
    """Nothing goes back with what holds up nobody, or is not complete yet."""
    if stage.optional or state.stages[stage.id].status is not StageStatus.DONE:
        return True
    return not any(gave_after(definition, state, stage, one) for one in definition.later(stage.id))


def begun_unasked(definition: Definition, state: RecordState) -> bool:
    """Whether the record began past its first stage, by who was not asked."""
    return state.stages[definition.stages[0].id].status is StageStatus.SKIPPED


def may_cancel(
    definition: Definition, state: RecordState, participant: Participant, now: dt.datetime
) -> bool:
    """The learner, or who started it, may cancel a record until somebody else gave something, in
    whatever round.

    An anonymous round counts from the moment anybody is asked: it would tell of the first answer.
    """
    state = turn_clock(definition, state, now)
    unasked = definition.unasked if begun_unasked(definition, state) else None
    starter = (unasked or definition.stages[0]).by
    if participant.role not in (definition.subject, *starter):
        return False
    if participant.id not in state.participants:
        return False
    if state.status in (RecordStatus.DONE, RecordStatus.CANCELLED) or state.frozen:
        return False
    if state.evidence_until is not None:
        return False
    return not any(
        _others_gave(definition.stage(name), there, participant)
        or (definition.stage(name).anonymous and (there.contributions or there.answered))
        for name, there in state.stages.items()
    )


def _others_gave(stage: Stage, there: StageState, participant: Participant) -> bool:
    if there.is_round_unknown and stage.by != (participant.role,):
        return True
    given = (one for each in there.every_round() for one in each.given())
    return any(one.participant_id != participant.id for one in given)


def day_began(now: dt.datetime, zone: dt.tzinfo = dt.UTC) -> dt.datetime:
    """The instant, in UTC, at which the civil day of `now` began in a time zone."""
    day = now.astimezone(zone).date()
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def counted(
    stage: Stage, there: StageState, now: dt.datetime, zone: dt.tzinfo = dt.UTC
) -> list[Contributing]:
    """What counts of an open round for whoever follows it: how many answered, and whether it may
    be closed. Of an anonymous one that is what was there when the day began in `zone`: nobody can
    tell by looking, nor by trying, who just answered."""
    given = there.given()
    if not stage.anonymous:
        return given
    morning = day_began(now, zone)
    return [one for one in given if one.sent_at and one.sent_at < morning]


def may_close_round(
    definition: Definition,
    state: RecordState,
    participant: Participant,
    now: dt.datetime,
    zone: dt.tzinfo = dt.UTC,
) -> tuple[str, ...]:
    """The rounds this participant may close now: the releaser's, once the minimum is there; in an
    anonymous round, from the morning after it came. `zone`: whose days are counted."""
    state = turn_clock(definition, state, now)
    return tuple(
        stage.id
        for stage in definition.stages
        if stage.join == "closed"
        and state.stages[stage.id].status is StageStatus.OPEN
        and participant.role == (stage.release_by or definition.subject)
        and may_close(definition, state, stage, counted(stage, state.stages[stage.id], now, zone))
    )
