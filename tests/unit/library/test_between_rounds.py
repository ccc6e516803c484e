"""Attacks on two anonymous rounds of one learner: who puts both sums beside each other."""

from __future__ import annotations

import pytest

from libs.formengine import RoundSummary
from libs.formengine.anonymity import summarise, told_apart
from libs.formengine.contribution import Contribution
from tests.library.definitions import definition

from .rounds import collecting, collecting_values, rater_role, rating

PATIENTS = definition("patient-feedback")


def _sum(values: list[float]) -> RoundSummary:
    """A round of the patient form in which one answers each of these everywhere."""
    stage = collecting(PATIENTS)
    given = [
        Contribution(
            str(n), stage.id, str(n), rater_role(PATIENTS), None, rating(PATIENTS, value), 1
        )
        for n, value in enumerate(values)
    ]
    found = summarise(PATIENTS, stage, given)
    assert found is not None
    return found


def _candidates(before: RoundSummary, now: RoundSummary) -> set[float]:
    """What the one more of a second round can have said, for who knows both means."""
    values = collecting_values(PATIENTS)
    old, new = before.values[0].typical, now.values[0].typical
    return {
        value
        for value in values
        if abs((old * before.n + value) / now.n - new) <= 0.05 + 0.05 * before.n / now.n + 1e-9
    }


def test_the_same_raters_and_one_more_tell_what_that_one_said_and_so_this_is_warned_of():
    """The attack works: no minimum within one round helps against it."""
    first = [6.0] * 11
    for said in (1.0, 4.0, 7.0):
        found = _candidates(_sum(first), _sum([*first, said]))
        assert said in found and len(found) < 4
    people = [f"p{n}" for n in range(11)]
    assert told_apart(people, [*people, "one more"], 11, 12) == 1
    assert told_apart([*people, "one more"], people, 12, 11) == 1


def test_where_a_form_asks_for_more_people_a_difference_of_three_or_four_is_told_apart_too():
    before, now = "abcdefgh", "abcdefghijk"
    assert told_apart(before, now, 8, 11) is None
    assert told_apart(before, now, 8, 11, least=5) == 3
    assert told_apart(before, f"{now}lm", 8, 13, least=5) is None


@pytest.mark.parametrize(
    ("before", "now", "counts", "people"),
    [
        ("abcde", "abcde", (5, 5), None),
        ("abcde", "abcdef", (5, 6), 1),
        ("abcde", "abcdf", (5, 5), 2),
        ("abcde", "abcdefg", (5, None), 2),
        ("abcde", "abcdefgh", (5, 8), None),
        ("abcde", "abcde", (4, 5), 1),
        ("abcde", "abcdef", (3, 6), None),
        ("abcde", "fghij", (5, 5), None),
    ],
)
def test_rounds_that_differ_by_one_or_two_people_are_told_apart(
    before: str, now: str, counts: tuple[int, int | None], people: int | None
):
    assert told_apart(before, now, *counts) == people
