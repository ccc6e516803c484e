"""The sections of a view, each worked out again from the facts of its portfolio."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction

from ..domain import calendar, needs, requirements
from ..domain.programme import EMPTY, Programme, Rule
from ..tables import Decision, Enrolment, Goal, Point, Portfolio, Record, Registration, Request
from .programmes import known_programme
from .views import HeldView

MOST_DECISIONS = 100
ZONE = zoneinfo.ZoneInfo("Europe/Amsterdam")  # of the chassis' `today`

_COUNTS = sa.text(
    """
    SELECT r.place,
      CASE WHEN r.registration IS NULL THEN (
        SELECT count(*) FROM record WHERE record.portfolio_id = :portfolio
          AND record.state = 'done' AND record.form_key = ANY (r.forms)
          AND record.encounter_date BETWEEN r.first AND r.last)
      ELSE (
        SELECT CASE WHEN r.hours THEN coalesce(sum(registration.hours), 0) ELSE count(*) END
        FROM registration WHERE registration.portfolio_id = :portfolio
          AND registration.state = 'approved' AND registration.kind = r.registration
          AND registration."on" BETWEEN r.first AND r.last)
      END
    FROM jsonb_to_recordset(:spans) AS r
      (place int, forms text[], registration text, hours boolean, first date, last date)
    ORDER BY r.place
    """
).bindparams(sa.bindparam("spans", type_=sa.dialects.postgresql.JSONB))


def evaluate(tx: Transaction, view: HeldView) -> None:
    """Requirements, phase and coming decision, as of today; nothing before the programme is
    known."""
    found = _course(tx, view.row.portfolio_id)
    if found is None:
        return
    course, programme, today = *found, tx.today()
    dues = requirements.current(programme, course, today)
    counts = _counted(tx, view.row.portfolio_id, dues)
    judged = [
        found
        for due, count, before in zip(dues, counts[0::2], counts[1::2], strict=True)
        if (found := requirements.judge(due, count, before, today))
    ]
    view.put(
        requirements=judged,
        behind=requirements.count_behind(judged),
        phase=requirements.phase_key(programme, course, today),
        next_decision_on=requirements.next_moment(programme.moments, course, today),
    )
    view.row.evaluated_on = today


def _course(tx: Transaction, portfolio_id: UUID) -> tuple[calendar.Course, Programme] | None:
    """The newest known start and part-time: an enrolment speaks before its portfolio does."""
    portfolio = tx.session.get(Portfolio, portfolio_id)
    if portfolio is None:
        return None
    enrolment = tx.session.scalars(
        sa.select(Enrolment)
        .where(
            Enrolment.person_id == portfolio.learner_id,
            Enrolment.programme_key == portfolio.programme_key,
        )
        .order_by(Enrolment.starts_on.desc(), Enrolment.id)
        .limit(1)
    ).first()
    place = enrolment or portfolio
    programme = known_programme(tx, portfolio.programme_hash)
    course = calendar.Course(place.starts_on, place.part_time)
    return course, programme.rules if programme else EMPTY


def _counted(tx: Transaction, portfolio_id: UUID, dues: list[requirements.Due]) -> list[float]:
    """For each requirement two numbers, in order: of its period and of the period before."""
    spans: list[dict[str, Any]] = []
    for due in dues:
        spans.append(_span(len(spans), due.rule, due.period.first, due.until))
        before = due.previous
        nothing = (due.period.first, due.period.first - dt.timedelta(days=1))
        first, last = (before.first, before.last) if before else nothing
        spans.append(_span(len(spans), due.rule, first, last))
    if not spans:
        return []
    rows = tx.session.execute(_COUNTS, {"portfolio": portfolio_id, "spans": spans})
    return [float(count) for _, count in rows]


def _span(place: int, rule: Rule, first: dt.date, last: dt.date) -> dict[str, Any]:
    return {
        "place": place,
        "forms": list(rule.forms),
        "registration": rule.registration,
        "hours": rule.hours,
        "first": first.isoformat(),
        "last": last.isoformat(),
    }


def activity(tx: Transaction, view: HeldView) -> None:
    """The day on which anything last happened."""
    newest = tx.session.scalar(
        sa.select(sa.func.max(Record.changed_at)).where(
            Record.portfolio_id == view.row.portfolio_id
        )
    )
    view.put(last_activity_on=newest and newest.astimezone(ZONE).date())


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
