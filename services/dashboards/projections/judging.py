"""What is required of learners against what they have done, one or a whole cohort at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.course import calendar

from ..domain import requirements
from ..domain.adaptations import Own, of_learner
from ..domain.choices import settled
from ..domain.conditions import Assessor, Done, Rating, Tally, tally
from ..domain.programme import EMPTY, Programme, Rule
from ..domain.requirements import Due
from ..tables import Enrolment, Plan, Portfolio
from .programmes import known_programme

# For each span: how much was done in it. Both queries read by the same index, one span at a time.
_SPANS = """
  FROM jsonb_to_recordset(:spans) AS r (place int, portfolio uuid, forms text[], registration text,
    hours boolean, scales text[], first date, last date)
"""
_COUNTS = sa.text(
    """
    SELECT r.place,
      CASE WHEN r.registration IS NULL THEN (
        SELECT count(*) FROM record WHERE record.portfolio_id = r.portfolio
          AND record.state = 'done' AND record.form_key = ANY (r.forms)
          AND record.encounter_date BETWEEN r.first AND r.last)
      ELSE (
        SELECT CASE WHEN r.hours THEN coalesce(sum(registration.hours), 0) ELSE count(*) END
        FROM registration WHERE registration.portfolio_id = r.portfolio
          AND registration.state = 'approved' AND registration.kind = r.registration
          AND registration."on" BETWEEN r.first AND r.last)
      END
    """
    + _SPANS
    + "ORDER BY r.place"
).bindparams(sa.bindparam("spans", type_=sa.dialects.postgresql.JSONB))
# The same one by one, with who assessed, where, and the ratings on the scales that are asked.
_FINISHED = sa.text(
    """
    SELECT r.place, done.*
    """
    + _SPANS
    + """
    CROSS JOIN LATERAL (
      SELECT record.encounter_date AS "on", 1.0::float AS amount, record.context,
        record.assessors, coalesce((
          SELECT jsonb_agg(jsonb_build_array(point.scale, point.value, point.role, point.item))
          FROM point WHERE point.record_id = record.id AND point.kind = 'point'
            AND point.value IS NOT NULL AND point.scale = ANY (r.scales)), '[]') AS ratings
      FROM record WHERE r.registration IS NULL AND record.portfolio_id = r.portfolio
        AND record.state = 'done' AND record.form_key = ANY (r.forms)
        AND record.encounter_date BETWEEN r.first AND r.last
      UNION ALL
      SELECT registration."on", CASE WHEN r.hours THEN coalesce(registration.hours, 0) ELSE 1 END,
        record.context, coalesce(record.assessors, '[]'), '[]'
      FROM registration LEFT JOIN record ON record.id = registration.record_id
      WHERE registration.portfolio_id = r.portfolio AND registration.state = 'approved'
        AND registration.kind = r.registration
        AND registration."on" BETWEEN r.first AND r.last
    ) AS done
    ORDER BY r.place, done."on"
    """
).bindparams(sa.bindparam("spans", type_=sa.dialects.postgresql.JSONB))


def own_programmes(
    tx: Transaction, portfolios: Sequence[Portfolio], programme: Programme | None = None
) -> dict[UUID, Own]:
    """The programmes of portfolios as their learners follow them, by portfolio; with `programme`
    in place of the one they follow."""
    ids = [one.id for one in portfolios]
    plans = dict(
        tx.session.execute(sa.select(Plan.id, Plan.adaptations).where(Plan.id.in_(ids))).all()
    )
    courses = _courses(tx, portfolios)
    return {
        one.id: of_learner(
            programme or _followed(tx, one), courses[one.id], plans.get(one.id, ()), tx.today()
        )
        for one in portfolios
    }


def _followed(tx: Transaction, portfolio: Portfolio) -> Programme:
    known = known_programme(tx, portfolio.programme_hash)
    return known.rules if known else EMPTY


def _courses(tx: Transaction, portfolios: Sequence[Portfolio]) -> dict[UUID, calendar.Course]:
    """The newest known start and part-time: an enrolment speaks before its portfolio does."""
    newest: dict[tuple[UUID, str], Enrolment] = {}
    theirs = sa.select(Enrolment).where(
        Enrolment.person_id.in_({one.learner_id for one in portfolios})
    )
    for one in tx.session.scalars(theirs.order_by(Enrolment.starts_on, Enrolment.id.desc())):
        newest[one.person_id, one.programme_key] = one
    places = {one.id: newest.get((one.learner_id, one.programme_key), one) for one in portfolios}
    return {id: calendar.Course(one.starts_on, one.part_time) for id, one in places.items()}


def judged(
    tx: Transaction, owns: Mapping[UUID, Own], today: dt.date
) -> dict[UUID, list[dict[str, Any]]]:
    """The requirements of each portfolio on a day, in at most two queries for all of them."""
    dues = {id: requirements.current(own.programme, own.course, today) for id, own in owns.items()}
    tallies = iter(_tallies(tx, [(id, due) for id, found in dues.items() for due in found]))
    return {
        id: settled(
            own.programme.choices,
            own.chosen,
            list(_judged_each(dues[id], tallies, today)),
        )
        for id, own in owns.items()
    }


def _judged_each(dues: list[Due], tallies: Any, today: dt.date) -> Iterable[dict[str, Any]]:
    for due in dues:
        now, before = next(tallies), next(tallies)
        found = requirements.judge(due, now.amount, before.amount, today, now.breadth)
        if found is not None:
            yield found


def _tallies(tx: Transaction, dues: list[tuple[UUID, Due]]) -> list[Tally]:
    """For each requirement two, in order: of its period and of the period before."""
    spans: list[dict[str, Any]] = []
    rules: list[Rule] = []
    for portfolio_id, due in dues:
        nothing = (due.period.first, due.period.first - dt.timedelta(days=1))
        before = due.previous
        for first, last in (
            (due.period.first, due.until),
            (before.first, before.last) if before else nothing,
        ):
            spans.append(_span(len(spans), portfolio_id, due.rule, first, last))
            rules.append(due.rule)
    found = _counted(tx, [span for span in spans if not rules[span["place"]].asked])
    found |= _conditioned(tx, [span for span in spans if rules[span["place"]].asked], rules)
    return [found[place] for place in range(len(spans))]


def _counted(tx: Transaction, spans: list[dict[str, Any]]) -> dict[int, Tally]:
    if not spans:
        return {}
    rows = tx.session.execute(_COUNTS, {"spans": spans})
    return {place: Tally(float(count), {}) for place, count in rows}


def _conditioned(
    tx: Transaction, spans: list[dict[str, Any]], rules: list[Rule]
) -> dict[int, Tally]:
    if not spans:
        return {}
    done: dict[int, list[Done]] = {span["place"]: [] for span in spans}
    for row in tx.session.execute(_FINISHED, {"spans": spans}):
        done[row.place].append(_done(row))
    return {place: tally(rules[place].asked, found) for place, found in done.items()}


def _done(row: Any) -> Done:
    return Done(
        on=row.on,
        amount=float(row.amount),
        context=row.context,
        assessors=tuple(
            Assessor(one["assessor"], one["role"], one["kind"]) for one in row.assessors
        ),
        ratings=tuple(Rating(*one) for one in row.ratings),
    )


def _span(
    place: int, portfolio_id: UUID, rule: Rule, first: dt.date, last: dt.date
) -> dict[str, Any]:
    level = rule.asked.level
    return {
        "place": place,
        "portfolio": str(portfolio_id),
        "forms": list(rule.forms),
        "registration": rule.registration,
        "hours": rule.hours,
        "scales": list(level.scales) if level else [],
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
