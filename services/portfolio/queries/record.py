"""One record, as much of it as its reader may see."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from libs.formengine.records.state import ContributionStatus, RecordStatus, StageState

from ..domain.context import for_rules
from ..domain.states import WITHOUT_RESULT
from ..tables import Contribution, Draft, Goal, GoalLink
from . import pointing, raters, requests, results, shapes
from .access import SeenRecord, handed_over, looked, record_for
from .readers import may_read
from .views import (
    READER,
    Sight,
    as_engine_contribution,
    counting,
    engine_participant,
    sight_of,
)

_WINDOWS = ("undo_until", "undo_stage", "correct_until", "correct_stage")


def record(tx: Transaction, *, record_id: UUID, on_device: bool = False) -> dict[str, Any]:
    """All the reader may see of one record, and what they may do with it; `on_device`: as whoever
    the learner handed the device to. Raises NotFound."""
    seen = record_for(tx, record_id)
    if on_device:
        seen = handed_over(seen)
    sight = sight_of(tx, seen)
    definition, state, views = sight.definition, sight.state, sight.views
    if not sight.is_listed:
        raise NotFound()
    may = _may(tx, seen, sight)
    readings = _readings(definition, views, sight.sent)
    if not (seen.is_owner or seen.by_link):
        _flag_same_browser(readings, sight.sent)
    if not _by_round_link(seen):
        looked(
            tx,
            "record.read",
            object_kind="record",
            object_id=record_id,
            subject_id=seen.record.learner_id,
            access=seen.access,
        )
    return {
        "record": _card(tx, seen),
        "context": seen.record.context,
        "language": seen.record.language,
        "definition_hash": seen.record.form_hash,
        "may": may,
        "contributions": readings,
        "rounds": [_round(one) for one in _rounds(views)],
        "hidden": _hidden(definition, state, views, sight.readers),
        "requests": requests.of_record(tx, record_id) if seen.is_owner else [],
        "goals": [] if seen.takes_part_only else _goals(tx, seen),
        "declined": _declined(definition, state, seen),
        **_windows(tx, definition, state, seen),
        **pointing.shown(tx, seen, definition, [*may, *readings]),
        "raters": raters.of_record(tx, seen, definition, state),
        "results": results.of_record(tx, seen, definition),
        "learner_id": seen.record.learner_id,
    }


def _by_round_link(seen: SeenRecord) -> bool:
    """Such a reader is shown an empty form and nobody's part. No line is kept of the look: it would
    say when somebody came, and from where."""
    return any(one.walk_in for one in seen.own)


def _card(tx: Transaction, seen: SeenRecord) -> dict[str, Any]:
    """Whoever found the link of a round on a wall is not told who else takes part."""
    return shapes.card(tx, seen.record, [] if _by_round_link(seen) else seen.participants)


def _readings(
    definition: formengine.Definition,
    views: list[formengine.View],
    sent: list[Contribution],
) -> list[dict[str, Any]]:
    rows = {str(one.id): one for one in sent}
    found: dict[str, dict[str, Any]] = {}
    for view in views:
        for reading in view.readings:
            row = rows.get(reading.contribution_id)
            if row is None or (row.state != "sent" and not reading.own):
                continue
            known = found.setdefault(reading.contribution_id, _reading(definition, row))
            known["answers"] |= dict(reading.answers)
            known["computed"] |= _scores(row, view)
            known["items"] = sorted(known["answers"])
    return [found[key] for key in rows if key in found]


def _flag_same_browser(readings: list[dict[str, Any]], sent: list[Contribution]) -> None:
    """Tell staff which part came by a link from a browser of the learner. The learner is not told:
    it is a reason to ask, no verdict, and what is told is what can be avoided next time."""
    flagged = {row.id for row in sent if row.actor.get("same_browser")}
    for one in readings:
        if one["actor"] is not None:
            one["actor"]["same_browser"] = one["contribution_id"] in flagged


def _scores(row: Contribution, view: formengine.View) -> dict[str, Any]:
    """What a reader may know of the scores that were worked out when this was sent."""
    return {name: value for name, value in row.computed.items() if name in view.scores}


def _reading(definition: formengine.Definition, row: Contribution) -> dict[str, Any]:
    return {
        "contribution_id": row.id,
        "stage": row.stage,
        "participant_id": row.participant_id,
        "role": row.role,
        "group": row.group_key,
        "revision": row.revision,
        "sent_at": row.sent_at,
        "state": row.state,
        "answers": {},
        "computed": {},
        "items": [],
        "actor": _actor(row.actor) if not definition.stage(row.stage).anonymous else None,
    }


def _actor(actor: Mapping[str, Any]) -> dict[str, Any]:
    names = ("name", "role_title", "email", "verified", "person_id")
    return {name: actor.get(name) for name in names}


def _rounds(views: list[formengine.View]) -> list[formengine.RoundSummary]:
    """Each round once, as the first of the caller's roles sees it."""
    found: dict[str, formengine.RoundSummary] = {}
    for one in (each for view in views for each in view.rounds):
        found.setdefault(one.stage, one)
    return list(found.values())


