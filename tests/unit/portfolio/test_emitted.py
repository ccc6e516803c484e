"""What a form of before says under a known name is understood, or not said; never a breakdown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from services.portfolio.domain.emitted import day_of, number_of, valid_until, word_of

FIRST = dt.date(2026, 9, 1)
STRANGE: list[Any] = [None, True, 7, 1e300, "soon", "2026-02-30", ["go"], {"go": 1}, ""]


@pytest.mark.parametrize("value", STRANGE)
def test_what_is_no_day_word_or_number_is_not_said(value: Any):
    assert day_of(value) is None
    assert word_of(value, frozenset({"go", "stop"})) is None
    assert valid_until(FIRST, None, value) is None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    assert number_of(value) == (float(value) if is_number else None)


def test_a_decision_lasts_whole_months_or_until_a_day():
    assert valid_until(FIRST, 12, "2030-01-01") == dt.date(2027, 8, 31)
    assert valid_until(FIRST, None, "2030-01-01") == dt.date(2030, 1, 1)


@pytest.mark.parametrize("months", [0, -1, 601, 120_000, 1e300])
def test_it_lasts_a_month_at_least_and_fifty_years_at_most(months: float):
    with pytest.raises(ValueError):
        valid_until(FIRST, months, None)
