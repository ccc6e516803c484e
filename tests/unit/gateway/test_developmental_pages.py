"""Where nothing is at stake, the dashboard speaks of no decisions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.gateway.staff_samples import PORTFOLIO
from tests.unit.gateway.staff_world import an_id, days_ago, gateway, me

PAGE = f"/dashboard/{an_id(300)}"
OVERVIEW: dict[str, Any] = {
    "portfolio_id": an_id(300),
    "learner_id": an_id(10),
    "programme": {"key": "gp", "phase": None, "starts_on": "2026-03-01"},
    "areas": [],
    "points": 0,
    "narratives": 0,
    "decisions": [],
    "registrations": [],
    "requirements": [],
    "goals": {"open": 0, "finished": 0},
    "requests": {"open": 0, "overdue": 0, "answered": 0},
    "as_of": days_ago(0),
    "version": 1,
}
TITLE = "Advice, decisions and statements"


@pytest.mark.parametrize("is_developmental", [False, True])
def test_decisions_have_a_place_only_where_something_is_decided(is_developmental):
    programme = OVERVIEW["programme"] | {"is_developmental": is_developmental}
    replies = {
        "dashboards__overview": OVERVIEW | {"programme": programme},
        "portfolio__portfolio_of": PORTFOLIO,
    }
    with gateway(me("teacher"), **replies) as (browser, _fake):
        answer = browser.get(PAGE)
    assert answer.status_code == 200
    assert (TITLE in answer.text) is not is_developmental
