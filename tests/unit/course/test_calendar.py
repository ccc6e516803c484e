"""A learner's course on the calendar, whoever asks."""

import datetime as dt

import pytest

from libs.course.calendar import Course, phases, repeating

START = dt.date(2025, 3, 1)
GP = (("ha1", 12), ("clinical", 6), ("cz", 3), ("ggz", 3), ("ha2", 12))


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("part_time", "third_year", "last"),
    [
        (100, "2027-03-01", "2028-02-29"),
        (90, "2027-05-21", "2028-06-30"),
        (80, "2027-09-01", "2028-11-30"),
        (50, "2029-03-01", "2031-02-28"),
    ],
)
def test_part_time_stretches_the_course_as_a_whole_and_rounds_no_phase(part_time, third_year, last):
    found = phases(Course(START, part_time), GP)
    assert (found[-1].first, found[-1].last) == (day(third_year), day(last))


def test_a_month_and_a_half_is_a_month_and_a_half():
    first, second = phases(Course(START), [("short", 1.5), ("long", 1.5)])
    assert (first.last, second.first) == (day("2025-04-15"), day("2025-04-16"))
    assert second.last == day("2025-05-31")


def test_half_a_year_at_half_the_pace_lasts_a_year():
    course = Course(START, 100, ((day("2025-09-01"), 50),))
    found = repeating(course, 6, day("2025-10-01"))
    assert (found.first, found.last) == (day("2025-09-01"), day("2026-08-31"))


@pytest.mark.parametrize("agreed_for", ["2025-01-15", "2025-03-01"])
def test_a_pace_agreed_for_the_first_day_or_before_it_holds_from_the_first_day(agreed_for):
    course = Course(START, 100, ((day(agreed_for), 50),))
    assert course.after(6) == day("2026-03-01")
    assert course.worked(START, day("2025-03-10")) == 5


def test_the_last_pace_agreed_before_the_start_holds():
    paces = ((day("2025-02-01"), 80), (day("2025-01-01"), 50), (day("2025-09-01"), 100))
    assert Course(START, 60, paces).after(4) == day("2025-08-01")
