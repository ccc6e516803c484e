"""Requests: whom a learner asked, whom they asked before, and what a mail needs to know."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.addresses import address_hint
from ..domain.requests import WAITING, RequestState
from ..tables import Participant, Record, Request
from . import definitions, shapes
from .access import looked_into, portfolio_for
from .known import known_records
from .pages import first_true, page_by, values_of

MOST_REQUESTS = 100
MOST_ASSESSORS = 20
OPEN = sorted(WAITING)
UNANSWERED = (RequestState.DECLINED, RequestState.EXPIRED)


def joined() -> Select[Any]:
    """Requests with their participant and record."""
    return (
        select(Request, Participant, Record)
        .join(Participant, Participant.id == Request.participant_id)
        .join(Record, Record.id == Request.record_id)
    )


def asked(
    tx: Transaction, *, portfolio_id: UUID, cursor: str | None = None, limit: int = MOST_REQUESTS
) -> dict[str, Any]:
    """Requests of a portfolio, open ones first, then the latest."""
    seen = portfolio_for(tx, portfolio_id)
    here = (Request.portfolio_id == portfolio_id, known_records(tx, seen))
    query = _open_first(joined().where(*here))
    after = first_true(values_of(cursor, 3))
    if after:
        query = query.where(tuple_(*_OPEN_FIRST) < after)
    found = [tuple(row) for row in tx.session.execute(query.limit(limit + 1))]
    rows, more = page_by(
        found, limit, lambda row: (row[0].state in WAITING, row[0].asked_at, row[0].id)
    )
    looked_into(tx, "requests.list", seen)
    return {"requests": shapes.requests(rows), "next": more}


_OPEN_FIRST = (Request.state.in_(OPEN), Request.asked_at, Request.id)


def _open_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(*(key.desc() for key in _OPEN_FIRST))


def asked_in(
    tx: Transaction, portfolio_id: UUID, *, ended_since: dt.datetime, limit: int = MOST_REQUESTS
) -> list[dict[str, Any]]:
    """Requests that wait, and those asked since then that ended without an answer; the caller has
    been let in already."""
    unanswered = Request.state.in_(UNANSWERED) & (Request.asked_at >= ended_since)
    query = joined().where(
        Request.portfolio_id == portfolio_id, Request.state.in_(OPEN) | unanswered
    )
    found = tx.session.execute(_open_first(query).limit(limit))
    return shapes.requests(tuple(row) for row in found)


def of_record(tx: Transaction, record_id: UUID) -> list[dict[str, Any]]:
    """The requests of one record, latest first."""
    query = joined().where(Request.record_id == record_id).order_by(Request.asked_at.desc())
    return shapes.requests(tuple(row) for row in tx.session.execute(query))


def recent_assessors(tx: Transaction, *, portfolio_id: UUID) -> dict[str, Any]:
    """People the learner asked before, latest first, each once."""
    seen = portfolio_for(tx, portfolio_id)
    if not seen.is_owner:
        raise NotFound()
    query = (
        joined()
        .where(Request.portfolio_id == portfolio_id)
        .order_by(Request.asked_at.desc())
        .limit(300)
    )
    found: dict[str, dict[str, Any]] = {}
    for row, person, _ in tx.session.execute(query):
        key = str(person.person_id or person.email_hash)
        entry = found.setdefault(key, _assessor(person, key) | {"last_asked_at": row.asked_at})
        if entry["open_request_id"] is None and row.state in OPEN:
            entry["open_request_id"] = row.id
    looked_into(tx, "assessors.list", seen)
    return {"assessors": list(found.values())[:MOST_ASSESSORS]}


def _assessor(person: Participant, key: str) -> dict[str, Any]:
    return {
        "person_id": person.person_id,
        "name": person.name,
        # The learner typed this address; whole, so that asking again needs no typing.
        "email": person.email,
        "email_hint": address_hint(person.email),
        "participant_key": key,
        "open_request_id": None,
    }


def request_for_mail(tx: Transaction, *, request_id: UUID) -> dict[str, Any]:
    """What the mail about a request says. For notifications only; the service's own institution
    comes with its passport."""
    row = tx.session.execute(joined().where(Request.id == request_id)).one_or_none()
    if row is None:
        raise NotFound()
    request, person, record = row
    definition = definitions.form(tx, record.form_hash)
    return {
        "request": shapes.request(request, person, record),
        "email": person.email,
        "person_id": person.person_id,
        "assessor_name": person.name,
        "message": request.message,
        "language": request.language,
        "learner_id": request.learner_id,
        "title": record.title,
        "minutes": definition.document.get("minutes"),
        "stage": request.stage,
        "place": record.context.get("place"),
        "encounter_date": record.encounter_date,
        "auth": "account" if person.person_id else "link",
    }
