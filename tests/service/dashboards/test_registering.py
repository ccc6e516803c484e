"""Whether the page of what is registered has a use in a portfolio: by programme or by data."""

import datetime as dt

import pytest

from tests.service.dashboards.stories import FETCHED, LINEAGES

SHIFT = {
    "title": {"en": "Shift"},
    "frameworks": {},
    "items": [],
    "emit": [{"kind": "registration", "fields": {"kind": "out_of_hours"}}],
}
ASKED = {"requirements": [{"registration": "procedure", "count": 3, "key": "procedures"}]}
PROGRAMMES = {
    "none": (FETCHED, False),
    "by a form": (FETCHED | {"forms": FETCHED["forms"] | {"shift": SHIFT}}, True),
    "by what it asks": (FETCHED | {"document": FETCHED["document"] | ASKED}, True),
}


@pytest.mark.parametrize("how", PROGRAMMES)
def test_a_programme_has_registrations_by_its_forms_or_what_it_asks(desk, story, learner, how):
    fetched, registers = PROGRAMMES[how]
    desk.hear(story.opened())
    desk.fetch_programmes(fetched)
    assert desk.overview(learner, story)["registers"] is registers
    assert desk.progress(learner, story)["registers"] is registers
    assert desk.area(learner, story, LINEAGES[0])["registers"] is registers


def test_what_was_registered_keeps_its_page_whatever_the_programme_says(desk, story, learner):
    desk.hear(story.opened())
    desk.fetch_programmes()
    desk.hear(story.registration(on=dt.date(2026, 10, 1)))
    assert desk.overview(learner, story)["registers"] is True


def test_before_the_programme_is_known_only_what_is_there_counts(desk, story, learner):
    desk.hear(story.opened())
    assert desk.overview(learner, story)["registers"] is False
