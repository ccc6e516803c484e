"""Saying the current facts again, in bulk, for read models that are built anew.

The cursor is `institution/kind/last id`. A caller of one institution hears that one; a caller of
none (a whole rebuild) hears all of them, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from libs.chassis.principal import DEFAULT_ZONE
from libs.chassis.transaction import Transaction
from libs.contracts.base import Event
from libs.contracts.faults import InvalidRequest
from libs.formengine import RecordState

from ..domain.states import waiting_roles
from ..queries import definitions
from ..tables import (
    Contribution,
    DataPoint,
    Decision,
    Goal,
    Participant,
    Person,
    PlanAdaptation,
    Portfolio,
    Record,
    Registration,
    Request,
)
from .breadth import assessors_of
from .decisions import decision_event
from .emitting import points_event
from .following import request_event
from .goals import goal_event
from .plans import plan_event
from .portfolios import opened_event
from .registrations import registration_event
from .running import record_event

NOTHING = UUID(int=0)
Batch = list[tuple[UUID, Event]]


def restate(tx: Transaction, *, cursor: str | None = None, limit: int = 500) -> dict[str, Any]:
    """Emit up to `limit` current facts -> {sent, next}; `next` is None when all were said."""
    institutions = _institutions(tx)
    if not institutions:
        return {"sent": 0, "next": None}
    institution, kind, after = _position(cursor, institutions)
    sent = 0
    while True:
        _enter(tx, institution)
        batch = BATCHES[kind](tx, after, limit - sent)
        for _, event in batch:
            tx.emit(event)
        sent += len(batch)
        if sent >= limit:
            return {"sent": sent, "next": f"{institution}/{kind}/{batch[-1][0]}"}
        following = _next(institutions, institution, kind)
        if following is None:
            return {"sent": sent, "next": None}
        (institution, kind), after = following, NOTHING


def _institutions(tx: Transaction) -> list[UUID]:
    if tx.principal.institution_id:
        return [tx.principal.institution_id]
    rows = tx.session.scalars(text("SELECT institution FROM institutions_with_portfolios()"))
    return sorted(rows)


def _enter(tx: Transaction, institution: UUID) -> None:
    """Go behind the wall of an institution, and of the network its portfolios belong to."""
    if tx.principal.institution_id == institution:
        return
    tx.act_for(institution)
    network_id = tx.session.scalars(select(Portfolio.network_id).limit(1)).first()
    tx.act_as(replace(tx.principal, network_id=network_id, zone=_zone_of_most(tx)))


def _zone_of_most(tx: Transaction) -> str:
    """The zone of the institution: people have it who chose none of their own, and so most."""
    people = select(Person.timezone).group_by(Person.timezone)
    most = people.order_by(func.count().desc(), Person.timezone).limit(1)
    return tx.session.scalars(most).first() or DEFAULT_ZONE


def _position(cursor: str | None, institutions: list[UUID]) -> tuple[UUID, str, UUID]:
    if not cursor:
        return institutions[0], next(iter(BATCHES)), NOTHING
    try:
        institution, kind, after = cursor.split("/")
        found = (UUID(institution), kind, UUID(after))
    except ValueError as error:
        raise InvalidRequest(errors={"cursor": ["not a cursor"]}) from error
    if found[0] not in institutions or kind not in BATCHES:
        raise InvalidRequest(errors={"cursor": ["not a cursor"]})
    return found


def _next(institutions: list[UUID], institution: UUID, kind: str) -> tuple[UUID, str] | None:
    kinds = list(BATCHES)
    place = kinds.index(kind) + 1
    if place < len(kinds):
        return institution, kinds[place]
    later = institutions[institutions.index(institution) + 1 :]
    return (later[0], kinds[0]) if later else None


def _rows(tx: Transaction, table: Any, after: UUID, limit: int) -> list[Any]:
    query = select(table).where(table.id > after).order_by(table.id).limit(limit)
    return list(tx.session.scalars(query))


def _portfolios(tx: Transaction, after: UUID, limit: int) -> Batch:
    return [(one.id, opened_event(one)) for one in _rows(tx, Portfolio, after, limit)]


def _records(tx: Transaction, after: UUID, limit: int) -> Batch:
    rows = _rows(tx, Record, after, limit)
    done = [one.id for one in rows if one.state == "done"]
    sent = _by_record(tx, Contribution, done)
    people = _by_record(tx, Participant, done)
    found: Batch = []
    for one in rows:
        definition = definitions.form(tx, one.form_hash)
        waiting = waiting_roles(definition, RecordState.from_json(one.progress))
        mine, theirs = sent.get(one.id, ()), people.get(one.id, ())
        assessors = assessors_of(one, definition, mine, theirs)
        found.append((one.id, record_event(one, waiting, assessors)))
    return found


def _by_record(tx: Transaction, table: Any, record_ids: list[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in tx.session.scalars(select(table).where(table.record_id.in_(record_ids))):
        found.setdefault(row.record_id, []).append(row)
    return found


def _points(tx: Transaction, after: UUID, limit: int) -> Batch:
    """Sets of points; a set that was taken back is told as empty, with its revision."""
    ids = list(
        tx.session.scalars(
            select(DataPoint.contribution_id)
            .where(DataPoint.contribution_id > after)
            .distinct()
            .order_by(DataPoint.contribution_id)
            .limit(limit)
        )
    )
    rows: dict[UUID, list[DataPoint]] = {}
    for row in tx.session.scalars(select(DataPoint).where(DataPoint.contribution_id.in_(ids))):
        rows.setdefault(row.contribution_id, []).append(row)
    sources = {
        one.id: one
        for one in tx.session.scalars(select(Contribution).where(Contribution.id.in_(ids)))
    }
    records = {
        one.id: one
        for one in tx.session.scalars(
            select(Record).where(Record.id.in_({each[0].record_id for each in rows.values()}))
        )
    }
    return [(one, _set_of(rows[one], sources.get(one), records)) for one in ids]


def _set_of(
    rows: list[DataPoint], source: Contribution | None, records: dict[UUID, Record]
) -> Event:
    current = [row.__dict__ for row in rows if row.superseded_at is None]
    first = rows[0]
    return points_event(
        records[first.record_id],
        first.contribution_id,
        source.emitted_revision if source else first.revision,
        first.role,
        source.sent_at if source else first.recorded_at,
        sorted(current, key=lambda row: str(row["id"])),
    )


def _requests(tx: Transaction, after: UUID, limit: int) -> Batch:
    query = (
        select(Request, Participant.person_id)
        .join(Participant, Participant.id == Request.participant_id)
        .where(Request.id > after)
        .order_by(Request.id)
        .limit(limit)
    )
    return [(row[0].id, request_event(row[0], row[1])) for row in tx.session.execute(query)]


def _goals(tx: Transaction, after: UUID, limit: int) -> Batch:
    return [(one.id, goal_event(tx, one)) for one in _rows(tx, Goal, after, limit)]


def _registrations(tx: Transaction, after: UUID, limit: int) -> Batch:
    network_id = tx.principal.network_id
    return [
        (one.id, registration_event(one, network_id))
        for one in _rows(tx, Registration, after, limit)
    ]


def _plans(tx: Transaction, after: UUID, limit: int) -> Batch:
    """Of each portfolio whose plan was ever changed what counts now."""
    query = (
        select(Portfolio)
        .where(
            Portfolio.id > after,
            select(PlanAdaptation.id).where(PlanAdaptation.portfolio_id == Portfolio.id).exists(),
        )
        .order_by(Portfolio.id)
        .limit(limit)
    )
    return [(one.id, plan_event(tx, one)) for one in tx.session.scalars(query).all()]


def _decisions(tx: Transaction, after: UUID, limit: int) -> Batch:
    network_id = tx.principal.network_id
    zone = tx.principal.zone
    rows = _rows(tx, Decision, after, limit)
    return [(one.id, decision_event(one, network_id, zone)) for one in rows]


BATCHES: dict[str, Callable[[Transaction, UUID, int], Batch]] = {
    "portfolio": _portfolios,
    "plan": _plans,
    "record": _records,
    "points": _points,
    "request": _requests,
    "goal": _goals,
    "registration": _registrations,
    "decision": _decisions,
}
