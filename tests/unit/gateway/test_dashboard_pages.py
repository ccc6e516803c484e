"""The dashboard of a learner: areas with the outcomes under them, and which pages it has."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.library.definitions import document
from tests.unit.gateway.staff_samples import DOSSIERS, PLANNED_GOAL, PORTFOLIO
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.gateway.test_developmental_pages import OVERVIEW, PAGE

TOP, FIRST, SECOND = "areas/care", "areas/listen", "areas/explain"
TITLES = {"care": "Care", "listen": "Listening", "explain": "Explaining"}
FRAMEWORK = {
    "document": {
        "title": {"en": "Areas"},
        "outcomes": [
            {"key": key, "lineage": f"areas/{key}", "title": {"en": title}}
            for key, title in TITLES.items()
        ],
    }
}


def an_area(lineage: str, points: int, under: str | None = None) -> dict[str, Any]:
    return {
        "framework": "areas@1",
        "lineage": lineage,
        "outcome": lineage.split("/")[1],
        "points": points,
        "narratives": 0,
        "latest": None,
        "by_role": {},
        "by_stakes": {},
        "last_on": None,
        "under": under,
    }


AREAS = [an_area(TOP, 5), an_area(FIRST, 3, TOP), an_area(SECOND, 2, TOP)]


def test_outcomes_stand_in_the_tile_of_their_area_with_what_counts_in_it():
    replies = {
        "dashboards__overview": OVERVIEW | {"areas": AREAS},
        "forms__definition": FRAMEWORK,
        "portfolio__portfolio_of": PORTFOLIO,
    }
    with gateway(me("teacher"), **replies) as (browser, _fake):
        page = browser.get(PAGE).text
    tiles = re.findall(r'<article class="card area-tile">.*?</article>', page, re.DOTALL)
    assert len(tiles) == 1
    words = " ".join(re.sub(r"<[^>]+>", " ", tiles[0]).split())
    assert words.startswith("Care 5 judgements")
    assert words.endswith("Listening 3 judgements Explaining 2 judgements")
    assert f'href="{PAGE}/areas/{FIRST}"' in tiles[0]


def a_rating(**more: Any) -> dict[str, Any]:
    known = {"row": None, "level": None, "max": 100, "scale": "percentage@1", "detail": {}}
    return known | {"item": "station_score", "label": {}, "value": 72.0} | more


def an_entry(form: str, *ratings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "record_id": an_id(100),
        "title": {"en": "Station"},
        "definition_hash": form.ljust(64, "0"),
        "encounter_date": "2026-03-01",
        "role": "head",
        "actor": None,
        "ratings": list(ratings),
        "texts": [],
    } | more


def page_of(path: str, form: str, language: str = "en", **replies: Any) -> str:
    given = {
        "dashboards__area": NUMBERS,
        "forms__definition": FRAMEWORK,
        "forms__definition_by_hash": {"document": document(form)},
        "portfolio__portfolio_of": PORTFOLIO,
    }
    with gateway(me("teacher", language=language), **given, **replies) as (browser, _fake):
        page = browser.get(f"{PAGE}/{path}").text
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


NUMBERS = {
    "learner_id": an_id(10),
    "area": AREAS[0],
    "series": [],
    "by_form": [],
    "missing": [],
    "parts": [],
    "as_of": OVERVIEW["as_of"],
    "version": 1,
}


def test_the_report_of_an_area_shows_what_goes_along_with_a_score_in_the_words_of_its_form():
    score = a_rating(detail={"cut": 60, "passed": True, "critical_ok": False})
    content = {"entries": [an_entry("osce-station", score)], "next": None}
    told = page_of(f"areas/{TOP}", "osce-station", portfolio__area_content=content)
    assert "Score 72 of 100" in told
    assert "Passed Yes" in told and "All critical steps done No" in told
    dutch = page_of(f"areas/{TOP}", "osce-station", "nl", portfolio__area_content=content)
    assert "Alle kritieke stappen gedaan Nee" in dutch


def test_an_answer_of_a_service_of_before_tells_no_details_and_breaks_nothing():
    score = a_rating(label={"en": "Points"})
    del score["detail"]
    content = {"entries": [an_entry("osce-station", score, definition_hash=None)], "next": None}
    told = page_of(f"areas/{TOP}", "osce-station", portfolio__area_content=content)
    assert "Points 72 of 100" in told


def test_the_list_of_registrations_says_what_goes_along_with_each():
    shift = {
        "record_id": an_id(100),
        "key": "shift",
        "definition_hash": "a" * 64,
        "kind": "out_of_hours",
        "on": "2026-03-01",
        "hours": 8.0,
        "detail": {"shift": "night", "supervision": 3},
        "state": "approved",
        "approved_by": "Bram Visser",
        "approved_at": "2026-03-02T08:00:00Z",
    }
    found = {"learner_id": an_id(10), "registrations": [shift], "totals": [], "next": None}
    decided = {"decisions": [], "next": None}
    told = page_of("shifts", "shift", portfolio__registrations=found, portfolio__decisions=decided)
    assert "8 hours" in told and "Works under indirect supervision" in told


@pytest.mark.parametrize("parts", [[], [FIRST, SECOND]])
def test_the_report_of_an_area_shows_what_was_said_of_the_outcomes_under_it(parts: list[str]):
    replies = {
        "dashboards__area": NUMBERS | {"parts": parts},
        "portfolio__area_content": {"entries": [], "next": None},
        "forms__definition": FRAMEWORK,
        "portfolio__portfolio_of": PORTFOLIO,
    }
    with gateway(me("teacher"), **replies) as (browser, fake):
        assert browser.get(f"{PAGE}/areas/{TOP}").status_code == 200
    asked = fake.fields_of("portfolio.area_content")
    assert (asked["lineage"], asked.get("also", [])) == (TOP, parts)


@pytest.mark.parametrize("registers", [True, False])
@pytest.mark.parametrize("place", ["", "/goals"])
def test_the_page_of_shifts_is_there_only_where_something_is_registered(
    place: str, registers: bool
):
    replies = {
        "dashboards__overview": OVERVIEW | {"registers": registers},
        "portfolio__portfolio_of": PORTFOLIO,
        "portfolio__goals": {"goals": [], "learner_id": an_id(10)},
        "portfolio__records": {"records": []},
    }
    with gateway(me("teacher"), **replies) as (browser, _fake):
        page = browser.get(PAGE + place).text
    assert (f'href="{PAGE}/shifts"' in page) is registers
    assert f'href="{PAGE}/goals"' in page


def test_a_goal_that_a_teacher_set_says_by_whom_and_why_and_leads_to_the_plan():
    replies = {
        "dashboards__overview": OVERVIEW | {"registers": False},
        "portfolio__portfolio_of": PORTFOLIO,
        "portfolio__goals": {"goals": [PLANNED_GOAL], "learner_id": an_id(10)},
        "portfolio__records": {"records": [], "next": None},
        "portfolio__dossiers": DOSSIERS,
    }
    with gateway(me("teacher"), **replies) as (browser, _fake):
        page = browser.get(f"{PAGE}/goals").text
        overview = browser.get(f"/learners/{an_id(10)}").text
    assert "Set in the plan by Noor Visser on 1 Nov 2026: Seen &lt;twice&gt;" in page
    assert "<h3>Asking for help early</h3>" in page
    assert f'href="/learners/{an_id(10)}/plan">Asking for help early</a>' in overview


def test_the_page_of_shifts_that_somebody_opened_stands_in_the_bar():
    replies = {
        "portfolio__registrations": {"registrations": [], "totals": [], "learner_id": an_id(10)},
        "portfolio__decisions": {"decisions": []},
        "portfolio__portfolio_of": PORTFOLIO,
    }
    with gateway(me("teacher"), **replies) as (browser, _fake):
        page = browser.get(f"{PAGE}/shifts").text
    assert f'href="{PAGE}/shifts"' in page
