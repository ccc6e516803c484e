"""Who is affected by a programme, in Chromium: the same in the editor and before publishing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.accessible import violations
from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.programme_samples import EFFECT, PROGRAMME_DESIGN, altered
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.gateway.test_effect_pages import COUNTED, GOES, INSTITUTES, NETWORK
from tests.unit.gateway.watching import address_of, watched

EDITOR = f"/design/programmes/{DRAFT_ID}"
WIDTHS = [(390, 844), (1280, 900)]
MOVED = altered(
    "phase_ends",
    key="year-1",
    title={"en": "Year 1"},
    from_months=12,
    to_months=15,
    moves=[{"from_on": "2027-02-28", "to_on": "2027-05-31", "count": 12}],
)
LEFT = altered("cohort_leaves", 1, everybody=False, learners=[an_id(10)])
READY = PROGRAMME_DESIGN | {
    "forms__draft": PROGRAMME_DESIGN["forms__draft"] | {"problems": []},
    "forms__draft_changes": {"since": 1, "safe": [], "careful": [], "refused": []},
    "forms__definitions": {"definitions": []},
    "accounts__institutions": INSTITUTES,
}


@pytest.fixture(params=["institution", "network"])
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """The address, and for whom the programme is written."""
    owner = request.param
    role = "national_admin" if owner == "network" else "local_admin"
    own = EFFECT | {"alterations": [LEFT, MOVED, GOES | {"with_records": 4}]}
    replies: dict[str, Any] = READY | {
        "dashboards__programme_effect": NETWORK if owner == "network" else own,
        "forms__draft": READY["forms__draft"] | {"owner": owner},
    }
    with gateway(me(role), **replies) as (client, _fake), address_of(client) as origin:
        yield origin, owner


WORDS = {
    "institution": (
        "This phase ends after 15 months instead of 12 months.",
        "28 February 2027 becomes 31 May 2027: 12 learners",
        "4 learners have records there, which are kept.",
    ),
    "network": (
        "Noord: 40 learners",
        "Oost: fewer than 3 learners, of whom nothing more is told.",
        "West keeps a version of its own.",
    ),
}


@pytest.mark.parametrize("place", ["/publish", ""])
@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_both_places_say_it_in_the_same_words_and_accessibly(
    browser: Browser, served: tuple[str, str], width: int, height: int, place: str
):
    origin, owner = served
    with watched(browser, origin, width, height) as page:
        page.goto(origin + EDITOR + place)
        if not place:
            page.get_by_role("button", name="Who is affected").click()
        for words in WORDS[owner]:
            expect(page.get_by_text(words, exact=True).first).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if folder := os.environ.get("SCREENS"):
            name = f"{folder}/effect-{owner}-{place.strip('/') or 'editor'}-{width}.png"
            page.screenshot(path=name, full_page=True)


def test_the_number_of_an_institution_is_never_a_list_of_people():
    assert not {"learners", "moves"} & set(COUNTED)
