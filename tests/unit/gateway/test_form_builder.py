"""What the form builder asks of the gateway: drawing, what to choose from, trying out."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from gateway.web.design.rehearsal import NotReached, Rehearsal, seats
from libs.formengine import parse
from tests.unit.gateway.design_samples import DESIGN, DRAFT, DRAFT_ID, LIBRARY, MINI_CEX
from tests.unit.gateway.staff_world import gateway, me, post, token_of

ADMIN = me("local_admin")
EDITOR = f"/design/forms/{DRAFT_ID}"


def posted(path: str, body: dict[str, Any], **replies: Any) -> Any:
    with gateway(ADMIN, **DESIGN | replies) as (browser, _fake):
        token = token_of(browser.get("/privacy").text)
        return browser.post(EDITOR + path, json=body, headers={"X-CSRF-Token": token})


def test_every_item_of_a_draft_is_drawn_as_the_live_form_draws_it():
    parts = posted("/draw", {"document": MINI_CEX, "lang": "nl"}).json["parts"]
    assert set(parts) == {item["key"] for item in MINI_CEX["items"]}
    assert 'name="a.overall"' in parts["overall"]
    assert "Niet beoordeeld" in parts["overall"]
    assert "<select" in parts["epa"] and "<option" in parts["epa"]


def test_only_what_changed_is_drawn_again():
    parts = posted("/draw", {"document": MINI_CEX, "keys": ["strong"]}).json["parts"]
    assert list(parts) == ["strong"]


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "scale", "key": "x", "label": {"en": ""}, "scale": "nowhere"},
        {"type": "rubric", "key": "x", "label": {}, "scale": None, "rows": []},
        {"type": "choice", "key": "x", "options": []},
        {"type": "section", "key": "x", "items": [{"type": "text", "key": "y"}]},
        {"type": "outcome", "key": "x", "label": {"en": "Which?"}},
        {"type": "repeat", "key": "x", "items": []},
    ],
)
def test_a_draft_is_drawn_however_little_of_it_is_there(broken: dict[str, Any]):
    reply = posted("/draw", {"document": {"items": [broken]}, "lang": "en"})
    assert reply.status_code == 200
    assert "x" in reply.json["parts"]


def test_what_authors_write_is_never_markup():
    evil = {"type": "text", "key": "x", "label": {"en": "<script>alert(1)</script>"}}
    drawn = posted("/draw", {"document": {"items": [evil]}}).json["parts"]["x"]
    assert "<script>" not in drawn


def test_the_phone_shows_what_one_person_fills_in_at_one_step():
    body = {"document": MINI_CEX, "lang": "en", "step": "assess", "person": "assessor"}
    drawn = posted("/draw", body).json["html"]
    assert "a.overall" in drawn and "a.epa" not in drawn and "a.takeaway" not in drawn
    body["step"], body["person"] = "respond", "learner"
    assert "a.takeaway" in posted("/draw", body).json["html"]


def test_the_builder_offers_scales_in_full_and_outcomes_as_a_tree():
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        found = browser.get("/design/library").json
    assert found["scales"][0]["document"]["levels"]
    assert {"code", "title", "depth"} == set(found["frameworks"][0]["outcomes"][0])
    assert found["relations"][0]["label"] == "Trainer"


def test_every_form_of_the_library_can_be_drawn():
    for file in sorted(LIBRARY.glob("*.json")):
        document = json.loads(file.read_text())
        reply = posted("/draw", {"document": copy.deepcopy(document)})
        assert reply.status_code == 200, file.name


def tried(data: dict[str, Any], document: dict[str, Any] = MINI_CEX) -> Any:
    replies = DESIGN | {"forms__draft": DRAFT | {"document": document}}
    with gateway(ADMIN, **replies) as (browser, fake):
        reply = post(browser, EDITOR + "/try", {"go": "send", **data})
        assert {name for name, _fields in fake.asked} & WRITES == set()
    return reply


WRITES = {"forms.save_draft", "portfolio.send", "portfolio.start_record"}
JUDGED = {f"a.skills.{row['key']}": "6" for row in MINI_CEX["items"][2]["rows"]}
ASSESSED = {
    "step": "assess",
    "person": "assessor",
    "walk": '[{"step": "ask", "person": "learner", "answers": {"epa": "epa/acute"}}]',
    "a.overall": "7",
    "a.strong": "Calm.",
    "a.next_step": "Sum up.",
    **JUDGED,
}


def test_a_draft_can_be_tried_as_everybody_at_every_step():
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        page = browser.get(EDITOR + "/try?step=assess&person=assessor").text
    assert page.count('name="go" value="on"') == 3
    assert 'name="a.overall"' in page and 'name="a.takeaway"' not in page
    assert "not kept and never counts" in page


def test_what_is_missing_is_said_at_the_question():
    reply = tried({"step": "assess", "person": "assessor"})
    assert reply.status_code == 422
    assert "Please answer this." in reply.text
    assert "This would come of it" not in reply.text


def test_sending_a_try_tells_who_is_next_and_which_data_points_come():
    page = tried(ASSESSED).text
    assert "This would come of it" in page
    assert "Go on as Learner · Your reply" in page
    assert "Over all: 7 – good" in page
    assert "<dt>Skills typical</dt>" in page
    assert page.count("<strong>Data point</strong>") == 8


def test_the_last_step_completes_the_form():
    page = tried({"step": "respond", "person": "learner", "a.takeaway": "Much."}).text
    assert "The form is complete" in page


def test_a_draft_with_problems_is_not_tried_but_explained():
    broken = copy.deepcopy(MINI_CEX)
    broken["items"][2]["scale"] = "nowhere"
    with gateway(ADMIN, **DESIGN | {"forms__draft": DRAFT | {"document": broken}}) as (browser, _f):
        page = browser.get(EDITOR + "/try").text
    assert "cannot be tried yet" in page and "There is no scale" in page


def test_a_made_up_walk_harms_nothing():
    for walk in (
        "{}",
        "[1]",
        "nonsense",
        '[{"step": 1}]',
        '[{"step":"x","person":"y","answers":3}]',
    ):
        assert tried({**ASSESSED, "walk": walk}).status_code == 200


@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*.json")), ids=lambda file: file.stem)
def test_every_step_of_every_library_form_can_be_come_to_or_says_why_not(file: Path):
    definition = parse(json.loads(file.read_text()))
    now = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
    reached = 0
    for seat in seats(definition):
        try:
            Rehearsal(definition, {}, now).come_to(seat)
            reached += 1
        except NotReached:
            assert definition.stage(seat.step).when is not None or reached
    assert reached
