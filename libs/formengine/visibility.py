"""Who may see what now, and which items they may fill."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from libs.formengine.anonymity import RoundSummary, summarise
from libs.formengine.contribution import Contribution, answers_by_stage, is_given, known_to
from libs.formengine.model import Definition, Stage
from libs.formengine.records.acting import may_act
from libs.formengine.records.path import turn_clock
from libs.formengine.records.state import (
    ENDED,
    LEFT,
    Participant,
    RecordState,
    RecordStatus,
    StageState,
    StageStatus,
)
from libs.formengine.scores import is_own, opening, parts, reads, stems
from libs.formengine.showing import shown


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """One contribution as the reader may see it: `answers` holds only items open to the reader,
    and none of a hidden one."""

    contribution_id: str
    stage: str
    participant_id: str
    role: str
    group: str | None
    answers: Mapping[str, Any]
    revision: int
    sent_at: dt.datetime | None
    own: bool


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """`listed` is false where the reader must not even know that the record exists.

    `may_fill` maps each stage that waits for the reader to the keys of its items, in order.
    `rounds` sums up anonymous rounds; their contributions are never among `readings`. `scores` are
    the computed scores that build only on what is open to the reader now.
    """

    listed: bool
    readings: tuple[Reading, ...]
    may_fill: Mapping[str, tuple[str, ...]]
    rounds: tuple[RoundSummary, ...] = ()
    scores: frozenset[str] = frozenset()

    def stages(self) -> frozenset[str]:
        """The stages of which the reader sees something."""
        seen = {one.stage for one in self.readings}
        return frozenset(seen | {one.stage for one in self.rounds})


def visible(
    definition: Definition,
    state: RecordState,
    participant: Participant,
    contributions: Iterable[Contribution],
    now: dt.datetime,
    context: Mapping[str, Any] | None = None,
) -> View:
    """What a participant may read and fill now.

    A reader whose role fills no stage and is named by none (a coach, the head of programme) reads
    what the learner may read, without items whose `see` leaves that role out. Whether such a
    reader may open the record at all is decided by who calls this. Nobody reads answers of hidden
    items; `context` is what rules may ask about the record.
    """
    state = turn_clock(definition, state, now)
    known = _without_hidden(definition, state, list(contributions), context)
    if has_left(definition, state, participant):
        known = [one for one in known if _is_own(one, participant)]
    readings = tuple(
        _reading(definition, one, participant)
        for one in known
        if may_read(definition, state, participant, one, now)
    )
    may_fill = {
        act.stage: tuple(item.key for item in definition.fillable(act.stage, participant.role))
        for act in may_act(definition, state, participant, now)
    }
    rounds = tuple(_rounds(definition, state, participant, known, now))
    listed = bool(readings or may_fill or rounds) or _is_known(definition, state, participant.role)
    scores = frozenset(
        name
        for name, rule in definition.computed.items()
        if _may_know(definition, state, participant.role, rule, now)
    )
    return View(listed, readings, may_fill, rounds, scores)


def _without_hidden(
    definition: Definition,
    state: RecordState,
    known: Sequence[Contribution],
    context: Mapping[str, Any] | None,
) -> list[Contribution]:
    """What was asked in an earlier round was not decided by answers of a later one."""
    given = [one for one in known if is_given(definition, state, one)]
    by_round = {
        place: answers_by_stage(definition, known_to(definition, given, one))
        for place, one in {(one.stage, one.cycle): one for one in known}.items()
    }
    return [shown(definition, one, by_round[one.stage, one.cycle], context) for one in known]


def _may_know(
    definition: Definition, state: RecordState, role: str, rule: Any, now: dt.datetime
) -> bool:
    """Whether everything given that a rule reads is open to this role."""
    for path in stems(definition, reads(definition, rule)):
        for stage, filler, item in parts(definition, path):
            if is_own(definition, stage, filler, role):
                continue
            seen = item.see is None or role in item.see
            when = opening(definition, stage, role) if seen else None
            for there in state.stages[stage.id].every_round():
                given = there.answered or any(one.role == filler for one in there.given())
                if given and not _has_opened(there, when, now):
                    return False
    return True


def has_left(definition: Definition, state: RecordState, participant: Participant) -> bool:
    """Whether somebody who was asked has no part any more: declined, passed on, taken back or too
    late, and nothing given. They read nothing further of the others."""
    role = definition.roles.get(participant.role)
    if role is None or role.who != "invited":
        return False
    rounds = [one for there in state.stages.values() for one in there.rounds]
    if any(given.participant_id == participant.id for one in rounds for given in one.given()):
        return False
    own = [there.contributions.get(participant.id) for there in state.stages.values()]
    asked = [one.status for one in own if one is not None]
    return bool(asked) and all(status in LEFT for status in asked)


def is_through(definition: Definition, state: RecordState, participant: Participant) -> bool:
    """Whether somebody who takes part has nothing to give any more, now or later on: what others
    say cannot sway them."""
    if state.status is not RecordStatus.OPEN or has_left(definition, state, participant):
        return True
    own = [stage.id for stage in definition.stages if participant.role in stage.by]
    return all(state.stages[name].status in ENDED for name in own)


def may_read(
    definition: Definition,
    state: RecordState,
    participant: Participant,
    one: Contribution,
    now: dt.datetime,
) -> bool:
    """Whether any of this contribution is open to the participant."""
    stage = definition.by_stage.get(one.stage)
    if stage is None:
        return False
    if _is_own(one, participant):
        return True
    if stage.anonymous or not _shows(definition, one.stage, one.role, participant.role):
        return False
    return _is_open(definition, state, stage, participant.role, now, one)


def _shows(definition: Definition, stage: str, filler: str, reader: str) -> bool:
    """Where every item leaves a role out, that role must not even see that it was filled in."""
    items = definition.fillable(stage, filler)
    return not items or any(item.see is None or reader in item.see for item in items)


def opens_on_send(definition: Definition, stage: str, filler: str, reader: str) -> bool:
    """Whether a role reads what another fills in at a stage as soon as it is sent."""
    when = opening(definition, definition.stage(stage), reader)
    return when in ("now", "sent") and _shows(definition, stage, filler, reader)


def _is_own(one: Contribution, participant: Participant) -> bool:
    return one.participant_id == participant.id and one.role == participant.role


def _is_open(
    definition: Definition,
    state: RecordState,
    stage: Stage,
    role: str,
    now: dt.datetime,
    one: Contribution | None = None,
) -> bool:
    when = opening(definition, stage, role)
    there = state.stages[stage.id]
    if one is not None and when != "now" and not is_given(definition, state, one):
        return False
    if one is not None and one.cycle < there.cycle:
        earlier = there.round(one.cycle)
        if earlier is None and when == "joined":
            # Of a round of before nothing is kept; the next one began after it had opened.
            return True
        there = earlier or there
    return _has_opened(there, when, now)


def _has_opened(there: StageState, when: str | None, now: dt.datetime) -> bool:
    """Whether what was given in a round is open to whom it opens `when`."""
    if when in (None, "now", "sent"):
        return when is not None
    at = there.joined_at if when == "joined" else there.released_at
    return at is not None and at <= now


def _reading(definition: Definition, one: Contribution, participant: Participant) -> Reading:
    own = _is_own(one, participant)
    answers = one.answers if own else _seen(definition, one, participant.role)
    return Reading(
        one.id,
        one.stage,
        one.participant_id,
        one.role,
        one.group,
        answers,
        one.revision,
        one.sent_at,
        own,
    )


def _seen(definition: Definition, one: Contribution, role: str) -> dict[str, Any]:
    """Only items the role may read; answers no item explains are their author's alone."""
    return {
        item.key: one.answers[item.key]
        for item in definition.fillable(one.stage, one.role)
        if item.key in one.answers and (item.see is None or role in item.see)
    }


