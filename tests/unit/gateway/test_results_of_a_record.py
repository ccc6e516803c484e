"""What a record gave its portfolio is told on its page in the words of its form, never in keys."""

from __future__ import annotations

import re
from typing import Any

from libs.formengine import content_hash
from tests.library.definitions import document
from tests.unit.gateway.link_samples import RECORD, record_reply, replies
from tests.unit.gateway.staff_world import an_id, days_ago, gateway, me

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


def results(form: str | dict[str, Any], language: str = "en", **found: Any) -> str:
    """The card of results on the page of a record of this form; empty without one."""
    own = document(form) if isinstance(form, str) else form
    contributions = found.pop("contributions", [])
    record = record_reply(
        may=[], definition_hash=content_hash(own), results={**NOTHING, **found}
    ) | {"contributions": contributions}
    record["record"] |= {"stages": []}
    framework = {"title": {"en": "Areas"}, "outcomes": [], "stages": []}
    framework["outcomes"] = [
        {"key": "professionalism", "title": {"en": "Professionalism", "nl": "Professionaliteit"}}
    ]
    given = replies(
        portfolio__record=record,
        forms__definition_by_hash={"document": own},
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


def own_form(**changes: Any) -> dict[str, Any]:
    """A form of an institution that works out hours and passes them on, in two languages."""
    form = document("hours")
    form["emit"][0]["fields"] |= {
        "rest_a_day": {"round": [{"div": [{"get": "hours"}, 3]}, 1]},
        "share": {"div": [{"get": "hours"}, 3]},
        "enough": {"ge": [{"get": "hours"}, 8]},
        "sort_of_week": {"if": [{"get": "long_hours"}, "long_week", "plain_week"]},
    }
    form["names"] |= {
        "rest_a_day": {
            "label": {"en": "Rest a day", "nl": "Rust per dag"},
            "unit": {"en": "hours", "nl": "uur"},
        }
    }
    return form | changes


def registered(**detail: Any) -> dict[str, Any]:
    return {
        "key": "time",
        "kind": "worked_hours",
        "on": "2026-03-01",
        "hours": None,
        "state": "approved",
        "approved_by": None,
        "approved_at": None,
        "detail": detail,
    }


def sent(**computed: Any) -> dict[str, Any]:
    return {
        "contribution_id": an_id(7),
        "stage": "log",
        "participant_id": an_id(8),
        "role": "learner",
        "group": None,
        "revision": 1,
        "sent_at": days_ago(1),
        "state": "sent",
        "answers": {},
        "computed": computed,
        "items": [],
        "actor": None,
    }


def test_what_is_worked_out_is_told_by_its_label_with_its_unit_in_the_language_of_the_reader():
    detail = {"rest_a_day": 2.7, "a_week": 52.5, "days": 7}
    told = results(own_form(), registrations=[registered(**detail)])
    assert "Rest a day 2.7 hours" in told
    dutch = results(own_form(), "nl", registrations=[registered(**detail)])
    assert "Rust per dag 2,7 uur" in dutch


def test_a_score_that_goes_along_is_told_by_the_words_of_the_score():
    flag = point("flag", "alert", detail={"kind": "long_hours", "days": 7, "a_week": 52.5})
    told = results("hours", data_points=[flag])
    assert "Length 7 days" in told and "Worked on average 52.5 hours a week" in told
    assert "Gemiddeld gewerkt 52,5 uur per week" in results("hours", "nl", data_points=[flag])
    assert "long_hours" not in told


def test_a_number_has_the_digits_that_its_rule_asks_for_and_two_where_it_asks_none():
    detail = {"rest_a_day": 2.6666666666666665, "share": 2.6666666666666665}
    told = results(own_form(), registrations=[registered(**detail)])
    assert "Rest a day 2.7 hours" in told and "Share 2.67" in told


def test_what_has_no_words_is_called_as_its_author_called_it_but_a_code_is_not_shown():
    told = results(own_form(), registrations=[registered(enough=True, sort_of_week="long_week")])
    assert "Enough Yes" in told
    assert "long_week" not in told and "week" not in told


def test_an_answer_in_a_row_is_told_by_its_row():
    form = document("kpb")
    area = next(one for one in form["items"] if one["key"] == "areas")
    row = area["rows"][0]
    form["emit"] = [
        {
            "kind": "flag",
            "key": "look",
            "at": form["stages"][-1]["id"],
            "fields": {"first": {"get": f"areas.{row['key']}"}},
        }
    ]
    told = results(form, data_points=[point("flag", "look", detail={"first": 3})])
    assert row["label"]["en"] in told
    assert "First" not in told


def test_a_score_that_its_form_shows_stands_there_by_itself_for_who_may_know_it():
    form = own_form()
    form["names"]["a_week"]["shown"] = True
    assert "Score · Worked on average 50 hours a week" in results(
        form, contributions=[sent(a_week=50.0, days=7)]
    )
    assert "Length" not in results(form, contributions=[sent(a_week=50.0, days=7)])
    assert results(form, contributions=[sent()]) == ""


def test_a_shown_score_is_not_told_twice():
    form = own_form()
    form["names"]["a_week"]["shown"] = True
    flag = point("flag", "alert", detail={"a_week": 52.5})
    told = results(form, data_points=[flag], contributions=[sent(a_week=52.5)])
    assert told.count("Worked on average") == 1


def test_a_record_that_gave_nothing_besides_has_no_such_card():
    assert results("kpb") == ""
