"""Rounds of raters, for the learner and for whoever agrees, closes and releases: how many were
asked and, once a day, how many answered. Never who. And, for who names them, assessors who are
named in the form, while there is room for one more: in the place of one who declined, say."""

from __future__ import annotations

import math
from typing import Any

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.formengine.records.acting import expires_at
from libs.formengine.records.state import (
    FILLABLE,
    LEFT,
    Contributing,
    StageState,
    StageStatus,
)

from ..domain.addresses import address_hint
from ..domain.starting import roles_held
from ..tables import Participant
from . import near_rounds
from .access import SeenRecord
from .views import READER, engine_participant


def of_record(
    tx: Transaction,
    seen: SeenRecord,
    definition: formengine.Definition,
    state: formengine.RecordState,
) -> list[dict[str, Any]]:
    """RaterRounds of a record (see the contract) that the caller has a say in."""
    stages = [stage for stage in definition.stages if is_round(stage) or _names(definition, stage)]
    if not stages or seen.by_link:
        return []
    held = _roles(tx, seen, definition)
    found = [
        _round(tx, seen, definition, state, stage, held)
        for stage in stages
        if _was_open(state.stages[stage.id]) and held & _concerned(definition, stage)
    ]
    return [one for one in found if one["is_round"] or one["may_ask"]]


def _was_open(there: StageState) -> bool:
    """Not what still waits, nor what was skipped without having been asked of anybody."""
    return there.status is not StageStatus.WAITING and (
        there.status is not StageStatus.SKIPPED or there.opened_at is not None
    )


def is_round(stage: formengine.Stage) -> bool:
    return stage.join == "closed"


def invited_in(definition: formengine.Definition, stage: formengine.Stage) -> formengine.Role:
    """The role of a stage for which people are asked."""
    roles = [definition.roles[key] for key in stage.by]
    return next((one for one in roles if one.who == "invited"), roles[0])


def _names(definition: formengine.Definition, stage: formengine.Stage) -> bool:
    return bool(formengine.namers(definition, invited_in(definition, stage).key))


def takes_more(
    definition: formengine.Definition, stage: formengine.Stage, status: StageStatus
) -> bool:
    """Whether somebody may still be asked: while it is open, and where the form names who is
    asked, also when everybody declined or let it lapse."""
    if status in FILLABLE:
        return True
    is_left = status in (StageStatus.DECLINED, StageStatus.EXPIRED)
    return is_left and not is_round(stage) and _names(definition, stage)


def _roles(tx: Transaction, seen: SeenRecord, definition: formengine.Definition) -> frozenset[str]:
    own = {one.role for one in seen.own}
    return frozenset(own) | roles_held(definition, seen.access, tx.principal.roles)


def _concerned(definition: formengine.Definition, stage: formengine.Stage) -> frozenset[str]:
    """Who follows a round: the learner, who releases it, who agreed with the choice. Where it is
    none, whoever may ask one more."""
    if not is_round(stage):
        return askers(definition, stage)
    agreeing = {definition.roles[role].approve_by for role in stage.by}
    return frozenset({definition.subject, stage.release_by, *agreeing} - {None})  # type: ignore


def _answerable(definition: formengine.Definition, stage: formengine.Stage) -> frozenset[str]:
    """Who answers for what a round tells: who releases it, and who agreed with the choice."""
    agreeing = {definition.roles[role].approve_by for role in stage.by}
    return frozenset(one for one in (stage.release_by, *agreeing) if one)


def askers(definition: formengine.Definition, stage: formengine.Stage) -> frozenset[str]:
    """Who asks further people: whoever agrees with the choice where that is asked for. Else who
    names them in the form; and in a round, or where nobody names them, the learner and who
    releases. So nobody chooses an examiner of their own in the place of one who declined."""
    role = invited_in(definition, stage)
    if role.approve_by:
        return frozenset({role.approve_by})
    named = formengine.namers(definition, role.key)
    if named and not is_round(stage):
        return named
    others = {definition.subject, stage.release_by}
    return named | frozenset(one for one in others if one)


def may_ask(
    definition: formengine.Definition, stage: formengine.Stage, held: frozenset[str]
) -> bool:
    return bool(askers(definition, stage) & held)


def may_link(
    definition: formengine.Definition, stage: formengine.Stage, held: frozenset[str]
) -> bool:
    """Who makes, renews and stops the link of a round: who asks raters, and who releases."""
    role = definition.roles[stage.by[0]]
    return role.walks_in and (may_ask(definition, stage, held) or stage.release_by in held)


