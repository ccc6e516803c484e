"""Data points, goals, registrations and decisions of one portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from libs.chassis.transaction import Transaction

from ..tables import (
    DataPoint,
    Decision,
    Goal,
    GoalLink,
    PlanAdaptation,
    Record,
    Registration,
)
from .access import Seen, act_for_reader, looked_into, portfolio_for
from .known import known_records
from .pages import first_true, page, page_by, values_of
from .plans import current
from .readers import may_read


def data_points(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    lineage: str | None,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """Current data points the caller may read, latest encounter first."""
    seen = portfolio_for(tx, portfolio_id)
    after = values_of(cursor, 2)
    query = select(DataPoint).where(
        DataPoint.portfolio_id == portfolio_id,
        DataPoint.superseded_at.is_(None),
        DataPoint.kind != "narrative",
        may_read(tx, seen),
    )
    if lineage:
        query = query.where(DataPoint.lineage == lineage)
    if after:
        query = query.where(tuple_(DataPoint.encounter_date, DataPoint.id) < tuple(after))
    query = query.order_by(DataPoint.encounter_date.desc(), DataPoint.id.desc()).limit(limit + 1)
    rows, more = page(list(tx.session.scalars(query)), limit, "encounter_date", "id")
    looked_into(tx, "data_points.list", seen)
    return {"data_points": [shown_point(row) for row in rows], "next": more}


def shown_point(row: DataPoint) -> dict[str, Any]:
    names = (
        "record_id",
        "outcome",
        "lineage",
        "value",
        "scale",
        "stakes",
        "form_key",
        "form_version",
        "item",
        "row",
        "detail",
        "role",
        "encounter_date",
        "revision",
        "kind",
    )
    return {"data_point_id": row.id} | {name: getattr(row, name) for name in names}


def goals(
    tx: Transaction, *, portfolio_id: UUID, cursor: str | None = None, limit: int = 100
) -> dict[str, Any]:
    """Goals the caller may read, with what was linked to them: open ones first, then the newest."""
    seen = portfolio_for(tx, portfolio_id)
    key = (Goal.state == "open", Goal.created_at, Goal.id)
    query = select(Goal).where(
        Goal.portfolio_id == portfolio_id, Goal.state != "withdrawn", may_read(tx, seen, Goal)
    )
    after = first_true(values_of(cursor, 3))
    if after:
        query = query.where(tuple_(*key) < after)
    query = query.order_by(*(one.desc() for one in key)).limit(limit + 1)
    found, more = page_by(
        list(tx.session.scalars(query)),
        limit,
        lambda row: (row.state == "open", row.created_at, row.id),
    )
    looked_into(tx, "goals.list", seen)
    linked = _linked(tx, seen, [goal.id for goal in found])
    planned = {one.requirement: one for one in current(tx, portfolio_id) if one.kind == "goal"}
    return {
        "learner_id": seen.portfolio.learner_id,
        "next": more,
        "goals": [
            {
                "goal_id": goal.id,
                "record_id": goal.record_id,
                "title": goal.title,
                "state": goal.state,
                "due_on": goal.due_on,
                "created_at": goal.created_at,
                "linked": linked.get(goal.id, []),
                "set_by": _set_by(planned.get(str(goal.id))),
            }
            for goal in found
        ],
    }


def _set_by(one: PlanAdaptation | None) -> dict[str, Any] | None:
    """Who set this goal in the learner's plan, or changed it there, and why."""
    return {"by": one.by_name or "", "at": one.at, "reason": one.reason} if one else None


