"""Behind, on track or done: pro rata, grace, part-time, phases and what was short before."""

import datetime as dt

import pytest

from libs.course.calendar import Course, add_months, at, phases, repeating
from services.dashboards.domain import programme as reading
from services.dashboards.domain import requirements

START = dt.date(2026, 1, 1)
PHASES = [{"key": "one", "months": 12}, {"key": "two", "months": 6}, {"key": "three", "months": 12}]


def judged(requirement, today, counts=(0, 0), part_time=100):
    """The requirements of a programme with this one rule; counts: this period, the one before."""
    document = {"phases": PHASES, "requirements": [{"form": "kpb"} | requirement]}
    programme = reading.read(document, {"kpb": {"en": "KPB"}})
    dues = requirements.current(programme, Course(START, part_time), today)
    found = [requirements.judge(due, *counts, today) for due in dues]
    return [one for one in found if one]


def state(requirement, today, counts=(0, 0), **more):
    (found,) = judged(requirement, today, counts, **more)
    return found["state"]


YEARLY = {"count": 12, "per": "year", "grace_days": 14}


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (dt.date(2026, 1, 1), 0, "on_track"),
        (dt.date(2026, 2, 1), 0, "on_track"),
        (dt.date(2026, 2, 14), 0, "behind"),
        (dt.date(2026, 2, 14), 1, "on_track"),
        (dt.date(2026, 12, 31), 11, "on_track"),
        (dt.date(2026, 12, 31), 10, "behind"),
        (dt.date(2026, 3, 1), 12, "done"),
    ],
)
def test_a_yearly_number_is_expected_bit_by_bit_with_some_grace(day, count, expected):
    assert state(YEARLY, day, (count, 12)) == expected


def test_what_is_expected_is_shown_without_the_grace():
    (found,) = judged(YEARLY, dt.date(2026, 7, 2), (6, 12))
    assert (found["expected"], found["needed"], found["count"]) == (6, 12, 6)
    assert (found["period_from"], found["period_to"]) == ("2026-01-01", "2026-12-31")
    assert found["title"] == {"en": "KPB"}


def test_an_annual_quota_never_becomes_a_lifetime_total():
    (found,) = judged(YEARLY, dt.date(2027, 3, 1), (0, 0))
    assert found["needed"] == 12
    assert found["expected"] == 12
    assert found["period_from"] == "2027-01-01"


QUARTERLY = {"count": 1, "per": "quarter", "grace_days": 30}


@pytest.mark.parametrize(
    ("day", "counts", "expected"),
    [
        (dt.date(2026, 3, 31), (0, 0), "on_track"),
        (dt.date(2026, 4, 30), (0, 0), "on_track"),
        (dt.date(2026, 5, 1), (0, 0), "behind"),
        (dt.date(2026, 5, 1), (0, 1), "on_track"),
        (dt.date(2026, 5, 1), (1, 0), "done"),
    ],
)
def test_one_a_quarter_is_late_when_the_grace_after_the_quarter_has_passed(day, counts, expected):
    assert state(QUARTERLY, day, counts) == expected


def test_a_rule_of_one_phase_counts_in_that_phase_only():
    rule = {"count": 6, "per": "half_year", "phases": ["one"]}
    assert judged(rule, dt.date(2026, 8, 1))
    assert judged(rule, dt.date(2027, 2, 1)) == []


def test_a_phase_that_is_to_come_requires_nothing_yet():
    rule = {"count": 20, "per": "phase", "phases": ["three"]}
    assert judged(rule, dt.date(2026, 8, 1)) == []


def test_a_past_phase_shows_while_it_falls_short():
    rule = {"count": 20, "per": "phase", "phases": ["one"]}
    (found,) = judged(rule, dt.date(2027, 3, 1), (12, 0))
    assert (found["state"], found["period_to"]) == ("behind", "2026-12-31")
    assert judged(rule, dt.date(2027, 3, 1), (20, 0)) == []


def test_records_made_up_late_count_until_the_next_phase_of_the_rule():
    document = {
        "phases": PHASES,
        "requirements": [
            {"form": "shift", "count": 20, "per": "phase", "phases": ["one", "three"]}
        ],
    }
    today = dt.date(2027, 8, 1)
    dues = requirements.current(reading.read(document), Course(START), today)
    assert [(due.period.key, due.until) for due in dues] == [
        ("one", dt.date(2027, 6, 30)),
        ("three", today),
    ]


def test_part_time_stretches_the_course():
    assert state(YEARLY, dt.date(2026, 12, 31), (6, 12), part_time=50) == "on_track"
    (found,) = judged(YEARLY, dt.date(2026, 12, 31), (6, 12), part_time=50)
    assert found["period_to"] == "2027-12-31"


def test_nothing_is_required_before_the_start():
    assert judged(YEARLY, dt.date(2025, 12, 31)) == []


def test_a_rule_without_period_counts_over_the_whole_programme():
    (found,) = judged({"count": 30}, dt.date(2027, 4, 1), (15, 0))
    assert (found["period_from"], found["period_to"]) == ("2026-01-01", "2028-06-30")
    assert found["state"] == "on_track"


def test_the_next_decision_is_the_first_still_to_come():
    document = {
        "phases": PHASES,
        "decisions": [{"key": "a", "after_months": 11}, {"key": "b", "after_months": 23}],
    }
    moments, course = reading.read(document).moments, Course(START)
    assert requirements.next_moment(moments, course, dt.date(2026, 12, 1)) == dt.date(2026, 12, 1)
    assert requirements.next_moment(moments, course, dt.date(2026, 12, 2)) == dt.date(2027, 12, 1)
    assert requirements.next_moment(moments, course, dt.date(2028, 1, 1)) is None


def test_without_named_decisions_each_phase_ends_with_one():
    moments = reading.read({"phases": PHASES}).moments
    assert [moment.after_months for moment in moments] == [12, 18, 30]


def test_months_end_on_their_last_day():
    assert add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2026, 12, 15), 2) == dt.date(2027, 2, 15)


def test_phases_follow_each_other_without_a_gap():
    found = phases(Course(START, 80), [("a", 12), ("b", 6)])
    assert found[0].last + dt.timedelta(days=1) == found[1].first
    assert at(found, START - dt.timedelta(days=1)) is None
    assert at(found, dt.date(2040, 1, 1)) == found[1]


def test_repeating_periods_follow_each_other_without_a_gap():
    course, day, seen = Course(START, 70), START, []
    while day < dt.date(2028, 1, 1):
        period = repeating(course, 3, day)
        assert period.first <= day <= period.last
        seen.append(period)
        day = period.last + dt.timedelta(days=1)
    assert len(seen) >= 5
