"""A programme on the calendar: phases and periods in civil dates, longer for part-timers."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Period:
    """From and until, both days included. `key` names the phase, or is empty."""

    key: str
    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Course:
    """A learner's own course: when it starts and at which part of full time (percent); `paces`
    are other parts, each from a day on. Months are of full time and may be fractions; they are
    counted from the start, so that nothing is rounded twice."""

    starts_on: dt.date
    part_time: int = 100
    paces: tuple[tuple[dt.date, int], ...] = ()

    def after(self, months: float) -> dt.date:
        """The day on which this much of the programme (months of full time) has passed."""
        day, percent, left = self.starts_on, self._first_pace(), months
        for from_on, pace in self._changes():
            passed = months_between(day, from_on) * percent / 100
            if passed > left:
                break
            day, percent, left = from_on, pace, left - passed
        return _moved(day, left * 100 / percent)

    def worked(self, first: dt.date, last: dt.date) -> Fraction:
        """Days of full time between two days, both included. Exact: of a whole that was worked
        nothing may be left over by rounding."""
        changes = self._changes()
        begins = [dt.date.min, *(day for day, _ in changes)]
        ends = [*begins[1:], last + dt.timedelta(days=1)]
        percents = [self._first_pace(), *(pace for _, pace in changes)]
        total = 0
        for begin, end, percent in zip(begins, ends, percents, strict=True):
            until = min(end, last + dt.timedelta(days=1))
            total += max((until - max(begin, first)).days, 0) * percent
        return Fraction(total, 100)

    def _first_pace(self) -> int:
        """What was agreed from the first day on, or before it, is the pace of the start."""
        agreed = [one for one in self.paces if one[0] <= self.starts_on]
        return max(agreed)[1] if agreed else self.part_time

    def _changes(self) -> list[tuple[dt.date, int]]:
        return sorted(one for one in self.paces if one[0] > self.starts_on)

    def period(self, key: str, from_month: float, to_month: float) -> Period:
        last = self.after(to_month) - dt.timedelta(days=1)
        return Period(key, self.after(from_month), last)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(first: dt.date, last: dt.date) -> float:
    """Months from one day to another, a begun month by the part of its days."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, whole) > last:
        whole -= 1
    begin, end = add_months(first, whole), add_months(first, whole + 1)
    return whole + (last - begin).days / (end - begin).days


def _moved(day: dt.date, months: float) -> dt.date:
    whole = int(months)
    begin, end = add_months(day, whole), add_months(day, whole + 1)
    return begin + (end - begin) * (months - whole)


def phases(course: Course, lengths: Sequence[tuple[str, float]]) -> list[Period]:
    """The phases (key, months of full time) one after the other."""
    found, start = [], 0.0
    for key, months in lengths:
        found.append(course.period(key, start, start + months))
        start += months
    return found


def at(periods: Sequence[Period], today: dt.date) -> Period | None:
    """The period of a day; before the first one None, after the last one the last."""
    begun = [period for period in periods if period.first <= today]
    return begun[-1] if begun else None


def repeating(course: Course, every: float, today: dt.date) -> Period | None:
    """The current one of periods of `every` months of full time, counted from the start."""
    if today < course.starts_on:
        return None
    number = 0
    while course.after((number + 1) * every) <= today:
        number += 1
    return course.period("", number * every, (number + 1) * every)
