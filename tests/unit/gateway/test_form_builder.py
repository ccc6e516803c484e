"""What the form builder asks of the gateway: drawing, what to choose from, trying out."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.unit.gateway.design_samples import DESIGN, DRAFT_ID, LIBRARY, MINI_CEX, framework_reply
from tests.unit.gateway.staff_world import gateway, me, token_of

ADMIN = me("local_admin")
EDITOR = f"/design/forms/{DRAFT_ID}"


def posted(path: str, body: dict[str, Any], **replies: Any) -> Any:
    with gateway(ADMIN, **DESIGN | {"forms__definition": framework_reply} | replies) as (
        browser,
        _,
    ):
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


def test_rows_on_a_line_without_steps_ask_for_another_scale():
    line = {"kind": "vas", "ends": [{"en": "Not"}, {"en": "All"}]}
    row = {"key": "talk", "label": {"en": "Talking"}}
    rows = {"type": "rubric", "key": "rows", "label": {"en": "Rows"}, "scale": "line"}
    one = {"type": "scale", "key": "one", "label": {"en": "One"}, "scale": "line"}
    drawn = {"items": [{**rows, "rows": [row]}, one], "scales": {"line": line}}
    parts = posted("/draw", {"document": drawn, "lang": "en"}).json["parts"]
    assert "choose a scale" in parts["rows"]
    assert "data-slider" in parts["one"]


def test_two_lists_that_ask_something_under_one_key_are_drawn_each_as_itself():
    def a_list(key: str, words: str) -> dict[str, Any]:
        asked = {"type": "text", "key": "what", "label": {"en": words}}
        return {"type": "repeat", "key": key, "label": {"en": key}, "items": [asked]}

    lists = [a_list("agreements", "What was agreed"), a_list("goals", "What to learn")]
    document = {"items": [{"type": "section", "key": "all", "items": lists}]}
    parts = posted("/draw", {"document": document, "lang": "en"}).json["parts"]
    assert set(parts) == {"all", "agreements", "agreements/what", "goals", "goals/what"}
    assert "What was agreed" in parts["agreements/what"] and "What to learn" in parts["goals/what"]
    body = {"document": document, "lang": "en", "keys": ["goals/what"]}
    assert list(posted("/draw", body).json["parts"]) == ["goals/what"]


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
    with gateway(ADMIN, **DESIGN) as (browser, fake):
        found = browser.get("/design/library").json
    asked = [address for address, _fields in fake.asked if address.startswith("forms.")]
    assert asked == ["forms.form_parts"], "everything at once"
    assert found["scales"][0]["document"]["levels"]
    assert {"code", "title", "depth"} == set(found["frameworks"][0]["outcomes"][0])
    assert found["relations"][0]["label"] == "Trainer"


def test_every_form_of_the_library_can_be_drawn():
    for file in sorted(LIBRARY.glob("*.json")):
        import json

        document = json.loads(file.read_text())
        reply = posted("/draw", {"document": copy.deepcopy(document)})
        assert reply.status_code == 200, file.name
