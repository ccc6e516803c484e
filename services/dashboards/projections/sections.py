"""The sections of a view, each worked out again from the facts of its portfolio."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction

from ..domain import needs, requirements
from ..tables import Decision, Goal, Point, Record, Registration, Request
from . import judging
from .views import HeldView

MOST_DECISIONS = 100


def evaluate(tx: Transaction, view: HeldView) -> None:
    """Requirements, phase and coming decision, as of today; nothing before the programme is
    known."""
    found = judging.own_programme(tx, view.row.portfolio_id)
    if found is None:
        return
    today = tx.today()
    judged = judging.judged(tx, {view.row.portfolio_id: found}, today)[view.row.portfolio_id]
    programme, course = found.programme, found.course
    view.put(
        requirements=judged,
        behind=requirements.count_behind(judged),
        phase=requirements.phase_key(programme, course, today),
        next_decision_on=requirements.next_moment(programme.moments, course, today),
    )
    view.row.evaluated_on = today


def activity(tx: Transaction, view: HeldView) -> None:
    """The day on which anything last happened."""
    newest = tx.session.scalar(
        sa.select(sa.func.max(Record.changed_at)).where(
            Record.portfolio_id == view.row.portfolio_id
        )
    )
    zone = zoneinfo.ZoneInfo(tx.principal.zone)
    view.put(last_activity_on=newest and newest.astimezone(zone).date())


def requests(tx: Transaction, view: HeldView) -> None:
    """How many were asked, wait too long, and answered."""
    is_open = Request.state.in_(needs.OPEN_REQUESTS)
    since = tx.now - dt.timedelta(days=needs.OVERDUE_AFTER_DAYS)
    row = tx.session.execute(
        sa.select(
            sa.func.count().filter(is_open),
            sa.func.count().filter(is_open, Request.asked_at <= since),
            sa.func.count().filter(Request.state.in_(needs.ANSWERED_REQUESTS)),
            sa.func.min(Request.asked_at).filter(is_open),
        ).where(Request.portfolio_id == view.row.portfolio_id)
    ).one()
    view.put(
        open_requests=row[0],
        overdue_requests=row[1],
        answered_requests=row[2],
        oldest_request_at=row[3],
    )


def goals(tx: Transaction, view: HeldView) -> None:
    rows = tx.session.execute(
        sa.select(
            sa.func.count().filter(Goal.state.in_(needs.OPEN_GOALS)),
            sa.func.count().filter(Goal.state.in_(needs.FINISHED_GOALS)),
        ).where(Goal.portfolio_id == view.row.portfolio_id)
    ).one()
    view.put(goals={"open": rows[0], "finished": rows[1]})


def registrations(tx: Transaction, view: HeldView) -> None:
    """Per kind: how many and how many hours, of which approved; what was withdrawn is gone."""
    approved = Registration.state == "approved"
    hours = sa.func.coalesce(sa.func.sum(Registration.hours), 0.0)
    rows = tx.session.execute(
        sa.select(
            Registration.kind,
            sa.func.count().label("count"),
            sa.func.count().filter(approved).label("approved"),
            hours.label("hours"),
            sa.func.coalesce(sa.func.sum(Registration.hours).filter(approved), 0.0).label(
                "hours_approved"
            ),
            sa.func.max(Registration.on).label("last_on"),
        )
        .where(
            Registration.portfolio_id == view.row.portfolio_id, Registration.state != "withdrawn"
        )
        .group_by(Registration.kind)
        .order_by(Registration.kind)
    ).mappings()
    view.put(registrations=[_plain(row) for row in rows])


def decisions(tx: Transaction, view: HeldView) -> None:
    """Advice and decisions, newest first, without those that were revoked or superseded."""
    rows = tx.session.scalars(
        sa.select(Decision)
        .where(
            Decision.portfolio_id == view.row.portfolio_id,
            Decision.state.in_(needs.SHOWN_DECISIONS),
        )
        .order_by(Decision.decided_on.desc(), Decision.id)
        .limit(MOST_DECISIONS)
    )
    shown = ("kind", "result", "light", "outcome", "decided_on", "valid_from", "valid_until")
    view.put(
        decisions=[
            _plain(
                {"decision_id": row.id}
                | {name: getattr(row, name) for name in shown}
                | {"record_id": row.record_id, "advice": row.advice}
            )
            for row in rows
        ]
    )


def concerns(tx: Transaction, view: HeldView) -> None:
    """Flags of the last months, counted for each audience that may know of them."""
    since = tx.today() - dt.timedelta(days=needs.CONCERN_DAYS)
    rows = tx.session.execute(
        sa.select(Point.audience, sa.func.count().label("flags"))
        .where(
            Point.portfolio_id == view.row.portfolio_id,
            Point.kind == "flag",
            Point.encounter_date >= since,
        )
        .group_by(Point.audience)
    )
    view.put(concerns={row.audience: row.flags for row in rows})


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON keeps it: ids and dates as text."""
    return {
        name: value.isoformat()
        if isinstance(value, dt.date)
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in dict(row).items()
    }
