"""What a record gave its portfolio is told on its page in the words of its form, never in keys."""

from __future__ import annotations

import re
from typing import Any

from tests.library.definitions import document
from tests.unit.gateway.link_samples import RECORD, record_reply, replies
from tests.unit.gateway.staff_world import days_ago, gateway, me

NOTHING: dict[str, Any] = {"data_points": [], "registrations": [], "decisions": []}


def point(kind: str, key: str, **more: Any) -> dict[str, Any]:
    known = {"kind": kind, "key": key, "lineage": None, "value": None, "detail": {}}
    return known | {"scale": None, "item": key} | more


def decision(key: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "kind": "placement_credits",
        "result": "granted",
        "light": "go",
        "level": None,
        "lineage": None,
        "valid_from": "2026-03-02",
        "valid_until": None,
        "advice": False,
        "state": "active",
        "detail": {},
    } | more


def results(form: str, language: str = "en", **found: Any) -> str:
    """The card of results on the page of a record of this form; empty without one."""
    record = record_reply(may=[], definition_hash=form.ljust(64, "0"), results={**NOTHING, **found})
    record["record"] |= {"stages": []}
    framework = {"title": {"en": "Areas"}, "outcomes": [], "stages": []}
    framework["outcomes"] = [
        {"key": "professionalism", "title": {"en": "Professionalism", "nl": "Professionaliteit"}}
    ]
    given = replies(
        portfolio__record=record,
        forms__definition_by_hash={"document": document(form)},
        forms__definition={"document": framework},
    )
    with gateway(me("learner", language=language), **given) as (browser, _fake):
        page = browser.get(f"/records/{RECORD}").text
    found_card = re.search(r'<section[^>]*aria-labelledby="results-title".*?</section>', page, re.S)
    plain = re.sub(r"<[^>]+>", " ", found_card[0]) if found_card else ""
    return " ".join(plain.split())


def test_a_decision_says_its_result_and_its_details_by_their_questions():
    told = results(
        "placement-assessment",
        decisions=[decision("credits", detail={"credits": 12, "unheard_of": "raw_word"})],
    )
    assert told.startswith("In the portfolio by this form Decision")
    assert "Credits granted 12 EC" in told and "Valid from 2 March 2026" in told and "Valid" in told
    for raw in ("unheard_of", "raw_word", "placement_credits"):
        assert raw not in told


def test_advice_and_what_no_longer_counts_are_called_so():
    told = results(
        "progress-decision",
        decisions=[
            decision("advice", result="go_on", advice=True),
            decision("progress", result="conditional", light="care", state="superseded"),
        ],
    )
    assert "Advice" in told and "Replaced" in told
    assert "go_on" not in told and "conditional" not in told


def test_a_flag_says_how_serious_it_is_how_it_stands_and_when_it_is_looked_at_again():
    flag = point(
        "flag",
        "concern",
        lineage="gp-areas/professionalism",
        value=2,
        scale="concern@1",
        detail={"state": "agreed", "due_on": "2026-11-15"},
    )
    told = results("professional-behaviour", data_points=[flag])
    assert "Flag · Professionalism Some concern" in told
    assert "15 November 2026" in told and "agreed" not in told.replace("agreed on", "")
    dutch = results("professional-behaviour", "nl", data_points=[flag])
    assert "Signaal · Professionaliteit" in dutch and "15 november 2026" in dutch


def test_a_flag_that_is_still_open_says_so():
    flag = point("flag", "concern", value=1, detail={"state": "open"})
    assert "How it stands Open" in results("professional-behaviour", data_points=[flag])


def test_a_score_stands_on_its_scale_with_what_was_asked_for_and_whether_that_was_reached():
    score = point(
        "point",
        "station_score",
        value=72.0,
        scale="percentage@1",
        detail={"cut": 60, "passed": True, "critical_ok": True},
    )
    told = results("osce-station", data_points=[score])
    assert "Score 72 of 100" in told and "Passed Yes" in told and "60" in told
    assert "critical_ok" not in told


def test_a_registration_says_its_day_and_whether_it_was_approved():
    registration = {
        "key": "shift",
        "kind": "out_of_hours",
        "on": "2026-03-01",
        "hours": 8.0,
        "state": "approved",
        "approved_by": "Bram Visser",
        "approved_at": days_ago(1),
        "detail": {"shift": "night", "supervision": 3},
    }
    told = results("shift", registrations=[registration])
    assert "Registration · Out-of-hours shifts 1 March 2026 Done" in told
    assert "Hours 8" in told and "Approved by Bram Visser" in told
    assert "Works under indirect supervision" in told


def test_a_record_that_gave_nothing_besides_has_no_such_card():
    assert results("kpb") == ""