def _rounds(
    definition: Definition,
    state: RecordState,
    participant: Participant,
    known: Sequence[Contribution],
    now: dt.datetime,
) -> Iterable[RoundSummary]:
    for stage in definition.stages:
        if stage.anonymous is None or not state.stages[stage.id].answered:
            continue
        if _is_open(definition, state, stage, participant.role, now):
            given = [one for one in known if one.stage == stage.id]
            open_to = [_without(definition, one, participant.role) for one in given]
            summary = summarise(definition, stage, open_to)
            if summary:
                yield summary


def _without(definition: Definition, one: Contribution, role: str) -> Contribution:
    return dataclasses.replace(one, answers=_seen(definition, one, role))


def is_known(definition: Definition, state: RecordState, role: str, now: dt.datetime) -> bool:
    """Whether a role may know of a record also where it reads nothing of it: what `visible` lists
    besides for whoever can read or fill something."""
    return _is_known(definition, turn_clock(definition, state, now), role)


def ever_known(definition: Definition, role: str) -> bool:
    """Whether a role may ever know of such a record: it takes part, or some stage of the process
    opens to it at some time."""
    return role in definition.roles or any(
        opening(definition, stage, role) and _shows(definition, stage.id, filler, role)
        for stage in definition.stages
        for filler in stage.by
    )


def keeps_back(definition: Definition, role: str) -> bool:
    """Whether a private stage may keep such a record from a role that is known with it otherwise:
    from the learner only one of somebody else."""
    private = [stage for stage in definition.stages if stage.private]
    return any(role != definition.subject or role not in stage.by for stage in private)


def _is_known(definition: Definition, state: RecordState, role: str) -> bool:
    if role == definition.subject:
        return not _begins_in_private(definition, state)
    return ever_known(definition, role) and not any(
        stage.private and state.stages[stage.id].status not in ENDED for stage in definition.stages
    )


def _begins_in_private(definition: Definition, state: RecordState) -> bool:
    """Whether nothing is there yet but a private first stage of somebody else than the learner."""
    skipped = StageStatus.SKIPPED
    begun = [one for one in definition.stages if state.stages[one.id].status is not skipped]
    first = begun[0] if begun else definition.stages[0]
    is_shared = state.stages[first.id].status in ENDED
    return first.private and definition.subject not in first.by and not is_shared
