"""More than a number: levels on a named scale version, who and where, spread over time."""

import datetime as dt

import pytest

from libs.course.calendar import Course
from services.dashboards.domain import programme as reading
from services.dashboards.domain.conditions import Assessor, Done, Rating, conditions, tally
from services.dashboards.domain.requirements import current, judge

DAY = dt.date(2026, 3, 2)  # a Monday
NURSE = Assessor("n", "assessor", "nurse")
TRAINER = Assessor("t", "trainer", "trainer")


def done(*ratings, on=DAY, by=(TRAINER,), place=None, amount=1.0):
    """A finished record; ratings are (scale, value) by the trainer, or whole ratings."""
    given = tuple(
        one if isinstance(one, Rating) else Rating(*one, "trainer", "all") for one in ratings
    )
    return Done(on, amount, place, tuple(by), given)


def counted(asked, *found):
    return tally(conditions(asked), found)


LEVEL = {"level": {"scale": "supervision@2", "min": 3}}


@pytest.mark.parametrize(
    ("ratings", "counts"),
    [
        ([("supervision@2", 3)], 1),
        ([("supervision@2", 2)], 0),
        ([("supervision@2", 4), ("supervision@2", 2)], 0),
        ([("supervision@1", 5)], 0),
        ([("o-score@2", 5)], 0),
        ([], 0),
    ],
)
def test_a_rating_on_another_scale_or_version_never_counts(ratings, counts):
    assert counted(LEVEL, done(*ratings)).amount == counts


def test_a_version_that_was_declared_the_same_counts():
    asked = {"level": {"scale": "supervision@2", "min": 3, "same_as": ["supervision@1"]}}
    assert counted(asked, done(("supervision@1", 3)), done(("supervision@0", 5))).amount == 1


def test_what_learners_give_themselves_reaches_no_level():
    own = Rating("supervision@2", 5, "learner", "all")
    assert counted(LEVEL, done(own)).amount == 0


def test_one_item_may_be_named():
    asked = {"level": LEVEL["level"] | {"item": "overall"}}
    overall, detail = (
        Rating("supervision@2", value, "trainer", item)
        for value, item in ((4, "overall"), (1, "detail"))
    )
    assert counted(asked, done(overall, detail)).amount == 1
    assert counted(asked, done(detail)).amount == 0


def test_the_same_person_twice_is_one_assessor():
    found = counted({"assessors": 2}, done(), done(), done(by=(NURSE,)))
    assert found.breadth == {"assessors": 2}


def test_an_anonymous_rater_is_nobody_in_particular_but_of_a_kind():
    nobody = Assessor(None, "rater", "nurses")
    found = counted({"assessors": 1, "assessor_roles": 1}, done(by=(nobody, nobody)))
    assert found.breadth == {"assessors": 0, "assessor_roles": 1}


def test_places_that_were_not_stated_are_no_context():
    found = counted({"contexts": 2}, done(place="a"), done(place="a"), done(), done(place="b"))
    assert found.breadth == {"contexts": 2}


def test_months_are_those_of_the_calendar():
    days = [dt.date(2026, 1, 31), dt.date(2026, 2, 1), dt.date(2027, 1, 1)]
    assert counted({"months": 3}, *(done(on=day) for day in days)).breadth == {"months": 3}


def test_at_most_one_a_week_counts():
    days = [DAY, DAY + dt.timedelta(days=6), DAY + dt.timedelta(days=7)]
    asked = {"at_most": {"count": 1, "per": "week"}}
    assert counted(asked, *(done(on=day) for day in days)).amount == 2
    monthly = {"at_most": {"count": 2, "per": "month"}}
    assert counted(monthly, *(done(on=day) for day in days)).amount == 2


def test_what_does_not_count_makes_nothing_broader():
    asked = LEVEL | {"assessors": 2}
    found = counted(asked, done(("supervision@2", 4)), done(("supervision@2", 1), by=(NURSE,)))
    assert found == (1.0, {"assessors": 1})


def test_hours_are_added_up():
    assert counted({"months": 1}, done(amount=8.5), done(amount=4)).amount == 12.5


def requirement(day, amount, breadth, **asked):
    document = {
        "phases": [{"key": "one", "months": 12}],
        "requirements": [{"form": "kpb", "count": 4, "per": "phase", "phases": ["one"]} | asked],
    }
    start = dt.date(2026, 1, 1)
    (due,) = current(reading.read(document), Course(start), day)
    return judge(due, amount, 0, day, breadth)


def test_enough_by_too_few_people_is_not_done_and_says_what_is_missing():
    found = requirement(dt.date(2026, 3, 1), 4, {"assessors": 1}, assessors=2)
    assert found["state"] == "on_track"
    assert found["missing"] == [{"kind": "assessors", "have": 1, "needed": 2}]
    assert requirement(dt.date(2026, 3, 1), 4, {"assessors": 2}, assessors=2)["state"] == "done"


def test_breadth_is_expected_bit_by_bit_as_numbers_are():
    late = dt.date(2026, 12, 1)
    assert requirement(late, 4, {"months": 1}, months=3)["state"] == "behind"
    assert requirement(late, 4, {"months": 2}, months=3)["state"] == "on_track"
