"""What one participant filled in one stage, as the owner stores it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from libs.formengine.model import Definition
from libs.formengine.records.path import round_of
from libs.formengine.records.state import GIVEN, RecordState, StageStatus


@dataclasses.dataclass(frozen=True, slots=True)
class Contribution:
    """`sent_at` is None for a draft. In an anonymous stage `participant_id` is a random id.

    `cycle` is the round (StageState.cycle) in which it was filled.
    """

    id: str
    stage: str
    participant_id: str
    role: str
    group: str | None
    answers: Mapping[str, Any]
    revision: int = 0
    sent_at: dt.datetime | None = None
    cycle: int = 0


def is_given(definition: Definition, state: RecordState, one: Contribution) -> bool:
    """Whether a contribution counts: sent, and not taken back, returned or withdrawn since."""
    there = state.stages.get(one.stage)
    if there is None:
        return False
    if one.cycle < there.cycle:
        return one.sent_at is not None
    if definition.stage(one.stage).anonymous and there.answered:
        return True
    own = there.contributions.get(one.participant_id)
    return own is not None and own.status in GIVEN


def is_held(
    definition: Definition, state: RecordState, stage_id: str, cycle: int | None = None
) -> bool:
    """Whether what is filled in this stage still waits for its joined opening or its release: in
    the present round, or in the one of `cycle`."""
    stage, there = definition.stage(stage_id), state.stages[stage_id]
    if not (stage.is_joined or stage.is_released):
        return False
    if cycle is not None and cycle < there.cycle:
        earlier = there.round(cycle)
        if earlier is None and not stage.is_released:
            return False
        there = earlier or there
    return there.held or there.status is not StageStatus.DONE


def known_to(
    definition: Definition, given: Iterable[Contribution], one: Contribution
) -> list[Contribution]:
    """Of what was given, what one contribution rests on: in a cycle nothing of a later round."""
    together = _cycles_of(definition, one.stage)
    return [
        other
        for other in given
        if other.cycle <= one.cycle or _cycles_of(definition, other.stage) != together
    ]


def _cycles_of(definition: Definition, stage_id: str) -> frozenset[str]:
    """The cycles in which a stage is filled in again, by the stages that begin their rounds."""
    return definition.once(
        ("cycles", stage_id),
        lambda: frozenset(
            one.id for one in definition.stages if stage_id in round_of(definition, one)
        ),
    )


def answers_by_stage(
    definition: Definition, contributions: Iterable[Contribution]
) -> dict[str, list[Mapping[str, Any]]]:
    """Answers of each stage in role order, as rules and `advance` want them."""
    roles = list(definition.roles)
    ranked = sorted(
        contributions,
        key=lambda one: (one.cycle, roles.index(one.role) if one.role in roles else len(roles)),
    )
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in ranked:
        found.setdefault(one.stage, []).append(one.answers)
    return found
