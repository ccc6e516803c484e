"""What "behind" means: required counts of a programme against what is there on a day.

The numbers come from the programme; they are warnings, never gates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .calendar import Course, Period, at, phases, repeating
from .programme import Programme, Rule

GRACE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was done: `count(rule, first day, last day)` -> a number."""

    of: Callable[[Rule, dt.date, dt.date], float]


def evaluate(
    programme: Programme, course: Course, today: dt.date, counted: Counted
) -> list[dict[str, Any]]:
    """Every requirement that counts today, as {key, title, count, needed, expected, state,
    period_from, period_to}: `done`, `on_track`, or `behind` what was expected after the grace."""
    found = []
    for rule in programme.rules:
        period = _period(rule, programme, course, today)
        if period is not None:
            count = counted.of(rule, period.first, period.last)
            found.append(_judged(rule, period, count, today))
    return found


def _period(
    rule: Rule, programme: Programme, course: Course, today: dt.date
) -> Period | None:
    known = phases(course, programme.phases)
    current = at(known, today)
    if rule.phases and (current is None or current.key not in rule.phases):
        return None
    if rule.every_months is not None:
        return repeating(course, rule.every_months, today)
    if rule.per == "phase":
        return current
    if not known or today < known[0].first:
        return None
    return Period("", known[0].first, known[-1].last)


def _judged(rule: Rule, period: Period, count: float, today: dt.date) -> dict[str, Any]:
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


def _whole(number: float) -> float | int:
    return int(number) if float(number).is_integer() else round(number, 1)


def behind(requirements: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [requirement for requirement in requirements if requirement["state"] == "behind"]
