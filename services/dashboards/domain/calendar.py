"""A programme on the calendar: phases and periods in civil dates, longer for part-timers."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


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
    """A learner's own course: when it starts and at which part of full time (percent)."""

    starts_on: dt.date
    part_time: int = 100

    def after(self, months: float) -> dt.date:
        """The day on which this much of the programme (months of full time) has passed."""
        stretched = months * 100 / self.part_time
        whole = int(stretched)
        day = add_months(self.starts_on, whole)
        following = add_months(self.starts_on, whole + 1)
        return day + (following - day) * (stretched - whole)

    def period(self, key: str, from_month: float, to_month: float) -> Period:
        last = self.after(to_month) - dt.timedelta(days=1)
        return Period(key, self.after(from_month), last)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


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
