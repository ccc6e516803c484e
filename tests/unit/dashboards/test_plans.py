"""The programme of one learner: changes with a reason, pace, electives and routes, cohorts."""

import datetime as dt

import pytest

from libs.course.calendar import Course, months_between, phases
from services.dashboards.domain import programme as reading
from services.dashboards.domain import requirements
from services.dashboards.domain.adaptations import of_learner
from services.dashboards.domain.alterations import alterations
from services.dashboards.domain.choices import Cohort, settled

START = dt.date(2026, 1, 1)
TODAY = dt.date(2026, 7, 1)
DOCUMENT = {
    "phases": [{"key": "one", "months": 12}, {"key": "two", "months": 12}],
    "requirements": [
        {"key": "kpb", "form": "kpb", "count": 12, "per": "year"},
        {
            "key": "talk",
            "form": "talk",
            "count": 4,
            "level": {"scale": "five@1", "min": 3},
        },
        {"key": "research", "form": "paper", "count": 2},
    ],
    "routes": [
        {
            "key": "track",
            "options": [
                {"key": "clinic", "requirements": ["kpb"], "phases": ["two"]},
                {"key": "science", "requirements": ["research"]},
            ],
        }
    ],
    "choices": [{"key": "any", "pick": 1, "of": ["talk", "paper"]}],
}
PROGRAMME = reading.read(DOCUMENT | {"routes": []})


def adapted(*adaptations, programme=PROGRAMME, today=TODAY, course=None):
    return of_learner(programme, course or Course(START), adaptations, today)


def adaptation(kind, requirement=None, from_on="2026-05-01", **changes):
    return {"kind": kind, "requirement": requirement, "changes": changes, "from_on": from_on}


def due(own, key, today=TODAY):
    return next(
        one for one in requirements.current(own.programme, own.course, today) if one.rule.key == key
    )


def rule(own, key):
    return next((one for one in own.programme.rules if one.key == key), None)


def test_another_number_and_another_level_count_for_this_learner():
    own = adapted(adaptation("count", "talk", count=2, level=4))
    assert rule(own, "talk").needed == 2
    assert rule(own, "talk").asked.level.least == 4
    assert rule(own, "talk").asked.level.scales == ("five@1",)
    assert rule(own, "talk").is_adapted
    assert rule(PROGRAMME_OWN, "talk").needed == 4


PROGRAMME_OWN = adapted()


def test_what_is_waived_is_not_asked():
    assert rule(adapted(adaptation("waived", "kpb")), "kpb") is None


def test_a_change_counts_from_its_day_on():
    later = adaptation("waived", "kpb", from_on="2026-07-02")
    assert rule(adapted(later), "kpb") is not None
    assert rule(adapted(later, today=dt.date(2026, 7, 2)), "kpb") is None


def test_a_day_to_be_done_by_ends_the_period_and_the_next_goes_on_as_ever():
    own = adapted(adaptation("due_on", "kpb", due_on="2027-02-01"))
    assert due(own, "kpb").period.last == dt.date(2027, 2, 1)
    in_january = due(own, "kpb", dt.date(2027, 1, 15))
    assert (in_january.period.first, in_january.previous) == (START, None)
    afterwards = due(own, "kpb", dt.date(2027, 2, 2))
    assert afterwards.period.first == dt.date(2027, 1, 1)


def test_an_own_requirement_asks_nothing_of_the_time_before_it():
    own = adapted(
        adaptation(
            "added",
            "own-1",
            title={"en": "Three visits"},
            form="visit",
            count=3,
            due_on="2026-08-01",
        )
    )
    found = due(own, "own-1")
    assert (found.period.first, found.period.last) == (dt.date(2026, 5, 1), dt.date(2026, 8, 1))
    assert requirements.judge(found, 0, 0, TODAY)["state"] == "behind"
    assert requirements.judge(found, 3, 0, TODAY) | {"adapted": True, "state": "done"} == (
        requirements.judge(found, 3, 0, TODAY)
    )


def test_the_course_stretches_from_the_day_of_the_new_pace():
    course = Course(START, 100, ((dt.date(2026, 7, 1), 50),))
    first, second = phases(course, [("one", 12), ("two", 12)])
    assert first.last == dt.date(2026, 12, 31) + dt.timedelta(days=181)
    assert (second.last.year, second.last.month) == (2029, 6)
    assert course.after(6) == dt.date(2026, 7, 1)
    assert Course(START).after(6) == dt.date(2026, 7, 1)


def test_what_is_expected_follows_the_pace():
    own = adapted(adaptation("pace", from_on="2026-07-01", percent=50))
    full, slow = due(PROGRAMME_OWN, "kpb"), due(own, "kpb")
    assert slow.period.last > full.period.last
    at = dt.date(2026, 10, 1)
    assert requirements.expected(12, full.period, at, full.course) == 9
    assert requirements.expected(12, slow.period, at, slow.course) == 7
    assert requirements.expected(12, slow.period, dt.date(2026, 7, 5), slow.course) == 6


