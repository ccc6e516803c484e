"""What is expected of an outcome in the learner's phase stands beside it, in words."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.unit.gateway.design_samples import LIBRARY
from tests.unit.gateway.staff_samples import PORTFOLIO
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.gateway.test_developmental_pages import OVERVIEW, PAGE

FRAMEWORK = json.loads((LIBRARY / "frameworks/nursing-epas-1.json").read_text())
SCALE = json.loads((LIBRARY / "scales/supervision-1.json").read_text())
LINEAGE = "nursing-epas/medication"
AREA = {
    "framework": "nursing-epas@1",
    "lineage": LINEAGE,
    "outcome": "medication",
    "points": 2,
    "narratives": 0,
    "latest": None,
    "by_role": {},
    "by_stakes": {},
    "last_on": None,
    "under": None,
}
REACHED, BELOW = "Latest judgement: at it or above", "Latest judgement: below it"


def definitions(*, kind: str, **_asked: Any) -> dict[str, Any]:
    return {"document": FRAMEWORK if kind == "framework" else SCALE}


def words_of(path: str, phase: str | None, series: list[dict[str, Any]] | None = None) -> str:
    numbers = {
        "learner_id": an_id(10),
        "area": AREA,
        "series": series or [],
        "by_form": [],
        "missing": [],
        "parts": [],
        "phase": phase,
        "as_of": OVERVIEW["as_of"],
        "version": 1,
    }
    programme = OVERVIEW["programme"] | {"phase": phase}
    replies = {
        "dashboards__area": numbers,
        "dashboards__overview": OVERVIEW | {"areas": [AREA], "programme": programme},
        "portfolio__area_content": {"entries": [], "next": None},
        "portfolio__portfolio_of": PORTFOLIO,
        "forms__definition": definitions,
    }
    with gateway(me("teacher"), **replies) as (browser, _fake):
        page = browser.get(path)
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def line(
    value: float, role: str = "assessor", scale: str = "supervision@1", on: str = "2026-10-01"
):
    return {"scale": scale, "role": role, "points": [{"on": on, "value": value}]}


REPORT = f"{PAGE}/areas/{LINEAGE}"
LEVELS = {one["value"]: one["label"]["en"] for one in SCALE["levels"]}


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("year-1", f"Expected in Year 1: {LEVELS[2]}"),
        ("year-2", f"Expected in Year 2: {LEVELS[3]}"),
        ("year-3", f"Expected since Year 2: {LEVELS[3]}"),
        ("year-4", f"Expected in Year 4: {LEVELS[4]}"),
    ],
)
@pytest.mark.parametrize("path", [PAGE, REPORT])
def test_the_level_expected_now_stands_beside_the_outcome(path: str, phase: str, words: str):
    assert words in words_of(path, phase)


@pytest.mark.parametrize("phase", [None, "year-9"])
def test_nothing_is_expected_in_a_phase_the_framework_does_not_know(phase: str | None):
    assert "Expected" not in words_of(REPORT, phase)


@pytest.mark.parametrize(
    ("series", "told"),
    [
        ([line(3)], REACHED),
        ([line(2)], BELOW),
        ([line(2), line(4, "trainer", on="2026-10-02")], REACHED),
        ([line(4), line(2, "trainer", on="2026-10-02")], BELOW),
        ([line(2), line(5, "learner", on="2026-10-02")], BELOW),
        ([line(5, "learner")], None),
        ([line(5, scale="supervision@2")], None),
        ([], None),
    ],
)
def test_the_newest_judgement_of_somebody_else_on_that_scale_is_held_against_it(series, told):
    text = words_of(REPORT, "year-2", series)
    assert [one for one in (REACHED, BELOW) if one in text] == ([told] if told else [])