def _linked(tx: Transaction, seen: Seen, goal_ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    query = (
        select(GoalLink.goal_id, Record)
        .join(Record, Record.id == GoalLink.record_id)
        .where(GoalLink.goal_id.in_(goal_ids), known_records(tx, seen))
        .order_by(Record.encounter_date.desc(), Record.id.desc())
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for goal_id, record in tx.session.execute(query):
        found.setdefault(goal_id, []).append(
            {
                "record_id": record.id,
                "title": record.title,
                "encounter_date": record.encounter_date,
                "form_key": record.form_key,
            }
        )
    return found


def registrations(
    tx: Transaction, *, portfolio_id: UUID, cursor: str | None = None, limit: int = 100
) -> dict[str, Any]:
    """Registrations the caller may read, latest day first, with totals per kind of all of them."""
    seen = portfolio_for(tx, portfolio_id)
    current = (
        Registration.portfolio_id == portfolio_id,
        Registration.state != "withdrawn",
        may_read(tx, seen, Registration),
    )
    query = (
        select(Registration)
        .where(*current)
        .order_by(Registration.on_day.desc(), Registration.id.desc())
        .limit(limit + 1)
    )
    after = values_of(cursor, 2)
    if after:
        query = query.where(tuple_(Registration.on_day, Registration.id) < tuple(after))
    rows, more = page(list(tx.session.scalars(query)), limit, "on_day", "id")
    looked_into(tx, "registrations.list", seen)
    approved = Registration.state == "approved"
    totals = (
        select(
            Registration.kind,
            func.count().label("count"),
            func.coalesce(func.sum(Registration.hours), 0).label("hours"),
            func.count().filter(approved).label("approved"),
            func.coalesce(func.sum(Registration.hours).filter(approved), 0).label("hours_approved"),
        )
        .where(*current)
        .group_by(Registration.kind)
        .order_by(Registration.kind)
    )
    return {
        "learner_id": seen.portfolio.learner_id,
        "next": more,
        "registrations": _as_declared(tx, rows, [shown_registration(row) for row in rows]),
        "totals": [dict(row._mapping) for row in tx.session.execute(totals)],
    }


def declared_key(slot: str) -> str:
    """The key under which a form declares what stands in a slot."""
    return slot.partition(":")[0]


def _as_declared(
    tx: Transaction, rows: Sequence[Registration | Decision], shown: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """With the `key` and the version of the form that has the words for their `detail`."""
    query = select(Record.id, Record.form_hash).where(
        Record.id.in_({row.record_id for row in rows})
    )
    hashes = dict(tx.session.execute(query).tuples().all())
    return [
        one | {"key": declared_key(row.slot), "definition_hash": hashes.get(row.record_id)}
        for row, one in zip(rows, shown, strict=True)
    ]


def shown_registration(row: Registration) -> dict[str, Any]:
    return {
        "registration_id": row.id,
        "record_id": row.record_id,
        "kind": row.kind,
        "on": row.on_day,
        "hours": row.hours,
        "detail": row.detail,
        "state": row.state,
        "approved_by": row.approved_by_name,
        "approved_by_id": row.approved_by,
        "approved_at": row.approved_at,
    }


def decisions(
    tx: Transaction, *, portfolio_id: UUID, cursor: str | None = None, limit: int = 100
) -> dict[str, Any]:
    """Advice and decisions the caller may read, newest first; a service finds what who it works for
    may read. Raises NotFound."""
    if tx.principal.kind == "service":
        act_for_reader(tx)
    seen = portfolio_for(tx, portfolio_id)
    query = select(Decision).where(
        Decision.portfolio_id == portfolio_id, may_read(tx, seen, Decision)
    )
    after = values_of(cursor, 2)
    if after:
        query = query.where(tuple_(Decision.decided_at, Decision.id) < tuple(after))
    query = query.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(limit + 1)
    rows, more = page(list(tx.session.scalars(query)), limit, "decided_at", "id")
    looked_into(tx, "decisions.list", seen)
    shown = [shown_decision(row, tx) for row in rows]
    return {"decisions": _as_declared(tx, rows, shown), "next": more}


COUNTS = (
    "data_points",
    "records",
    "methods",
    "assessors",
    "period_from",
    "period_to",
    "registrations",
)


def shown_decision(row: Decision, tx: Transaction) -> dict[str, Any]:
    names = (
        "record_id",
        "kind",
        "title",
        "result",
        "light",
        "outcome",
        "lineage",
        "level",
        "rationale",
        "conditions",
        "decided_at",
        "valid_from",
        "valid_until",
        "advice",
        "detail",
    )
    lapsed = row.state == "active" and row.valid_until is not None and row.valid_until < tx.today()
    return {
        "decision_id": row.id,
        **{name: getattr(row, name) for name in names},
        "decided_by": row.decided_by_name,
        "decided_by_id": row.decided_by,
        "state": "expired" if lapsed else row.state,
        "evidence": {name: row.evidence.get(name) for name in COUNTS},
    }
