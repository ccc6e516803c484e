"""Before a programme is published its page says in plain words who is affected, and how."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.web.design import effect_words
from services.dashboards.domain import grouping
from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.programme_samples import (
    EFFECT,
    NOBODY,
    PROGRAMME,
    PROGRAMME_DESIGN,
    altered,
)
from tests.unit.gateway.staff_world import an_id, gateway, me, token_of

EDITOR = f"/design/programmes/{DRAFT_ID}"
YEAR_1 = {"en": "Year 1"}
REQUIREMENT = PROGRAMME["requirements"][0]
INSTITUTES = {
    "institutions": [
        {"id": an_id(31), "name": "Noord", "people": 60},
        {"id": an_id(32), "name": "Oost", "people": 9},
        {"id": an_id(33), "name": "West", "people": 8},
    ]
}
GOES = altered("form_gone", 40, "starrt", dossier="work", dossier_title={"en": "Work"})
COUNTED = {name: one for name, one in GOES.items() if name not in ("learners", "moves")}
BEHIND = {
    "requirement": "kpb",
    "title": {"en": "Short practice assessments"},
    "newly_behind": 5,
    "no_longer_behind": 0,
}
NETWORK = NOBODY | {
    "institutions": [
        {
            "institution_id": an_id(32),
            "own_version": False,
            "learners": None,
            "changes": [],
            "alterations": [],
        },
        {
            "institution_id": an_id(31),
            "own_version": False,
            "learners": 40,
            "changes": [BEHIND],
            "alterations": [COUNTED | {"with_records": None}],
        },
        {
            "institution_id": an_id(33),
            "own_version": True,
            "learners": 0,
            "changes": [],
            "alterations": [],
        },
    ]
}


def publish_page(role: str, owner: str, effect: dict[str, Any]) -> tuple[str, list[Any]]:
    replies = PROGRAMME_DESIGN | {
        "dashboards__programme_effect": effect,
        "forms__draft": PROGRAMME_DESIGN["forms__draft"] | {"problems": [], "owner": owner},
        "forms__draft_changes": {"since": 1, "safe": [], "careful": [], "refused": []},
        "forms__definitions": {"definitions": []},
        "accounts__institutions": INSTITUTES,
    }
    with gateway(me(role), **replies) as (browser, bus):
        page = browser.get(EDITOR + "/publish")
        assert page.status_code == 200
        return page.text, bus


def shown(*alterations: dict[str, Any], **more: Any) -> str:
    return publish_page("head", "institution", EFFECT | {"alterations": [*alterations]} | more)[0]


def test_a_phase_that_ends_later_tells_days_and_how_many():
    moves = [
        {"from_on": "2027-02-28", "to_on": "2027-05-31", "count": 11},
        {"from_on": "2027-03-31", "to_on": "2027-06-30", "count": 1},
    ]
    text = shown(
        altered("phase_ends", key="year-1", title=YEAR_1, from_months=12, to_months=15, moves=moves)
    )
    assert "This phase ends after 15 months instead of 12 months." in text
    assert "It concerns all 12 learners who follow it." in text
    assert "28 February 2027 becomes 31 May 2027: 11 learners" in text
    assert "31 March 2027 becomes 30 June 2027: 1 learner<" in text


def test_many_different_days_are_shown_as_the_first_ones_and_a_number():
    moves = [
        {"from_on": f"2027-02-{one:02}", "to_on": "2027-05-31", "count": 1} for one in range(1, 16)
    ]
    text = shown(altered("course_ends", from_months=24, to_months=27, moves=moves))
    assert text.count("becomes 31 May 2027") == effect_words.MOST_MOVES
    assert "and 3 other days" in text


def test_a_changed_requirement_is_said_as_it_was_and_as_it_becomes():
    harder = REQUIREMENT | {"count": 9, "grace_days": 7}
    text = shown(altered("requirement_changed", key="kpb", was=REQUIREMENT, now=harder))
    assert "It was: At least 6 Short practice assessments" in text
    assert "It becomes: At least 9 Short practice assessments" in text
    assert "Who is late has 7 days instead of 21." in text


def test_people_are_named_where_it_does_not_concern_everybody():
    some = {"everybody": False, "learners": [an_id(10)]}
    text = shown(altered("cohort_leaves", 1, **some), changes=[])
    assert "They keep the version they follow now" in text
    assert "It concerns 1 learner." in text
    assert "<li>Sanne de Vries</li>" in text


TITLED = {"en": "Home care"}
ELECTIVE = {"pick": 1, "of": [TITLED, {"en": "Ward"}]}
EVERY_KIND = [
    (altered("cohort_joins"), "They would follow this version"),
    (altered("phase_changes", title=YEAR_1, to="y", to_title=TITLED), "would be in “Home care”"),
    (altered("phase_changes", title=YEAR_1, to=None, to_title={}), "would be in no phase"),
    (altered("requirement_new", was=None, now=REQUIREMENT), "Is asked anew."),
    (altered("requirement_gone", was=REQUIREMENT, now=None), "Is asked no longer."),
    (altered("choice_new", was=None, now=ELECTIVE), "1 of: Home care; Ward"),
    (altered("choice_gone", was=ELECTIVE, now=None), "nothing to choose any more"),
    (altered("choice_changed", was=ELECTIVE, now=ELECTIVE | {"pick": 2}), "becomes: 2 of"),
    (altered("option_gone", option="a", option_title=TITLED), "They chose “Home care”"),
    (altered("route_new", was=None, now=TITLED), "Until somebody chooses"),
    (altered("route_gone", was=TITLED, now=None), "they follow “Home care” now"),
    (altered("route_taken", was=TITLED, now=YEAR_1), "would follow “Year 1”"),
    (
        altered("dossier_new", title=TITLED, forms=[{"key": "kpb", "title": TITLED}]),
        "A new dossier.",
    ),
    (altered("dossier_gone", title=TITLED, forms=[], with_records=4), "4 learners have records"),
    (
        altered("form_new", title=TITLED, dossier="w", dossier_title=YEAR_1),
        "Comes into the dossier",
    ),
    (GOES | {"with_records": 0}, "Leaves the dossier “Work”"),
]


@pytest.mark.parametrize(("one", "words"), EVERY_KIND)
def test_every_kind_of_alteration_has_its_words(one, words):
    assert words in shown(one)


def test_the_words_know_every_kind_that_dashboards_tells():
    assert set(effect_words._SAID) == set(grouping.ORDER)


def test_the_page_of_a_network_shows_numbers_of_each_institution_and_names_nobody():
    text, bus = publish_page("national_admin", "network", NETWORK)
    assert "Noord: 40 learners" in text
    assert "Oost: fewer than 3 learners, of whom nothing more is told." in text
    assert "West keeps a version of its own." in text
    assert "Become behind" in text and "Noord: 5 learners" in text
    assert "Noord: 40 learners, with records there: fewer than 3 learners" in text
    assert "Nobody becomes behind" not in text
    (asked,) = [one for one in bus.asked if one[0] == "dashboards.programme_effect"]
    assert asked[1]["owner"] == "network"


def test_who_writes_for_one_institution_is_told_of_that_one_only():
    text, bus = publish_page("local_admin", "institution", NOBODY)
    assert "In the institutions of the network" not in text
    (asked,) = [one for one in bus.asked if one[0] == "dashboards.programme_effect"]
    assert "owner" not in asked[1]


def test_a_network_in_which_nobody_follows_a_programme_is_told_so():
    text, _ = publish_page("national_admin", "network", NOBODY)
    assert "In no institution of the network anybody follows this programme." in text


def test_the_editor_shows_the_same():
    replies = PROGRAMME_DESIGN | {
        "dashboards__programme_effect": NETWORK,
        "forms__draft": PROGRAMME_DESIGN["forms__draft"] | {"owner": "network"},
        "forms__definitions": {"definitions": []},
        "accounts__institutions": INSTITUTES,
    }
    with gateway(me("national_admin"), **replies) as (browser, _):
        token = token_of(browser.get("/privacy").text)
        found = browser.post(
            EDITOR + "/effect", json={"document": PROGRAMME}, headers={"X-CSRF-Token": token}
        ).json
    assert found["network"]["institutions"][0] == "Noord: 40 learners"
    assert {part["title"] for part in found["network"]["parts"]} >= {"Short practice assessments"}
