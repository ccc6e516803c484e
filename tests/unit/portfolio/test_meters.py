"""The meter of a dossier: what counting alone can judge, and nothing else."""

import datetime as dt

import pytest

from services.portfolio.domain.meters import meters
from services.portfolio.domain.programme import Programme

START, DAY = dt.date(2026, 3, 1), dt.date(2026, 9, 1)
KEPT = {"work": ["combel", "team", "talk"], "home": ["visit"]}


def full(*requirements: dict, done: str = "", **members: list) -> dict[str, tuple[int, int]]:
    """The meters after a record of each form that is `done` (one word for each)."""
    programme = Programme.of(
        {
            "key": "p",
            "phases": [{"key": "year-1", "months": 12}],
            "dossiers": [],
            "requirements": list(requirements),
        }
        | members
    )
    wanted = programme.needed_on(DAY, START)
    return meters(wanted, [(form, DAY) for form in done.split()], KEPT)


def test_too_much_of_one_does_not_fill_the_place_of_another():
    asked = {"form": "combel", "count": 1}, {"form": "team", "count": 1}
    assert full(*asked, done="combel combel") == {"work": (1, 2)}
    assert full(*asked, done="combel team") == {"work": (2, 2)}


def test_two_requirements_on_one_form_both_count():
    asked = {"key": "a", "form": "talk", "count": 2}, {"key": "b", "form": "talk", "count": 4}
    assert full(*asked, done="talk talk talk") == {"work": (5, 6)}


def test_several_forms_of_one_requirement_are_counted_together():
    assert full({"forms": ["combel", "team"], "count": 3}, done="combel team") == {"work": (2, 3)}


def test_a_requirement_over_two_dossiers_stands_in_one_of_them():
    either = {"forms": ["visit", "talk"], "count": 3}
    assert full(either, done="visit talk") == {"home": (2, 3)}
    assert full({"forms": ["elsewhere", "talk"], "count": 3}, done="talk") == {"work": (1, 3)}
    assert full({"form": "elsewhere", "count": 3}, done="elsewhere") == {}


@pytest.mark.parametrize(
    "more",
    [
        {"level": {"scale": "five@1", "min": 3}},
        {"registration": "duty", "hours": True},
        {"assessors": 2},
        {"assessor_roles": 2},
        {"contexts": 2},
        {"months": 2},
        {"at_most": {"count": 1, "per": "week"}},
    ],
)
def test_what_asks_for_more_than_a_number_has_no_meter(more):
    asked = {"form": "talk", "count": 2} | more
    assert full(asked, done="talk talk") == {}
    assert full(asked, {"form": "team", "count": 1}, done="talk") == {"work": (0, 1)}


def test_electives_have_no_meter_and_requirements_of_a_way_do():
    asked = {"key": "a", "form": "talk", "count": 2}, {"key": "b", "form": "team", "count": 2}
    words = {"title": {"en": "Any"}}
    elective = {"key": "any", "pick": 1, "of": ["a", "b"]} | words
    assert full(*asked, done="talk", choices=[elective]) == {}
    ways = [{"key": key, "requirements": [key]} | words for key in ("a", "b")]
    route = {"key": "way", "options": ways} | words
    assert full(*asked, done="talk", routes=[route]) == {"work": (1, 4)}


def test_what_was_done_outside_the_period_does_not_count():
    programme = Programme.of(
        {
            "key": "p",
            "phases": [{"key": "year-1", "months": 12}],
            "dossiers": [],
            "requirements": [{"form": "talk", "count": 2, "per": "half_year"}],
        }
    )
    days = [dt.date(2026, 8, 31), dt.date(2026, 9, 1), dt.date(2027, 3, 1)]
    found = meters(programme.needed_on(DAY, START), [("talk", day) for day in days], KEPT)
    assert found == {"work": (1, 2)}