def _round(one: formengine.RoundSummary) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "n": one.n,
        "groups": dict(one.groups),
        "values": [
            {
                "group": value.group,
                "item": value.item,
                "row": value.row,
                "n": value.n,
                "typical": value.typical,
                "median": value.median,
                "low": value.low,
                "high": value.high,
                "spread": [dataclasses.asdict(cell) for cell in value.spread],
            }
            for value in one.values
        ],
        "comments": {key: list(texts) for key, texts in one.comments.items()},
        "tallies": [dataclasses.asdict(tally) for tally in one.tallies],
    }


def _hidden(
    definition: formengine.Definition,
    state: formengine.RecordState,
    views: list[formengine.View],
    readers: list[formengine.Participant],
) -> list[dict[str, Any]]:
    """Stages that were filled and are not open to this reader yet, and what they wait for."""
    known = frozenset[str]().union(*(view.stages() for view in views))
    # Who looks on waits for what the learner waits for.
    roles = [one.role for one in readers]
    role = roles[0] if definition.roles.keys() >= set(roles) else definition.subject
    found = []
    mine = {one.id for one in readers}
    for stage in definition.stages:
        there = state.stages[stage.id]
        until = (stage.open_to or {}).get(role, "sent" if stage.open_to is None else None)
        filled_by_others = [
            one
            for each in there.every_round()
            if _is_waiting(stage, each, until)
            for one in each.given()
            if one.participant_id not in mine
        ]
        if stage.anonymous is None and filled_by_others:
            found += [
                {"stage": stage.id, "role": one, "until": until or "released"}
                for one in dict.fromkeys(each.role for each in filled_by_others)
            ]
        elif stage.anonymous and there.opened_at and stage.id not in known:
            found.append({"stage": stage.id, "role": stage.by[0], "until": "released"})
    return found


def _is_waiting(stage: formengine.Stage, there: StageState, until: str | None) -> bool:
    """Whether what was filled in a round of a stage still waits to be opened."""
    opened = there.released_at if stage.is_released else there.joined_at
    return there.held or (until in ("joined", "released") and not opened)


def _may(tx: Transaction, seen: SeenRecord, sight: Sight) -> list[dict[str, Any]]:
    definition, state, sent = sight.definition, sight.state, sight.sent
    drafts = _drafts(tx, seen)
    given = [as_engine_contribution(one) for one in counting(definition, sent)]
    context = for_rules(seen.record.context)
    found = []
    mine = {one.role for one in seen.own}
    for who, view in zip(sight.readers, sight.views, strict=True):
        open_to_me = [
            (act.stage, act.act, list(act.can))
            for act in formengine.may_act(definition, state, who, tx.now)
            # Who takes part in a stage does not step in to it besides.
            if who.id != READER or mine.isdisjoint(definition.stage(act.stage).by)
        ]
        open_to_me += [
            (one.stage, definition.stage(one.stage).act, ["correct"])
            for one in formengine.may_revise(definition, state, who, tx.now)
            if (one.stage, who.id) in drafts and one.correct_until
        ]
        for stage, act, can in open_to_me:
            facts = formengine.page_facts(
                definition, stage=stage, role=who.role, given=given, view=view, context=context
            )
            found.append(_act(stage, act, can, who, drafts, sent, state) | {"facts": facts})
    return found


