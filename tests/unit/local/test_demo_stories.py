"""What is told of the learners of the demo, on whatever day it is loaded."""

from __future__ import annotations

import datetime as dt

import pytest

from deploy.local.demo import _story
from deploy.local.demo.people import INSTITUTIONS, how_many, learners_of, staff_of
from deploy.local.demo.story import PORTFOLIO_SINCE

TODAY = dt.datetime(2026, 11, 28, 16, 0, tzinfo=dt.UTC)
LEARNERS = 24


@pytest.mark.parametrize("months", range(0, 12, 2))
def test_nobody_did_anything_before_the_institutions_had_the_portfolio(months: int):
    now = TODAY + months * dt.timedelta(days=30)
    first = {}
    for institution in INSTITUTIONS:
        count = how_many(institution, LEARNERS)
        staff = staff_of(institution, count)
        for learner in learners_of(institution, count, staff, now.date()):
            moments = _story(learner, now).moments()
            first[learner.person.user_name] = moments[0].at if moments else now
    since = (now - PORTFOLIO_SINCE).replace(hour=0)
    assert [who for who, at in first.items() if at < since] == []
    assert min(first.values()) < now - dt.timedelta(days=500)
