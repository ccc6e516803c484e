"""The dashboard of a learner: areas with the outcomes under them, and which pages it has."""

from __future__ import annotations

import re
from typing import Any

import pytest

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


@pytest.mark.parametrize("parts", [[], [FIRST, SECOND]])
def test_the_report_of_an_area_shows_what_was_said_of_the_outcomes_under_it(parts: list[str]):
    numbers = {
        "learner_id": an_id(10),
        "area": AREAS[0],
        "series": [],
        "by_form": [],
        "missing": [],
        "parts": parts,
        "as_of": OVERVIEW["as_of"],
        "version": 1,
    }
    replies = {
        "dashboards__area": numbers,
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