def _round(
    tx: Transaction,
    seen: SeenRecord,
    definition: formengine.Definition,
    state: formengine.RecordState,
    stage: formengine.Stage,
    held: frozenset[str],
) -> dict[str, Any]:
    there = state.stages[stage.id]
    role = invited_in(definition, stage)
    is_open = there.status is StageStatus.OPEN
    roles = stage.by if is_round(stage) else (role.key,)
    everybody = [one for one in seen.participants if one.role in roles]
    raters = [one for one in everybody if one.is_active and not one.walk_in]
    asked = len(raters) - sum(_has_left(there, one) for one in raters)
    more = takes_more(definition, stage, there.status)
    too_few = bool(stage.anonymous) and there.status in (StageStatus.SKIPPED, StageStatus.EXPIRED)
    closes_at = None
    if is_round(stage):
        closes_at = expires_at(stage, state, Contributing("", "")) if is_open else None
    else:
        more = more and asked < _places(definition, stage, role)
    return {
        "stage": stage.id,
        "is_round": is_round(stage),
        "role": role.key,
        "state": "open" if is_open else "closed",
        "asked": asked,
        "answered": 0 if too_few else _answered(tx, stage, there, is_open),
        "too_few": too_few,
        "people": [_person(there, one) for one in raters],
        "may_close": is_open and _may_close(tx, seen, definition, state, stage, held),
        "may_ask": more and may_ask(definition, stage, held),
        "takes_links": role.takes_links,
        "link": _link(tx, stage, there, everybody) if may_link(definition, stage, held) else None,
        "groups": [{"key": one.key, "label": one.label, "min": one.min} for one in role.groups],
        "min": role.min,
        "closes_at": closes_at,
        "near": near_rounds.nearest(tx, seen, stage, there)
        if is_round(stage) and held & _answerable(definition, stage)
        else None,
    }


def _places(
    definition: formengine.Definition, stage: formengine.Stage, role: formengine.Role
) -> float:
    """How many may take part in a stage of those who are named: as many as the form lets, but who
    comes later only takes the place of somebody who is needed."""
    first = next(one for one in definition.stages if role.key in one.by)
    if stage.id != first.id:
        return role.min
    return math.inf if role.max is None else role.max


def _link(
    tx: Transaction, stage: formengine.Stage, there: StageState, everybody: list[Participant]
) -> dict[str, Any]:
    """The link of a round, for who may make it: whether it lets anybody in, and how many came by
    it, as of this morning while the round is open."""
    doors = [one for one in everybody if one.walk_in]
    is_open = there.status is StageStatus.OPEN
    known = {str(one.id) for one in everybody}
    given = formengine.counted(stage, there, tx.now, tx.zone)
    came = sum(one.participant_id not in known for one in given)
    return {
        "state": "open" if is_open and any(one.is_active for one in doors) else "none",
        "came": came if is_open else next((one.came for one in reversed(doors) if one.came), 0),
    }


def _has_left(there: StageState, one: Participant) -> bool:
    own = there.contributions.get(str(one.id))
    return own is not None and own.status in LEFT


def _person(there: StageState, one: Participant) -> dict[str, Any]:
    """Somebody who was asked. Whether they answered is not told, only that they left."""
    return {
        "participant_id": one.id,
        "person_id": one.person_id,
        "name": one.name,
        "email_hint": address_hint(one.email),
        "group": one.group_key,
        "state": "left" if _has_left(there, one) else "asked",
    }


def _answered(tx: Transaction, stage: formengine.Stage, there: StageState, is_open: bool) -> int:
    """How many answered; of an open anonymous round as it was when the day began."""
    if there.answered:
        return sum(there.answered.values())
    return len(formengine.counted(stage, there, tx.now, tx.zone) if is_open else there.given())


def _may_close(
    tx: Transaction,
    seen: SeenRecord,
    definition: formengine.Definition,
    state: formengine.RecordState,
    stage: formengine.Stage,
    held: frozenset[str],
) -> bool:
    people = [engine_participant(one) for one in seen.own]
    people += [formengine.Participant(READER, role) for role in sorted(held)]
    return any(
        stage.id in formengine.may_close_round(definition, state, one, tx.now, tx.zone)
        for one in people
    )
