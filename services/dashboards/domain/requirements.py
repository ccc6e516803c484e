"""What "behind" means: required counts of a programme against what is there on a day.

The numbers come from the programme; they are warnings, never gates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .calendar import Course, Period, at, phases, repeating
from .programme import Moment, Programme, Rule

GRACE_DAYS = 14


class Due(NamedTuple):
    """A requirement in its period; `previous` is the period before it, whose shortage is still to
    be made up, `until` the last day whose records count."""

    rule: Rule
    period: Period
    previous: Period | None
    until: dt.date


def current(programme: Programme, course: Course, today: dt.date) -> list[Due]:
    """The requirements that count on a day, each with its own period."""
    if today < course.starts_on:
        return []
    known = phases(course, programme.phases)
    return [due for rule in programme.rules for due in _dues(rule, known, course, today)]


def _dues(rule: Rule, known: list[Period], course: Course, today: dt.date) -> Iterator[Due]:
    mine = [phase for phase in known if not rule.phases or phase.key in rule.phases]
    if rule.every_months is not None:
        if not known or at(known, today) in mine:
            yield from _repeating(rule, mine, course, today)
    elif rule.per == "phase":
        begun = [phase for phase in mine if phase.first <= today]
        following = [phase.first - dt.timedelta(days=1) for phase in begun[1:]]
        # Before the first phase begins only `today` is left over.
        for phase, until in zip(begun, [*following, today], strict=False):
            yield Due(rule, phase, None, until)
    elif known:
        yield Due(rule, Period("", known[0].first, known[-1].last), None, today)


def _repeating(rule: Rule, mine: list[Period], course: Course, today: dt.date) -> Iterator[Due]:
    assert rule.every_months is not None
    period = repeating(course, rule.every_months, today)
    if period is None:
        return
    before = repeating(course, rule.every_months, period.first - dt.timedelta(days=1))
    counted = before and (not mine or any(one.first <= before.first <= one.last for one in mine))
    yield Due(rule, period, before if counted else None, today)


def judge(due: Due, count: float, count_before: float, today: dt.date) -> dict[str, Any] | None:
    """{key, title, count, needed, expected, state, period_from, period_to}; state is `done`,
    `on_track`, or `behind` what was expected when the grace began.

    What the period before fell short is expected again, once the grace has passed, but never more
    than one period's number: quotas do not pile up. A past phase shows only while it falls short.
    """
    rule, period = due.rule, due.period
    grace = dt.timedelta(days=GRACE_DAYS if rule.grace_days is None else rule.grace_days)
    short = max(rule.needed - count_before, 0) if due.previous else 0
    late = short if today - grace >= period.first else 0
    wanted = min(expected(rule.needed, period, today - grace) + late, rule.needed)
    is_done, is_past = count >= rule.needed, period.last < today and rule.per == "phase"
    if is_past and is_done:
        return None
    return {
        "key": rule.key,
        "title": dict(rule.title),
        "count": _whole(count),
        "needed": _whole(rule.needed),
        "expected": _whole(min(expected(rule.needed, period, today) + short, rule.needed)),
        "state": "done" if is_done else "on_track" if count >= wanted else "behind",
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
