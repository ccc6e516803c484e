"""An attack on anonymous rounds that are open: somebody looks again and again at whether the round
may be closed, and tries to, so as to learn the minute of the answer on which it hung."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest

from libs.formengine.records.acting import day_began
from tests.library.definitions import definition

from .rounds import NOT_YET, ROUNDS, answered, collecting, filled, tried_to_close

TEAM = definition("team-feedback")


@pytest.mark.parametrize("name", ROUNDS)
def test_who_tries_to_close_a_round_all_day_does_not_learn_when_the_deciding_answer_came(name: str):
    story, given = filled(definition(name))
    told = [tried_to_close(story)]
    for rater in given:
        answered(story, {rater: given[rater]})
        told.append(tried_to_close(story))
        told.append(tried_to_close(story.wait(minutes=7)))
    tomorrow = day_began(story.now) + dt.timedelta(days=1)
    last = (tomorrow - story.now).total_seconds() - 1
    told.append(tried_to_close(story.wait(seconds=last)))
    assert set(told) == {NOT_YET}
    stage = collecting(story.definition).id
    assert tried_to_close(story.wait(seconds=1)) == ((stage,), "")


def test_who_tries_to_close_a_round_does_not_learn_that_an_answer_was_sent_again():
    story, given = filled(TEAM, more=0)
    answered(story, given).wait(hours=20)
    told = [tried_to_close(story)]
    for rater in given:
        story.does(rater, "correct", given[rater], stage="collect")
        told.append(tried_to_close(story))
    assert set(told) == {(("collect",), "")}


def test_the_clock_closes_a_round_at_its_own_end_whatever_came_on_the_last_day():
    story, given = filled(TEAM, more=0)
    *first, last = given
    answered(story, {one: given[one] for one in first}).wait(days=44, hours=23)
    answered(story, {last: given[last]}).wait(hours=1)
    assert story.status("collect") == "done"
    assert sum(story.state.stages["collect"].answered.values()) == len(given)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("UTC", "2026-03-08T00:00"),
        ("Pacific/Auckland", "2026-03-08T11:00"),
        ("America/Curacao", "2026-03-07T04:00"),
        # The clock is put on at one's own midnight: the day begins at one.
        ("America/Havana", "2026-03-08T05:00"),
    ],
)
def test_a_day_begins_at_midnight_of_the_place(zone: str, midnight: str):
    now = dt.datetime(2026, 3, 8, 11 if zone != "America/Curacao" else 3, 30, tzinfo=dt.UTC)
    began = day_began(now, zoneinfo.ZoneInfo(zone))
    assert began == dt.datetime.fromisoformat(f"{midnight}Z")
