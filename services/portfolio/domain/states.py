"""What the engine's state of a record means in the portfolio's own words."""

from __future__ import annotations

from collections.abc import Collection

from libs.formengine import Definition, RecordState
from libs.formengine.records.state import FILLABLE, TO_DO, ContributionStatus, RecordStatus

_ENDED = {
    RecordStatus.DONE: "done",
    RecordStatus.EXPIRED: "expired",
    # Everybody who was asked declined, or it was taken back: it ended without a result.
    RecordStatus.DECLINED: "withdrawn",
    RecordStatus.CANCELLED: "withdrawn",
}
# What ended so is nobody's to change any more.
WITHOUT_RESULT = (RecordStatus.DECLINED, RecordStatus.EXPIRED, RecordStatus.CANCELLED)
# Something was sent, or somebody answered that they will not.
_SAYS_SOMETHING = frozenset(
    {
        ContributionStatus.SENT,
        ContributionStatus.OBJECTED,
        ContributionStatus.RETURNED,
        ContributionStatus.DECLINED,
        ContributionStatus.EXPIRED,
        ContributionStatus.PASSED_ON,
    }
)


def record_state(definition: Definition, state: RecordState) -> str:
    """draft, running, done, withdrawn or expired. A record is a draft until something is sent.

    An anonymous round runs from the moment anybody is asked: its first answer must not show.
    """
    ended = _ENDED.get(state.status)
    if ended:
        return ended
    was_sent = any(
        own.status in _SAYS_SOMETHING or definition.stage(name).anonymous
        for name, stage in state.stages.items()
        for own in stage.contributions.values()
    ) or any(stage.answered or stage.cycle for stage in state.stages.values())
    return "running" if was_sent else "draft"


def waiting_roles(definition: Definition, state: RecordState) -> tuple[str, ...]:
    """The roles that can act now, in the order of the definition. Of an anonymous round, as long as
    it is open: its last answer must not show either."""
    if state.status is not RecordStatus.OPEN:
        return ()
    found = {
        own.role
        for name, stage in state.stages.items()
        if stage.status in FILLABLE
        for own in stage.contributions.values()
        if definition.stage(name).waits_for(own.role)
        if own.status in TO_DO or definition.stage(name).anonymous
    }
    return tuple(role for role in definition.roles if role in found)


def has_to_do(state: RecordState, participant_ids: Collection[str]) -> bool:
    """Whether something waits for one of these participants right now."""
    return any(
        own.participant_id in participant_ids and own.status in TO_DO
        for stage in state.stages.values()
        if stage.status in FILLABLE
        for own in stage.contributions.values()
    )
