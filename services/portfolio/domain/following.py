"""What follows from a record's new state: which requests open or end, what waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from libs.formengine import Definition, RecordState
from libs.formengine.records.state import (
    FILLABLE,
    TO_DO,
    ContributionStatus,
    RecordStatus,
    StageStatus,
)

from .requests import Step

_S = ContributionStatus
_STEP_OF = {
    _S.SENT: Step.SUBMIT,
    _S.OBJECTED: Step.SUBMIT,
    _S.DECLINED: Step.DECLINE,
    _S.PASSED_ON: Step.PASS_ON,
    _S.EXPIRED: Step.EXPIRE,
    _S.NOT_NEEDED: Step.WITHDRAW,
}


@dataclass(frozen=True)
class Waiting:
    """Something a participant can do now."""

    stage: str
    participant_id: str
    role: str
    act: str
    since: dt.datetime
    is_optional: bool
    was_returned: bool


def waiting_now(definition: Definition, state: RecordState) -> Iterator[Waiting]:
    """What waits for whom. In a stage that goes one after the other only the first one waits."""
    if state.status not in (RecordStatus.OPEN, RecordStatus.DONE):
        return
    for stage in definition.stages:
        there = state.stages[stage.id]
        if there.status not in FILLABLE:
            continue
        to_do = sorted(there.to_do(), key=lambda own: stage.by.index(own.role))
        for own in to_do[:1] if stage.mode == "each" else to_do:
            yield Waiting(
                stage=stage.id,
                participant_id=own.participant_id,
                role=own.role,
                act=stage.act,
                since=own.opened_at or there.opened_at or state.started_at,
                is_optional=not stage.waits_for(own.role),
                was_returned=own.status is _S.RETURNED,
            )


def step_of(state: RecordState, stage: str, participant_id: str) -> Step | None:
    """What became of a waiting request; None while it still waits."""
    there = state.stages.get(stage)
    own = there.contributions.get(participant_id) if there else None
    if own is None:
        # An anonymous round has closed and forgot who answered; everybody's request ends alike.
        if there and there.status in (StageStatus.SKIPPED, StageStatus.EXPIRED):
            return Step.EXPIRE  # Too few answered in time.
        return Step.SUBMIT if there and there.answered else Step.WITHDRAW
    if own.status in TO_DO and there is not None and there.status in FILLABLE:
        if state.status in (RecordStatus.OPEN, RecordStatus.DONE):
            return None
        return Step.WITHDRAW
    return _STEP_OF.get(own.status, Step.WITHDRAW)


def stages_of_requests(
    definition: Definition, state: RecordState
) -> Mapping[tuple[str, str], Waiting]:
    """(stage, participant) of everybody but the learner who is asked something now. A reply that is
    optional is offered as a task; nobody is asked for it, reminded of it or late with it."""
    return {
        (one.stage, one.participant_id): one
        for one in waiting_now(definition, state)
        if one.role != definition.subject and not one.is_optional
    }
