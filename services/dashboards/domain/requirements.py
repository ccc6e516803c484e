"""What "behind" means: required counts of a programme against what is there on a day.

The numbers come from the programme; they are warnings, never gates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from libs.course.calendar import Course, Period, at, phases, repeating

from .programme import Moment, Programme, Rule

GRACE_DAYS = 14


class Due(NamedTuple):
    """A requirement in its period; `previous` is the period before it, whose shortage is still to
    be made up, `until` the last day whose records count, `course` the learner's pace."""

    rule: Rule
    period: Period
    previous: Period | None
    until: dt.date
    course: Course


def current(programme: Programme, course: Course, today: dt.date) -> list[Due]:
    """The requirements that count on a day, each with its own period."""
    if today < course.starts_on:
        return []
    known = phases(course, programme.phases)
    return [_begun(due) for rule in programme.rules for due in _dues(rule, known, course, today)]


def _begun(due: Due) -> Due:
    """A learner's own requirement asks nothing of the time before it was agreed."""
    begins_on = due.rule.begins_on
    if begins_on is None or begins_on <= due.period.first:
        return due
    first = min(begins_on, due.period.last)
    return due._replace(period=Period(due.period.key, first, due.period.last), previous=None)


def _dues(rule: Rule, known: list[Period], course: Course, today: dt.date) -> Iterator[Due]:
    mine = [phase for phase in known if not rule.phases or phase.key in rule.phases]
    if rule.due_on is not None and (ending := _ending(rule, mine, known, course, today)):
        yield Due(rule, ending, None, max(today, ending.last), course)
    elif rule.every_months is not None:
        if not known or at(known, today) in mine:
            yield from _repeating(rule, mine, course, today)
    elif rule.per == "phase":
        begun = [phase for phase in mine if phase.first <= today]
        following = [phase.first - dt.timedelta(days=1) for phase in begun[1:]]
        # Before the first phase begins only `today` is left over.
        for phase, until in zip(begun, [*following, today], strict=False):
            yield Due(rule, phase, None, until, course)
    elif known:
        yield Due(rule, Period("", known[0].first, known[-1].last), None, today, course)


def _ending(
    rule: Rule, mine: list[Period], known: list[Period], course: Course, today: dt.date
) -> Period | None:
    """The period that ran when the day was agreed, until that day; for a repeating requirement
    None once both are over."""
    since = max(rule.due_since or course.starts_on, course.starts_on)
    if rule.every_months is not None:
        running = repeating(course, rule.every_months, since)
    elif rule.per == "phase":
        running = at(mine, since)
    else:
        running = Period("", course.starts_on, known[-1].last) if known else None
    first = running.first if running else since
    last = max(rule.due_on or first, first)
    is_over = running is not None and today > max(running.last, last)
    return None if is_over and rule.every_months else Period("", first, last)


def _repeating(rule: Rule, mine: list[Period], course: Course, today: dt.date) -> Iterator[Due]:
    assert rule.every_months is not None
    period = repeating(course, rule.every_months, today)
    if period is None:
        return
    before = repeating(course, rule.every_months, period.first - dt.timedelta(days=1))
    counted = before and (not mine or any(one.first <= before.first <= one.last for one in mine))
    yield Due(rule, period, before if counted else None, today, course)


def judge(
    due: Due,
    count: float,
    count_before: float,
    today: dt.date,
    breadth: Mapping[str, int] | None = None,
) -> dict[str, Any] | None:
    """{key, title, count, needed, expected, state, period_from, period_to}; state is `done`,
    `on_track`, or `behind` what was expected when the grace began. Where breadth is asked also
    `missing`: [{kind, have, needed}]; `adapted` where the learner's own plan says so.

    What the period before fell short is expected again, once the grace has passed, but never more
    than one period's number: quotas do not pile up. A past phase shows only while it falls short.
    """
    rule, period = due.rule, due.period
    before_grace = today - dt.timedelta(
        days=GRACE_DAYS if rule.grace_days is None else rule.grace_days
    )
    short = max(rule.needed - count_before, 0) if due.previous else 0
    late = short if before_grace >= period.first else 0
    wanted = min(expected(rule.needed, period, before_grace, due.course) + late, rule.needed)
    missing = _missing(rule, breadth or {})
    is_done, is_past = count >= rule.needed and not missing, _is_past(due, today)
    if is_past and is_done:
        return None
    is_narrow = any(
        one["have"] < expected(one["needed"], period, before_grace, due.course) for one in missing
    )
    found = {
        "key": rule.key,
        "title": dict(rule.title),
        "count": _whole(count),
        "needed": _whole(rule.needed),
        "expected": _whole(
            min(expected(rule.needed, period, today, due.course) + short, rule.needed)
        ),
        "state": "done" if is_done else "behind" if count < wanted or is_narrow else "on_track",
        "period_from": period.first.isoformat(),
        "period_to": period.last.isoformat(),
    }
    more = {"missing": missing, "adapted": rule.is_adapted}
    return found | {name: value for name, value in more.items() if value}


def _is_past(due: Due, today: dt.date) -> bool:
    return due.period.last < today and due.rule.per == "phase"


def _missing(rule: Rule, breadth: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "have": breadth.get(kind, 0), "needed": needed}
        for kind, needed in rule.asked.breadth.items()
        if breadth.get(kind, 0) < needed
    ]


def expected(needed: float, period: Period, today: dt.date, course: Course | None = None) -> int:
    """How many there should be by a day: the part of the period that has passed, rounded down;
    days of a slower pace weigh less."""
    until = min(today, period.last)
    if until < period.first:
        return 0
    if course is None or not course.paces:
        passed = Fraction((until - period.first).days + 1, period.days)
    else:
        passed = course.worked(period.first, until) / course.worked(period.first, period.last)
    return int(Fraction(needed) * passed)


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
