"""Start pages: what waits for the caller, whom they asked, what happened last.

Everything is found by index: tasks by person or office, portfolios by learner, so the page costs
the same for a teacher of 3 and of 300 learners.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, tuple_

from libs.chassis.transaction import Transaction

from ..domain.access import OWNER, STAFF_ROLES, Access, Bond, access_of, foremost, holds
from ..tables import Portfolio, Record, Relation, Request, Task
from . import plans, requests, shapes
from .access import PARTICIPANT, looked
from .begun import begun
from .known import known_of
from .pages import page, values_of

RECENT = 8
# Looked through for those of which the caller may know.
LATEST = 4 * RECENT
WAITING_SHOWN = 20
# So long a learner reads on the start page that somebody declined or never answered.
TOLD = dt.timedelta(days=28)


def home(tx: Transaction) -> dict[str, Any]:
    """The caller's own start page."""
    own = _own_portfolios(tx)
    tasks, _ = _tasks(tx, None, WAITING_SHOWN)
    asked = [
        one
        for portfolio in own
        for one in requests.asked_in(tx, portfolio.id, ended_since=tx.now - TOLD, limit=20)
    ]
    _looked_at_own(tx, "home.read", own)
    return {
        "portfolios": [summary(tx, portfolio, Access({OWNER})) for portfolio in own],
        "waiting": tasks,
        "asked": asked,
        "recent": _recent(tx, own),
        "counts": {
            "waiting": _count_tasks(tx),
            "open_requests": _count_requests(tx, own),
        },
    }


def waiting(tx: Transaction, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """All that waits for the caller, the longest waiting first; with what was `begun` there."""
    tasks, more = _tasks(tx, cursor, limit)
    there = begun(tx, [task["record_id"] for task in tasks])
    for task in tasks:
        task["begun"] = (task["record_id"], task["stage"]) in there
    _looked_at_own(tx, "waiting.read", ())
    return {"waiting": tasks, "next": more}


def _looked_at_own(tx: Transaction, action: str, own: Sequence[Portfolio]) -> None:
    """The caller's own list of work; a learner's is of their own portfolio."""
    person_id = tx.principal.person_id
    if person_id is not None:
        looked(
            tx,
            action,
            object_kind="person",
            object_id=person_id,
            subject_id=person_id if own else None,
            access=Access({OWNER if own else PARTICIPANT}),
        )


def summary(tx: Transaction, portfolio: Portfolio, access: Access) -> dict[str, Any]:
    """A portfolio with its phase today and by what right the caller looks at it: the foremost."""
    programme = plans.followed(tx, portfolio)
    phase = programme.phase_on(tx.today(), portfolio.starts_on, portfolio.part_time)
    return {
        "portfolio_id": portfolio.id,
        "learner_id": portfolio.learner_id,
        "programme_key": portfolio.programme_key,
        "programme_hash": portfolio.programme_hash,
        "phase": phase.key if phase else None,
        "starts_on": portfolio.starts_on,
        "state": portfolio.state,
        "access": foremost(access),
        "own": OWNER in access,
        "is_developmental": programme.is_developmental,
    }


def _own_portfolios(tx: Transaction) -> list[Portfolio]:
    query = (
        select(Portfolio)
        .where(Portfolio.learner_id == tx.principal.person_id)
        .order_by(Portfolio.state, Portfolio.starts_on.desc())
    )
    return list(tx.session.scalars(query))


def _mine(tx: Transaction) -> Any:
    """SQL: tasks of the caller as a person, or as a holder of the office nobody took yet."""
    offices = sorted(STAFF_ROLES.intersection(tx.principal.roles))
    return or_(
        and_(
            Task.person_id == tx.principal.person_id,
            or_(Task.office.is_(None), Task.office.in_(STAFF_ROLES)),
        ),
        and_(Task.person_id.is_(None), Task.office.in_(offices)),
    )


def _tasks(
    tx: Transaction, cursor: str | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    after = values_of(cursor, 2)
    query = select(Task).where(_mine(tx))
    if after:
        query = query.where(tuple_(Task.since, Task.id) > tuple(after))
    query = query.order_by(Task.since, Task.id).limit(limit + 1)
    rows, more = page(list(tx.session.scalars(query)), limit, "since", "id")
    records = _records_of(tx, rows)
    return [_task(row, records[row.record_id]) for row in rows], more


def _records_of(tx: Transaction, tasks: list[Task]) -> dict[Any, Record]:
    query = select(Record).where(Record.id.in_({task.record_id for task in tasks}))
    return {record.id: record for record in tx.session.scalars(query)}


def _task(task: Task, record: Record) -> dict[str, Any]:
    return {
        "record_id": task.record_id,
        "stage": task.stage,
        "act": task.act,
        "role": task.role,
        "participant_id": task.participant_id,
        "title": record.title,
        "form_key": record.form_key,
        "form_hash": record.form_hash,
        "record_state": record.state,
        "learner_id": task.learner_id,
        "portfolio_id": task.portfolio_id,
        "since": task.since,
        "due_at": task.due_at,
        "encounter_date": record.encounter_date,
    }


def _count_tasks(tx: Transaction) -> int:
    return tx.session.scalar(select(func.count()).select_from(Task).where(_mine(tx))) or 0


def _count_requests(tx: Transaction, own: list[Portfolio]) -> int:
    query = select(func.count()).where(
        Request.portfolio_id.in_([one.id for one in own]), Request.state.in_(requests.OPEN)
    )
    return tx.session.scalar(query) or 0


def _recent(tx: Transaction, own: list[Portfolio]) -> list[dict[str, Any]]:
    """The last records of the own portfolio, or of the learners a staff member has today."""
    query = select(Record).where(Record.state != "draft")
    if own:
        rights = {one.learner_id: Access({OWNER}) for one in own}
        query = query.where(Record.portfolio_id.in_([one.id for one in own]))
    else:
        rights = _rights_today(tx)
        if not rights:
            return []
        query = query.where(Record.learner_id.in_(rights))
    latest = tx.session.scalars(query.order_by(Record.last_at.desc()).limit(LATEST)).all()
    return shapes.cards(tx, known_of(tx, latest, rights)[:RECENT])


def _rights_today(tx: Transaction) -> dict[UUID, Access]:
    """The learners with whom somebody of the staff has a relation today, each with all rights."""
    who = tx.principal
    bonds: dict[UUID, list[Bond]] = {}
    for one in tx.session.scalars(select(Relation).where(Relation.person_id == who.person_id)):
        if holds(one.starts_on, one.ends_on, tx.today()):
            bond = Bond(one.kind, one.person_id, one.starts_on, one.ends_on)
            bonds.setdefault(one.learner_id, []).append(bond)
    return {
        learner_id: access_of(
            person_id=who.person_id,
            roles=who.roles,
            learner_id=learner_id,
            bonds=found,
            day=tx.today(),
        )
        for learner_id, found in bonds.items()
    }