def _act(
    stage: str,
    act: str,
    can: list[str],
    who: formengine.Participant,
    drafts: Mapping[tuple[str, str], Draft],
    sent: list[Contribution],
    state: formengine.RecordState,
) -> dict[str, Any]:
    draft = drafts.get((stage, who.id))
    cycle = state.stages[stage].cycle
    own = next(
        (
            one
            for one in sent
            if (one.stage, str(one.participant_id), one.cycle) == (stage, who.id, cycle)
        ),
        None,
    )
    return {
        "stage": stage,
        "act": act,
        "role": who.role,
        "participant_id": None if who.id == READER else who.id,
        "can": can,
        "rev": draft.rev if draft else 0,
        "contribution_id": own.id if own else None,
        "answers": draft.answers if draft else (own.answers if own else {}),
        "computed": own.computed if own else {},
        "returned_because": _why_returned(state, stage, who),
    }


def _why_returned(
    state: formengine.RecordState, stage: str, who: formengine.Participant
) -> str | None:
    """What somebody wanted changed when they handed it back; empty when they did not say."""
    own = state.stages[stage].contributions.get(who.id)
    if own is None or own.status.value != "returned":
        return None
    return own.reason or ""


def _drafts(tx: Transaction, seen: SeenRecord) -> dict[tuple[str, str], Draft]:
    ids = [one.id for one in seen.own]
    if not ids:
        return {}
    query = select(Draft).where(Draft.record_id == seen.record.id, Draft.participant_id.in_(ids))
    return {(one.stage, str(one.participant_id)): one for one in tx.session.scalars(query)}


def _goals(tx: Transaction, seen: SeenRecord) -> list[dict[str, Any]]:
    query = (
        select(Goal)
        .join(GoalLink, GoalLink.goal_id == Goal.id)
        .where(
            GoalLink.record_id == seen.record.id,
            Goal.state != "withdrawn",
            may_read(tx, seen, Goal),
        )
        .order_by(Goal.created_at)
    )
    return [{"goal_id": one.id, "title": one.title} for one in tx.session.scalars(query)]


def _declined(
    definition: formengine.Definition, state: formengine.RecordState, seen: SeenRecord
) -> dict[str, Any] | None:
    """When a record ended because those asked declined (nothing moved since), and who they are;
    never of a round in which nobody is to be known."""
    if state.status is not RecordStatus.DECLINED:
        return None
    left = {
        key
        for name, there in state.stages.items()
        if not definition.stage(name).anonymous
        for key, one in there.contributions.items()
        if one.status is ContributionStatus.DECLINED
    }
    by = [one for one in seen.participants if str(one.id) in left]
    people = [shapes.participant(one, state="declined") for one in by]
    return {"at": seen.record.last_at, "by": people}


def _windows(
    tx: Transaction,
    definition: formengine.Definition,
    state: formengine.RecordState,
    seen: SeenRecord,
) -> dict[str, Any]:
    """Until when the caller can undo or correct what they sent last, and whether they can take
    the record or their part of it back. What ended without a result is nobody's to change."""
    if state.status in WITHOUT_RESULT:
        return dict.fromkeys(_WINDOWS) | {"withdrawable": False}
    revising = [
        one
        for who in seen.own
        for one in formengine.may_revise(definition, state, engine_participant(who), tx.now)
    ]
    undo = [(one.undo_until, one.stage) for one in revising if one.undo_until]
    correct = [(one.correct_until, one.stage) for one in revising if one.correct_until]
    undo_until, undo_stage = max(undo, default=(None, None))
    correct_until, correct_stage = max(correct, default=(None, None))
    cancellable = any(
        formengine.may_cancel(definition, state, engine_participant(who), tx.now)
        for who in seen.own
    )
    return {
        "undo_until": undo_until,
        "undo_stage": undo_stage,
        "correct_until": correct_until,
        "correct_stage": correct_stage,
        "withdrawable": cancellable or any(one.withdrawable for one in revising),
    }
