"""When the clock matters: reminders, openings, expiry."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from libs.formengine.model import Definition, Stage
from libs.formengine.records.acting import expires_at
from libs.formengine.records.path import still_needed
from libs.formengine.records.state import (
    FILLABLE,
    ContributionStatus,
    RecordState,
    RecordStatus,
    StageStatus,
)

_RUNNING = (RecordStatus.OPEN, RecordStatus.DONE)


class Due(NamedTuple):
    """One instant. `kind`: open, join, release, remind, expire or end.

    `participant_id` is None where the instant is everybody's.
    """

    kind: str
    stage: str
    participant_id: str | None
    at: dt.datetime


def due_times(definition: Definition, state: RecordState) -> list[Due]:
    """All instants this state asks for, earliest first, past ones included until settled.

    Reminders count from when each participant was asked and stop once they acted; in an anonymous
    round they count on for everybody alike, or they would tell who has answered.
    """
    if state.status not in _RUNNING:
        return []
    found: list[Due] = []
    for stage in definition.stages:
        found += _openings(stage, state)
        if state.stages[stage.id].status in FILLABLE:
            found += _reminders(stage, state)
            found += _expiries(stage, state)
    if state.status is RecordStatus.OPEN and state.ended_at:
        found.append(Due("end", "", None, state.ended_at))
    return sorted(found, key=lambda due: (due.at, due.kind, due.stage, due.participant_id or ""))


def _openings(stage: Stage, state: RecordState) -> list[Due]:
    there = state.stages[stage.id]
    found = []
    if there.status is StageStatus.WAITING and there.opens_at:
        found.append(Due("open", stage.id, None, there.opens_at))
    for one in there.every_round():
        if one.held and one.released_at:
            found.append(Due("release", stage.id, None, one.released_at))
        elif one.held and one.joined_at and not stage.is_released:
            found.append(Due("join", stage.id, None, one.joined_at))
    return found


def _reminders(stage: Stage, state: RecordState) -> list[Due]:
    there = state.stages[stage.id]
    waiting = still_needed(stage, there)
    if stage.anonymous:
        given = there.contributions.values()
        waiting += [one for one in given if one.status is ContributionStatus.SENT]
    return [
        Due("remind", stage.id, one.participant_id, one.opened_at + dt.timedelta(days=days))
        for one in waiting
        if one.opened_at
        for days in stage.remind
    ]


def _expiries(stage: Stage, state: RecordState) -> list[Due]:
    there = state.stages[stage.id]
    if stage.expires is None or there.opened_at is None:
        return []
    if stage.join == "closed" or stage.goes_on or not there.to_do():
        # Nobody it waits for: nobody was found, or too few were asked.
        at = there.opened_at + dt.timedelta(days=stage.expires)
        return [Due("expire", stage.id, None, at)]
    found = []
    for one in there.to_do():
        due = expires_at(stage, state, one)
        if due:
            found.append(Due("expire", stage.id, one.participant_id, due))
    return found


def settled_at(state: RecordState) -> dt.datetime | None:
    """When the last hold that already has its instant ends; None when nothing is held."""
    return max((due for due in _holds(state)), default=None)


def _holds(state: RecordState) -> list[dt.datetime]:
    found = []
    for there in (one for stage in state.stages.values() for one in stage.every_round()):
        if there.held and (at := there.released_at or there.joined_at):
            found.append(at)
    return found


def next_wake_at(definition: Definition, state: RecordState) -> dt.datetime | None:
    """The earliest instant at which `settle` will change this state; None when only people can.

    Reminders change no state: schedule those from `due_times`.
    """
    changes = [due.at for due in due_times(definition, state) if due.kind != "remind"]
    return min(changes, default=None)


def newly_open(before: RecordState, after: RecordState) -> tuple[str, ...]:
    """The stages whose hold ended between two states: now their data points go out."""
    return tuple(opened_rounds(before, after))


def opened_rounds(before: RecordState, after: RecordState) -> dict[str, frozenset[int]]:
    """Of each stage of `newly_open`, the rounds (StageState.cycle) whose hold ended."""
    found = {}
    for name, there in after.stages.items():
        held = {one.cycle for one in before.stages[name].every_round() if one.held}
        opened = frozenset(
            one.cycle
            for one in there.every_round()
            if one.cycle in held and one.status is StageStatus.DONE and not one.held
        )
        if opened:
            found[name] = opened
    return found
