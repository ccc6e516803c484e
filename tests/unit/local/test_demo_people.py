"""Who lives in the demo."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from deploy.local.demo.people import (
    INSTITUTIONS,
    Institution,
    how_many,
    learners_of,
    staff_of,
)

TODAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize("institution", INSTITUTIONS, ids=lambda one: one.key)
def test_a_larger_demo_begins_with_the_people_of_a_smaller_one(institution: Institution):
    few, many = staff_of(institution, 11), staff_of(institution, 40)
    for role, people in few.items():
        assert many[role][: len(people)] == people
    # Only fellow students become more.
    fewer, more = (
        [dataclasses.replace(one, peers=()) for one in learners_of(institution, n, staff, TODAY)]
        for n, staff in ((11, few), (40, many))
    )
    assert more[: len(fewer)] == fewer


@pytest.mark.parametrize("asked", [5, 24, 25, 100])
def test_the_network_has_the_learners_that_are_asked_for_and_the_school_its_own(asked: int):
    *institutes, school = (how_many(one, asked) for one in INSTITUTIONS)
    assert sum(institutes) == asked
    assert all(institutes) and school == round(asked / 3)
