"""Designing over the API: the form of the examples, tags of drafts, the language of the caller."""

from __future__ import annotations

import pytest

from gateway.api.examples import definitions as examples
from gateway.api.examples import rehearsal as tried
from libs import formengine
from libs.contracts import forms
from tests.library.definitions import document
from tests.unit.gateway.staff_world import TOKEN, gateway, me
from tests.unit.gateway.test_openapi import OPERATIONS, SPEC
from tests.unit.gateway.trying_samples import told

DRAFT = f"/api/v1/definitions/drafts/{examples.DRAFT_ID}"
KEY = {"Idempotency-Key": "0f0c5c1e-0000-4000-8000-000000000001"}
OURS = {name: one[0] for name, one in OPERATIONS.items() if "/definitions" in name}


@pytest.fixture
def api():
    """A program signed in as an administrator, and what the services were asked."""
    with gateway(me("local_admin")) as (browser, fake):
        browser.delete_cookie("tessera-session")
        browser.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
        yield browser, fake


def test_the_form_of_the_examples_is_a_sound_form():
    assert formengine.check(examples.DOCUMENT) == []
    assert formengine.check(examples.DRAFT["document"]) == []


def test_a_draft_carries_its_revision_as_a_tag_and_a_save_needs_it(api):
    browser, fake = api
    fake.replies["forms.draft"] = examples.DRAFT
    fake.replies["forms.save_draft"] = examples.SAVED
    assert browser.get(DRAFT).headers["ETag"] == '"1"'
    assert browser.put(DRAFT, json=examples.SAVE_DRAFT).status_code == 428
    saved = browser.put(DRAFT, json=examples.SAVE_DRAFT, headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.headers["ETag"]) == (200, '"2"')
    assert fake.asked[-1][1]["rev"] == 1


def test_a_draft_is_thrown_away_only_as_its_caller_saw_it(api):
    browser, fake = api
    fake.replies["forms.discard_draft"] = {}
    assert browser.delete(DRAFT).status_code == 428
    assert browser.delete(DRAFT, headers={"If-Match": '"4"'}).status_code == 200
    assert fake.fields_of("forms.discard_draft") == {"draft_id": examples.DRAFT_ID, "rev": 4}
    fake.replies["forms.discard_draft"] = forms.DraftConflict(rev=5)
    assert browser.delete(DRAFT, headers={"If-Match": '"4"'}).status_code == 412


def test_a_post_without_a_key_is_refused(api):
    browser, _fake = api
    assert browser.post("/api/v1/definitions/drafts", json=examples.START_DRAFT).status_code == 400
    headers = {"If-Match": '"1"'}
    assert browser.post(f"{DRAFT}/publish", json={}, headers=headers).status_code == 400


def test_the_schema_of_forms_is_json_schema_2020_12(api):
    browser, _fake = api
    found = browser.get("/api/v1/definitions/schemas/form").json
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found == formengine.json_schema()
    assert "items" in found["$defs"]["DefinitionShape"]["properties"]


def test_the_operations_of_drafts_name_their_tag():
    found = [path for path in SPEC["paths"] if path.endswith("/drafts/{draft_id}")]
    for name in (f"{how} {path}" for path in found for how in ("PUT", "DELETE")):
        assert "If-Match" in str(OURS[name]["parameters"])


def test_problems_are_told_in_the_language_of_the_caller(api):
    browser, fake = api
    engines = formengine.check({**examples.DOCUMENT, "items": 5})[0]
    given = [
        {
            "path": engines.path,
            "code": engines.code,
            "message": "?",
            "params": dict(engines.params),
        },
        {"path": "key", "code": "definition.other_key", "message": "?", "params": {"key": "x"}},
        {"path": "y", "code": "tomorrow.new", "message": "In its own words.", "params": {}},
    ]
    fake.replies["forms.draft"] = {**examples.DRAFT, "problems": given}
    found = [one["message"] for one in browser.get(DRAFT).json["problems"]]
    language = me("local_admin")["language"]
    assert found[0] == engines.in_language(language)
    assert found[1].startswith("De sleutel moet x" if language == "nl" else "The key must stay x")
    assert found[2] == "In its own words."


def test_a_refused_publication_says_why_in_the_language_of_the_caller(api):
    browser, fake = api
    change = {"path": "scales/sup", "code": "diff.scale_meaning", "params": {"scale": "sup"}}
    fake.replies["forms.publish_draft"] = forms.DefinitionRefused(
        errors={"scales/sup": {**change, "message": "?"}}
    )
    headers = KEY | {"If-Match": '"1"'}
    answer = browser.post(f"{DRAFT}/publish", json={}, headers=headers)
    assert answer.status_code == 422
    told = answer.json["errors"]["scales/sup"]["message"]
    language = me("local_admin")["language"]
    assert told == formengine.sentence("diff.scale_meaning", {"scale": "sup"}, language)


