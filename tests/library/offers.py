"""What the engine offers somebody at a moment, and whether it stands by it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from libs.formengine import (
    Definition,
    NotAllowed,
    Participant,
    RecordState,
    advance,
    may_act,
    may_cancel,
    may_close_round,
    may_revise,
)
from libs.formengine.answers.facts import ByStage


@dataclasses.dataclass(frozen=True)
class Offer:
    """Something that somebody may do now; `stage` is None for the record as a whole."""

    who: Participant
    action: str
    stage: str | None


def offers(
    definition: Definition, state: RecordState, who: Participant, now: dt.datetime
) -> Iterator[Offer]:
    for act in may_act(definition, state, who, now):
        yield from (Offer(who, action, act.stage) for action in (act.action.value, *act.can))
    for one in may_revise(definition, state, who, now):
        if one.correct_until:
            yield Offer(who, "correct", one.stage)
        if one.undo_until:
            yield Offer(who, "undo", one.stage)
        if one.withdrawable:
            yield Offer(who, "withdraw", one.stage)
    for stage in may_close_round(definition, state, who, now):
        yield Offer(who, "close", stage)
    if may_cancel(definition, state, who, now):
        yield Offer(who, "cancel", None)


def refusal(
    definition: Definition, state: RecordState, offer: Offer, now: dt.datetime, by_stage: ByStage
) -> str | None:
    """Why the engine refuses what it offered; None where it stands by it."""
    to = Participant("somebody else", offer.who.role, offer.who.group)
    try:
        advance(
            definition,
            state,
            offer.action,
            offer.who,
            now,
            by_stage,
            stage=offer.stage,
            to=to if offer.action == "pass_on" else None,
        )
    except NotAllowed as refused:
        return refused.code
    return None
