"""Trying a form that is being designed: every step of it can be come to."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway.rehearsal import Rehearsal, seats
from tests.library.definitions import FORMS, definition

NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("key", FORMS)
def test_every_step_that_no_answer_decides_on_can_be_tried_by_everybody_in_it(key: str):
    always = {one["id"] for one in definition(key).document["stages"] if "when" not in one}
    for seat in seats(definition(key)):
        if seat.step in always:
            person = Rehearsal(definition(key), {}, NOW).come_to(seat)
            assert person.role == seat.role