def test_a_conflict_tells_who_was_first(api):
    browser, fake = api
    newer = {"rev": 7, "updated_at": examples.AT, "updated_by": examples.PERSON_ID}
    fake.replies["forms.save_draft"] = forms.DraftConflict(**newer)
    answer = browser.put(DRAFT, json=examples.SAVE_DRAFT, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json["params"]) == (412, newer)


REHEARSAL = f"{DRAFT}/rehearsal"


def test_a_form_is_tried_out_and_what_would_come_of_it_is_told(api):
    browser, fake = api
    fake.replies["forms.draft"] = examples.DRAFT | {"document": examples.DOCUMENT}
    found = browser.post(REHEARSAL, json=tried.REHEARSE, headers=KEY)
    assert (found.status_code, found.json) == (200, tried.REHEARSED)
    assert {name for name, _fields in fake.asked if name.startswith("forms.")} == {"forms.draft"}


def test_a_rehearsal_without_answers_draws_who_may_act_and_wrong_ones_are_told(api):
    browser, fake = api
    fake.replies["forms.draft"] = examples.DRAFT | {"document": examples.DOCUMENT}
    first = browser.post(REHEARSAL, json={}, headers=KEY).json
    assert (first["at"], first["waits_for"], first["gives"]) == (tried.ASK, [tried.ASK], [])
    wrong = {**tried.ASSESS, "answers": {}}
    told = browser.post(REHEARSAL, json=wrong, headers=KEY).json
    assert [one["item"] for one in told["messages"]] == ["trust"]
    assert told["messages"][0]["message"].endswith(".") and told["gives"] == []
    early = {"before": [wrong], **tried.ASK, "answers": {}}
    assert browser.post(REHEARSAL, json=early, headers=KEY).json["at"] == tried.ASSESS


def test_a_step_with_a_required_file_is_tried_with_a_stand_in(api):
    browser, fake = api
    fake.replies["forms.draft"] = examples.DRAFT | {"document": document("written-product")}
    offered = browser.post(REHEARSAL, json={}, headers=KEY).json["stand_ins"]
    ones = {one["item"]: one for one in offered}
    assert ones["version_1"]["media_type"] == "application/pdf"
    answers = {**told("written-product")[0].answers, "version_1": [ones["version_1"]["id"]]}
    found = browser.post(REHEARSAL, json={"answers": answers}, headers=KEY).json
    assert (found["messages"], found["waits_for"][0]["step"]) == ([], "feedback")
    assert browser.post(REHEARSAL, json={"answers": {}}, headers=KEY).json["messages"]


def test_a_form_is_tried_as_begun_unasked_where_it_may(api):
    browser, fake = api
    fake.replies["forms.draft"] = examples.DRAFT | {"document": document("kpb")}
    found = browser.post(REHEARSAL, json={"unasked": True}, headers=KEY).json
    assert [one["step"] for one in found["seats"]] == ["assess", "respond"]
    fake.replies["forms.draft"] = examples.DRAFT | {"document": examples.DOCUMENT}
    assert browser.post(REHEARSAL, json={"unasked": True}, headers=KEY).status_code == 422


def test_two_people_of_one_role_are_tried_with_different_judgements(api):
    browser, fake = api
    fake.replies["forms.draft"] = examples.DRAFT | {"document": document("portfolio-exam")}
    turns = [
        {"step": one.seat.step, "person": one.seat.role, "number": one.seat.number}
        | {"answers": dict(one.answers)}
        for one in told("portfolio-exam")
    ]
    scored = [one["number"] for one in turns if one["step"] == "score"]
    third = next(place for place, one in enumerate(turns) if one["step"] == "moderate")
    asked = {**turns[third], "before": turns[:third]}
    found = browser.post(REHEARSAL, json=asked, headers=KEY).json
    assert (scored, found["is_reached"], found["messages"]) == ([1, 2], True, [])


@pytest.mark.parametrize(
    ("draft", "asked", "status"),
    [
        ({}, {"step": "ask", "person": "nobody"}, 422),
        ({"document": {"format": "form/1"}}, {}, 422),
        ({"kind": "scale"}, {}, 422),
        ({}, {"before": [{**tried.ASK, "answers": {}}] * 31}, 422),
    ],
    ids=["no such person", "with problems", "no form", "too many turns"],
)
def test_what_cannot_be_tried_is_refused(api, draft, asked, status):
    browser, fake = api
    fake.replies["forms.draft"] = examples.DRAFT | {"document": examples.DOCUMENT} | draft
    assert browser.post(REHEARSAL, json=asked, headers=KEY).status_code == status
    assert browser.post(REHEARSAL, json=asked).status_code in (400, 422)
