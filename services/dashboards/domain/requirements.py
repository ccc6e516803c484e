"""What "behind" means: required counts of a programme against what is there on a day.

The numbers come from the programme; they are warnings, never gates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .calendar import Course, Period, at, phases, repeating
from .programme import Moment, Programme, Rule

GRACE_DAYS = 14


def current(programme: Programme, course: Course, today: dt.date) -> list[tuple[Rule, Period]]:
    """The requirements that count on a day, each with its own period."""
    found = []
    for rule in programme.rules:
        period = _period(rule, programme, course, today)
        if period is not None:
            found.append((rule, period))
    return found


def _period(rule: Rule, programme: Programme, course: Course, today: dt.date) -> Period | None:
    known = phases(course, programme.phases)
    now = at(known, today)
    if today < course.starts_on or (rule.phases and (now is None or now.key not in rule.phases)):
        return None
    if rule.every_months is not None:
        return repeating(course, rule.every_months, today)
    if rule.per == "phase":
        return now
    return Period("", known[0].first, known[-1].last) if known else None


def judge(rule: Rule, period: Period, count: float, today: dt.date) -> dict[str, Any]:
    """{key, title, count, needed, expected, state, period_from, period_to}; state is `done`,
    `on_track`, or `behind` what was expected when the grace began."""
    grace = GRACE_DAYS if rule.grace_days is None else rule.grace_days
    due = expected(rule.needed, period, today - dt.timedelta(days=grace))
    return {
        "key": rule.key,
        "title": dict(rule.title),
        "count": _whole(count),
        "needed": _whole(rule.needed),
        "expected": expected(rule.needed, period, today),
        "state": "done" if count >= rule.needed else "on_track" if count >= due else "behind",
        "period_from": period.first.isoformat(),
        "period_to": period.last.isoformat(),
    }


def expected(needed: float, period: Period, today: dt.date) -> int:
    """How many there should be by a day: the part of the period that has passed, rounded down."""
    passed = (today - period.first).days + 1
    return int(needed * min(max(passed, 0), period.days) / period.days)


def next_moment(moments: tuple[Moment, ...], course: Course, today: dt.date) -> dt.date | None:
    """The day of the first decision that is still to come."""
    days = [course.after(moment.after_months) for moment in moments]
    return min((day for day in days if day >= today), default=None)


def phase_key(programme: Programme, course: Course, today: dt.date) -> str | None:
    now = at(phases(course, programme.phases), today)
    return now.key if now else None


def _whole(number: float) -> float | int:
    return int(number) if float(number).is_integer() else round(number, 1)


def count_behind(requirements: list[Mapping[str, Any]]) -> int:
    return sum(1 for requirement in requirements if requirement["state"] == "behind")
