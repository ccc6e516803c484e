"""What a form says in fields that the portfolio knows by name, as far as it can be understood.

The check of forms expects the right kinds; what a form of before says otherwise is not said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from typing import Any

from libs.course.calendar import add_months

MOST_MONTHS = 600
# How far from today the days of a decision may lie, in years.
YEARS = 100


def day_of(value: Any) -> dt.date | None:
    """A civil date, or None where none is said."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def word_of(value: Any, words: Container[str]) -> str | None:
    """One of these words, or None."""
    return value if isinstance(value, str) and value in words else None


def number_of(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None


def valid_until(first: dt.date, months: Any, until: Any) -> dt.date | None:
    """The last valid day: so many months after the first, or as stated. None: without end.

    Raises ValueError for a number of months that is not one from 1 to 600.
    """
    number = number_of(months)
    if number is None:
        return day_of(until)
    if not 1 <= number <= MOST_MONTHS:
        raise ValueError(number)
    return add_months(first, int(number)) - dt.timedelta(days=1)


def bounds(today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that a decision may name."""
    return add_months(today, -12 * YEARS), add_months(today, 12 * YEARS)