def test_on_the_last_day_all_that_is_needed_is_expected_at_every_pace():
    for percent in range(20, 101):
        for begins_on in (START, dt.date(2026, 9, 1)):
            course = Course(begins_on, 100, ((dt.date(2026, 4, 7), percent),))
            period = course.period("year", 0, 12)
            for needed in range(1, 41):
                found = requirements.expected(needed, period, period.last, course)
                assert (percent, needed, found) == (percent, needed, needed)


@pytest.mark.parametrize("percent", [20, 23, 60, 77, 100])
def test_what_is_expected_on_a_day_is_what_counting_the_days_one_by_one_says(percent):
    course = Course(START, 100, ((dt.date(2026, 4, 7), percent),))
    period = course.period("year", 0, 12)
    days = [period.first + dt.timedelta(days=number) for number in range(period.days)]
    paces = [100 if day < dt.date(2026, 4, 7) else percent for day in days]
    for number, day in enumerate(days, start=1):
        for needed in (1, 7, 12):
            due_now = needed * sum(paces[:number]) // sum(paces)
            assert requirements.expected(needed, period, day, course) == due_now


def test_a_pace_may_change_more_than_once_and_back():
    paces = ((dt.date(2026, 7, 1), 50), (dt.date(2026, 9, 1), 100))
    assert Course(START, 100, paces).after(12) == dt.date(2027, 2, 1)


def test_months_between_are_the_other_way_round_of_after():
    course = Course(dt.date(2026, 1, 31))
    for months in (0, 0.5, 1, 7.25, 24):
        assert abs(months_between(course.starts_on, course.after(months)) - months) < 0.05


def routed(*adaptations):
    return adapted(*adaptations, programme=reading.read(DOCUMENT))


def test_until_somebody_chooses_the_first_way_holds():
    own = routed()
    assert rule(own, "kpb") and not rule(own, "research")
    assert [key for key, _ in own.programme.phases] == ["one", "two"]


def test_the_chosen_way_brings_its_requirements_and_leaves_the_phases_of_the_other():
    own = routed(adaptation("route", "track", choice="track", option="science"))
    assert rule(own, "research") and not rule(own, "kpb")
    assert [key for key, _ in own.programme.phases] == ["one"]


DOSSIERS = [
    {"key": "work", "title": {"en": "Work"}, "forms": ["kpb"]},
    {"key": "lab", "title": {"en": "Lab"}, "forms": ["paper"]},
]
WITH_A_LAB = {
    "dossiers": DOSSIERS,
    "routes": [
        {
            "key": "track",
            "options": [{"key": "clinic"}, {"key": "science", "dossiers": ["lab"]}],
        }
    ],
}


def test_a_dossier_of_one_way_only_is_of_those_who_take_it():
    both = reading.read(DOCUMENT | WITH_A_LAB)
    science = adaptation("route", "track", choice="track", option="science")
    for changes, kept in (((), ["work"]), ((science,), ["work", "lab"])):
        own = adapted(*changes, programme=both)
        assert [one.key for one in own.programme.dossiers] == kept


def test_a_dossier_that_becomes_of_one_way_only_goes_for_who_takes_the_other():
    before = reading.read(DOCUMENT | {"dossiers": DOSSIERS})
    after = reading.read(DOCUMENT | WITH_A_LAB)
    science = adaptation("route", "track", choice="track", option="science")
    for changes, going in (((), ["lab"]), ((science,), [])):
        was, now = (adapted(*changes, programme=one) for one in (before, after))
        told = [one.said for one in alterations(was, now, TODAY)]
        assert [one["key"] for one in told if one["kind"] == "dossier_gone"] == going


def judged(key, count, needed, state="behind"):
    return {"key": key, "count": count, "needed": needed, "expected": 1, "state": state}


def test_of_a_choice_the_furthest_counts_and_the_rest_is_never_behind():
    found = settled(PROGRAMME.choices, {}, [judged("talk", 0, 4), judged("paper", 1, 2)])
    assert [(one["key"], one["state"], one.get("spare")) for one in found] == [
        ("talk", "on_track", True),
        ("paper", "behind", None),
    ]


def test_what_was_chosen_counts_first():
    found = settled(
        PROGRAMME.choices, {"any": ("talk",)}, [judged("talk", 0, 4), judged("paper", 1, 2)]
    )
    assert [one.get("spare") for one in found] == [None, True]


def test_a_version_is_for_its_cohort():
    cohort = Cohort(dt.date(2026, 9, 1), dt.date(2027, 8, 31), ("autumn",))
    assert cohort.holds(dt.date(2026, 9, 1), "autumn")
    assert not cohort.holds(dt.date(2026, 8, 31), "autumn")
    assert not cohort.holds(dt.date(2027, 9, 1), "autumn")
    assert not cohort.holds(dt.date(2026, 9, 1), "spring")
    assert Cohort().holds(dt.date(2000, 1, 1), "")


def test_where_nothing_is_at_stake_no_decision_is_coming():
    off = reading.read(DOCUMENT | {"stakes": "off"})
    assert off.is_developmental
    assert off.moments == ()
