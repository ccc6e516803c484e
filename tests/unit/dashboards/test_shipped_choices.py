"""The shipped programmes with routes and electives: each way through them is judged as it says."""

import datetime as dt
import json

import pytest

from libs.course import calendar
from libs.course.calendar import Course
from services.dashboards.domain import programme as reading
from services.dashboards.domain import requirements
from services.dashboards.domain.adaptations import of_learner
from services.dashboards.domain.choices import settled
from services.forms import use_cases
from services.portfolio.domain import programme as following

START = dt.date(2025, 9, 1)
IN_YEAR_2 = dt.date(2027, 6, 1)


def document(name):
    return json.loads((use_cases.LIBRARY / "programmes" / f"{name}.json").read_text())


NURSING = reading.read(document("nursing"))
BACHELOR = reading.read(document("bachelor-health-sciences"))


def chose(choice, *options):
    return {
        "kind": "route",
        "requirement": None,
        "changes": {"choice": choice, "option": list(options)},
        "from_on": "2026-08-01",
    }


def own(programme, *adaptations, today=IN_YEAR_2):
    return of_learner(programme, Course(START), adaptations, today)


def judged(programme, done, *adaptations):
    """The requirements by key, of who did so many of each in this period and the one before."""
    mine = own(programme, *adaptations)
    found = []
    for due in requirements.current(mine.programme, mine.course, IN_YEAR_2):
        breadth = dict.fromkeys(due.rule.asked.breadth, done.get(due.rule.key, 0))
        count = done.get(due.rule.key, 0)
        found.append(requirements.judge(due, count, count, IN_YEAR_2, breadth))
    told = settled(mine.programme.choices, mine.chosen, [one for one in found if one])
    return {one["key"]: one for one in told}


@pytest.mark.parametrize("name", ["nursing", "bachelor-health-sciences", "gp-specialty-training"])
def test_what_a_learner_may_choose_is_the_same_in_the_portfolio_and_on_the_dashboard(name):
    shown = following.Programme.of(document(name)).choices
    judging = reading.read(document(name))
    assert {one.key for one in shown} == {one.key for one in (*judging.choices, *judging.routes)}
    known = {rule.key for rule in judging.rules}
    for choice in judging.choices:
        assert set(choice.of) <= known and choice.pick < len(choice.of)


def test_until_a_student_chooses_the_second_year_is_in_the_hospital():
    assert {"hospital-team"} == {"hospital-team", "home-reflection"} & set(judged(NURSING, {}))


def test_who_chose_care_at_home_is_asked_reflections_and_no_team_of_the_hospital():
    home = chose("setting", "home")
    behind, done = (judged(NURSING, {"home-reflection": n}, home) for n in (0, 4))
    assert "hospital-team" not in behind
    assert behind["home-reflection"]["state"] == "behind"
    assert done["home-reflection"]["state"] == "done"


def test_a_team_of_the_hospital_is_four_different_people():
    found = judged(NURSING, {"hospital-team": 4})
    assert found["hospital-team"]["state"] == "done"
    found = judged(NURSING, {"hospital-team": 3})
    assert found["hospital-team"]["missing"] == [{"kind": "assessors", "have": 3, "needed": 4}]


@pytest.mark.parametrize(
    ("taken", "phase", "last"),
    [
        ((), "year-4", dt.date(2029, 8, 31)),
        ((chose("last-year", "work"),), "year-4-work", dt.date(2030, 2, 28)),
    ],
)
def test_a_last_year_beside_a_job_takes_half_a_year_longer(taken, phase, last):
    mine = own(NURSING, *taken)
    end = calendar.phases(mine.course, mine.programme.phases)[-1]
    assert (end.key, end.last) == (phase, last)
    (rule,) = [one for one in mine.programme.rules if one.key == "independent"]
    assert phase in rule.phases


def test_two_of_three_ways_to_look_at_the_own_learning_are_enough():
    found = judged(BACHELOR, {"products": 3, "group": 1, "goal": 1})
    assert found["self"]["spare"] is True
    assert [one["key"] for one in found.values() if one["state"] == "behind"] == []


def test_one_way_to_look_at_the_own_learning_is_not_enough():
    found = judged(BACHELOR, {"products": 3, "group": 1})
    assert [one["key"] for one in found.values() if one["state"] == "behind"] == ["self"]


def test_what_a_student_of_the_bachelor_chose_counts_and_not_what_went_well():
    mine = chose("own-learning", "self", "goal")
    found = judged(BACHELOR, {"products": 3, "group": 1, "goal": 1}, mine)
    assert found["group"]["spare"] is True
    assert found["self"]["state"] == "behind"
