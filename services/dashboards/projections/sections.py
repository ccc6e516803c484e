"""The sections of a view, each worked out again from the facts of its portfolio, for all views
that a batch of events touched."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction

from ..domain import needs, requirements
from ..domain.audience import EVERYBODY
from ..tables import Decision, Goal, Point, Portfolio, Record, Registration, Request
from . import facts, judging
from .views import Touched

MOST_DECISIONS = 100


def evaluate(tx: Transaction, touched: Touched) -> None:
    """Requirements, phase and coming decision, as of today; nothing before the portfolio is
    known."""
    views = {view.portfolio_id: view for view in touched}
    facts.fetch(tx, Portfolio, views)
    followed = [one for id in views if (one := facts.known(tx, Portfolio, id)) is not None]
    owns = judging.own_programmes(tx, followed)
    today = tx.today()
    for portfolio_id, judged in judging.judged(tx, owns, today).items():
        programme, course = owns[portfolio_id].programme, owns[portfolio_id].course
        view = views[portfolio_id]
        view.put(
            requirements=judged,
            behind=requirements.count_behind(judged),
            phase=requirements.phase_key(programme, course, today),
            next_decision_on=requirements.next_moment(programme.moments, course, today),
        )
        view.row.evaluated_on = today


def activity(tx: Transaction, touched: Touched) -> None:
    """The day on which anything last happened."""
    newest = dict(_rows(tx, touched, Record, sa.func.max(Record.changed_at)))
    zone = zoneinfo.ZoneInfo(tx.principal.zone)
    for view in touched:
        last = newest.get(view.portfolio_id)
        view.put(last_activity_on=last and last.astimezone(zone).date())


def requests(tx: Transaction, touched: Touched) -> None:
    """How many were asked, wait too long, and answered."""
    is_open = Request.state.in_(needs.OPEN_REQUESTS)
    since = tx.now - dt.timedelta(days=needs.OVERDUE_AFTER_DAYS)
    rows = _rows(
        tx,
        touched,
        Request,
        sa.func.count().filter(is_open),
        sa.func.count().filter(is_open, Request.asked_at <= since),
        sa.func.count().filter(Request.state.in_(needs.ANSWERED_REQUESTS)),
        sa.func.min(Request.asked_at).filter(is_open),
    )
    counted = {row[0]: row[1:] for row in rows}
    for view in touched:
        waiting, overdue, answered, oldest = counted.get(view.portfolio_id, (0, 0, 0, None))
        view.put(
            open_requests=waiting,
            overdue_requests=overdue,
            answered_requests=answered,
            oldest_request_at=oldest,
        )


def goals(tx: Transaction, touched: Touched) -> None:
    """How many are open and finished: those of everybody, and of each audience for `few`."""
    wanted = _of(
        touched,
        Goal,
        Goal.audience,
        sa.func.count().filter(Goal.state.in_(needs.OPEN_GOALS)),
        sa.func.count().filter(Goal.state.in_(needs.FINISHED_GOALS)),
    )
    counted: dict[UUID, dict[str, dict[str, int]]] = defaultdict(dict)
    for portfolio_id, meant, waiting, finished in tx.session.execute(
        wanted.group_by(Goal.audience)
    ):
        counted[portfolio_id][meant] = {"open": waiting, "finished": finished}
    for view in touched:
        few = counted[view.portfolio_id]
        for_all = few.pop(EVERYBODY, {"open": 0, "finished": 0})
        view.put(goals=for_all | ({"few": few} if few else {}))


def registrations(tx: Transaction, touched: Touched) -> None:
    """Per kind and audience: how many and how many hours, of which approved; what was withdrawn is
    gone."""
    for view in touched:
        view.put(registrations=_registered(tx, view.portfolio_id))


def _registered(tx: Transaction, portfolio_id: UUID) -> list[dict[str, Any]]:
    approved = Registration.state == "approved"
    hours = sa.func.coalesce(sa.func.sum(Registration.hours), 0.0)
    rows = tx.session.execute(
        sa.select(
            Registration.kind,
            Registration.audience,
            sa.func.count().label("count"),
            sa.func.count().filter(approved).label("approved"),
            hours.label("hours"),
            sa.func.coalesce(sa.func.sum(Registration.hours).filter(approved), 0.0).label(
                "hours_approved"
            ),
            sa.func.max(Registration.on).label("last_on"),
        )
        .where(Registration.portfolio_id == portfolio_id, Registration.state != "withdrawn")
        .group_by(Registration.kind, Registration.audience)
        .order_by(Registration.kind, Registration.audience)
    ).mappings()
    return [_plain(row) for row in rows]


def decisions(tx: Transaction, touched: Touched) -> None:
    """Advice and decisions, newest first, without those that were revoked or superseded."""
    for view in touched:
        view.put(decisions=_decided(tx, view.portfolio_id))


def _decided(tx: Transaction, portfolio_id: UUID) -> list[dict[str, Any]]:
    rows = tx.session.scalars(
        sa.select(Decision)
        .where(
            Decision.portfolio_id == portfolio_id,
            Decision.state.in_(needs.SHOWN_DECISIONS),
        )
        .order_by(Decision.decided_on.desc(), Decision.id)
        .limit(MOST_DECISIONS)
    )
    shown = ("kind", "result", "light", "outcome", "decided_on", "valid_from", "valid_until")
    return [
        _plain(
            {"decision_id": row.id}
            | {name: getattr(row, name) for name in shown}
            | {"record_id": row.record_id, "advice": row.advice, "audience": row.audience}
        )
        for row in rows
    ]


def concerns(tx: Transaction, touched: Touched) -> None:
    """Open concerns of the last months, counted for each audience that may know of them."""
    since = tx.today() - dt.timedelta(days=needs.CONCERN_DAYS)
    is_concern = sa.or_(
        Point.slot.in_(needs.CONCERNS),
        Point.sort.in_(needs.CONCERNS),
        # One of before its sort was told: rather looked at once too often.
        sa.and_(Point.slot.is_(None), Point.sort.is_(None)),
    )
    is_closed = sa.func.coalesce(Point.state, "").in_(needs.CLOSED_CONCERNS)
    flagged: dict[UUID, dict[str, int]] = defaultdict(dict)
    wanted = _of(touched, Point, Point.audience, sa.func.count())
    wanted = wanted.where(Point.kind == "flag", Point.encounter_date >= since)
    for portfolio_id, audience, flags in tx.session.execute(
        wanted.where(is_concern, ~is_closed).group_by(Point.audience)
    ):
        flagged[portfolio_id][audience] = flags
    for view in touched:
        view.put(concerns=flagged.get(view.portfolio_id, {}))


def _of(touched: Touched, table: Any, *columns: Any) -> Any:
    """A query of these columns for each of the portfolios, whose id comes first."""
    ids = sorted(view.portfolio_id for view in touched)
    wanted = sa.select(table.portfolio_id, *columns).where(table.portfolio_id.in_(ids))
    return wanted.group_by(table.portfolio_id)


def _rows(tx: Transaction, touched: Touched, table: Any, *columns: Any) -> Any:
    return tx.session.execute(_of(touched, table, *columns)).all()


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
