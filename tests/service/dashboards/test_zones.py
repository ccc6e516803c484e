"""A dashboard has the day of its institution, however far that is from the platform."""

import datetime as dt
import zoneinfo

import pytest
import sqlalchemy as sa

from libs.chassis.timers import due_timers
from services.dashboards import use_cases
from services.dashboards.tables import View
from tests.service.dashboards.conftest import person

AUCKLAND = "Pacific/Auckland"
# An hour past midnight there; in Amsterdam the middle of the day before.
MIDDAY = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
THERE = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def midday(clock):
    clock.now = MIDDAY


@pytest.fixture
def opened(desk, story):
    desk.hear(story.opened(), zone=AUCKLAND)
    desk.fetch_programmes()


def evaluated_on(desk, story):
    def read(tx):
        return tx.session.scalar(sa.select(View.evaluated_on))

    return desk.database.run(person(story, "head"), read)


def next_evaluation(desk, clock):
    """When it is, by the clock on the wall of the institution."""
    clock.forward(days=3)
    (timer,) = due_timers(desk.database, "evaluate")
    clock.forward(days=-3)
    return timer.due_at.astimezone(zoneinfo.ZoneInfo(AUCKLAND))


def test_requirements_are_judged_by_the_day_of_the_institution(desk, story, opened):
    assert evaluated_on(desk, story) == THERE


def test_a_new_day_begins_at_night_where_the_institution_is(desk, story, opened, clock):
    first = next_evaluation(desk, clock)
    assert (first.date(), first.hour) == (THERE + dt.timedelta(days=1), 1)
    clock.now = first.astimezone(dt.UTC) + dt.timedelta(minutes=1)
    desk.fire("evaluate", use_cases.evaluate)
    assert evaluated_on(desk, story) == THERE + dt.timedelta(days=1)
    second = next_evaluation(desk, clock)
    assert (second.date(), second.hour) == (THERE + dt.timedelta(days=2), 1)


def test_the_last_activity_is_told_by_the_day_of_the_institution(desk, story, opened):
    desk.hear(story.record(changed_at=MIDDAY), zone=AUCKLAND)
    (shown,) = desk.learners(person(story, "head"))["learners"]
    assert str(shown["last_activity_on"]) == THERE.isoformat()
