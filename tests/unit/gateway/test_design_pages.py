"""Designing: the lists, beginning, looking before publishing, and what comes after."""

from __future__ import annotations

import re
from typing import Any

import pytest

from libs.contracts.forms import (
    DefinitionRefused,
    DocumentUnfit,
    DraftConflict,
    DraftExists,
    FrameworksMissing,
    KeyTaken,
)
from tests.unit.gateway.design_samples import DESIGN, DRAFT, DRAFT_ID, HASH
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post, token_of

ADMIN = me("local_admin")
EDITOR = f"/design/forms/{DRAFT_ID}"
PAGES = (
    "/design/forms",
    "/design/frameworks",
    "/design/scales",
    "/design/programmes",
    "/design/forms/new",
    "/design/forms/offered",
    "/design/forms/shipped",
    "/design/forms/by-name/kpb",
    EDITOR,
    EDITOR + "/publish",
    EDITOR + "/discard",
)


@pytest.mark.parametrize("path", PAGES)
def test_who_designs_sees_every_page_and_others_none(path: str):
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        page = browser.get(path)
        assert page.status_code == 200
        assert 'href="/design"' in page.text
    with gateway(me("trainer"), **DESIGN) as (browser, _fake):
        assert browser.get(path).status_code == 403
        assert 'href="/design"' not in browser.get("/help").text


@pytest.mark.parametrize("role", ["local_admin", "head", "national_admin"])
def test_designing_stands_in_the_navigation_of_who_designs(role: str):
    with gateway(me(role), **DESIGN) as (browser, _fake):
        assert browser.get("/design").location == "/design/forms"
        assert 'href="/design" aria-current="page"' in browser.get("/design/forms").text


def test_what_is_worked_on_comes_first_and_says_what_is_wrong():
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        page = browser.get("/design/forms").text
    assert page.index("Mini-CEX") < page.index("Out-of-hours shift")
    assert "2 problems" in page and "Retired" in page and "of the network" in page
    assert "kpb" not in page.replace("by-name/kpb", "").replace('value="kpb"', "")


def test_searching_looks_in_the_titles():
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        found, none = (browser.get(f"/design/forms?q={q}").text for q in ("practice", "zzz"))
    assert "Short practice assessment" in found and "Out-of-hours shift" not in found
    assert "Nothing found" in none


def test_an_empty_form_begins_with_a_learner_and_an_assessor():
    with gateway(ADMIN, **DESIGN) as (browser, fake):
        reply = post(browser, "/design/forms/start", {"title": "Onze gesprekken (kort)"})
        asked = fake.fields_of("forms.start_draft")
    assert reply.location == EDITOR
    assert (asked["key"], asked["how"]) == ("onze-gesprekken-kort", "empty")
    assert list(asked["document"]["roles"]) == ["learner", "assessor"]
    assert asked["document"]["title"] == {"en": "Onze gesprekken (kort)"}


def test_a_copy_gets_a_key_of_its_own_and_a_change_keeps_it():
    with gateway(ADMIN, **DESIGN) as (browser, fake):
        post(browser, "/design/forms/start", {"how": "copy", "hash": HASH, "title": "Copy of KPB"})
        copied = fake.fields_of("forms.start_draft")
        post(browser, "/design/forms/start", {"how": "revise", "hash": HASH, "key": "kpb"})
        revised = fake.fields_of("forms.start_draft")
    assert (copied["key"], copied["hash"]) == ("copy-of-kpb", HASH)
    assert (revised["key"], revised["how"]) == ("kpb", "revise")


def test_a_draft_that_is_there_is_opened_instead():
    there = DraftExists(draft_id=an_id(71))
    with gateway(ADMIN, **DESIGN | {"forms__start_draft": there}) as (browser, _fake):
        reply = post(browser, "/design/forms/start", {"title": "Mini-CEX"})
        assert "already working" in flashed(browser)
    assert reply.location == f"/design/forms/{an_id(71)}"


def test_before_a_form_is_taken_over_missing_frameworks_are_chosen():
    missing = FrameworksMissing(missing={"area": "maas-f@3"})
    given = {"how": "extends", "hash": HASH, "title": "Theirs"}
    with gateway(ADMIN, **DESIGN | {"forms__start_draft": missing}) as (browser, _fake):
        page = post(browser, "/design/forms/start", given)
    assert page.status_code == 200
    assert "maas-f@3" in page.text and 'name="framework-area"' in page.text
    assert f'name="hash" value="{HASH}"' in page.text
    with gateway(ADMIN, **DESIGN) as (browser, fake):
        post(browser, "/design/forms/start", given | {"framework-area": "gp-areas@2023"})
        asked = fake.fields_of("forms.start_draft")
    assert asked["frameworks"] == {"area": "gp-areas@2023"}
    assert asked["key"] == "theirs"


def test_the_editor_carries_the_draft_and_problems_without_keys():
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        page = browser.get(EDITOR).text
    assert "data-draft=" in page
    assert "There is no scale" in page
    assert "Parts of the contact" in page


def test_saving_sends_the_rev_and_gives_problems_in_words():
    wrong = [{"path": "items/epa", "code": "item.nobody", "params": {}, "message": ""}]
    reply = {"rev": 5, "problems": wrong, "updated_at": "2026-11-22T10:00:00Z"}
    with gateway(ADMIN, **DESIGN | {"forms__save_draft": reply}) as (browser, fake):
        token = token_of(browser.get("/privacy").text)
        body = {"rev": 4, "document": DRAFT["document"]}
        saved = browser.post(EDITOR + "/save", json=body, headers={"X-CSRF-Token": token})
    assert fake.fields_of("forms.save_draft")["rev"] == 4
    assert saved.json["rev"] == 5
    assert saved.json["problems"] == [
        {
            "path": "items/epa",
            "where": "Which activity is it about?",
            "sentence": "Say who fills this in.",
        }
    ]


def test_a_conflict_brings_the_other_authors_copy():
    with gateway(ADMIN, **DESIGN | {"forms__save_draft": DraftConflict()}) as (browser, _fake):
        token = token_of(browser.get("/privacy").text)
        body = {"rev": 3, "document": {"title": {"en": "Mine"}}}
        saved = browser.post(EDITOR + "/save", json=body, headers={"X-CSRF-Token": token})
    assert saved.status_code == 412
    assert saved.json["rev"] == 4
    assert saved.json["document"]["title"] == {"en": "Mini-CEX", "nl": "Mini-CEX"}
    assert saved.json["by"] == "Daan Bakker"


def test_what_is_too_large_is_said_in_a_sentence():
    with gateway(ADMIN, **DESIGN | {"forms__save_draft": DocumentUnfit()}) as (browser, _fake):
        token = token_of(browser.get("/privacy").text)
        body = {"rev": 4, "document": {}}
        saved = browser.post(EDITOR + "/save", json=body, headers={"X-CSRF-Token": token})
    assert saved.status_code == 422
    assert saved.json["message"].endswith(".")


def test_publishing_shows_three_colours_and_asks_about_what_is_open():
    clean = DRAFT | {"problems": []}
    with gateway(ADMIN, **DESIGN | {"forms__draft": clean}) as (browser, fake):
        page = browser.get(EDITOR + "/publish").text
        reply = post(browser, EDITOR + "/publish", {"rev": 4, "open_drafts": "move"})
    assert "Look at this twice" in page and "Safe" in page and "Not possible" not in page
    assert "Assessment" in page and "“assess”" not in page
    assert 'value="move"' in page
    assert reply.location == "/design/forms/by-name/mini-cex"
    asked = fake.fields_of("forms.publish_draft")
    assert (asked["rev"], asked["open_drafts"]) == (4, "move")


def test_nothing_is_published_while_something_is_wrong():
    # The service compares nothing that cannot run.
    with gateway(ADMIN, **DESIGN | {"forms__draft_changes": DefinitionRefused()}) as (
        browser,
        _fake,
    ):
        page = browser.get(EDITOR + "/publish").text
    assert "first version" not in page
    assert "1 problem to solve first" in page
    assert 'type="submit" class="button button--primary"' not in page


@pytest.mark.parametrize(
    ("version", "said"), [(None, "never published"), (3, "Version 3 stays as it is")]
)
def test_a_draft_is_thrown_away_after_saying_what_would_be_gone(version: int | None, said: str):
    draft = DRAFT | {"published_version": version}
    with gateway(ADMIN, **DESIGN | {"forms__draft": draft}) as (browser, fake):
        page = browser.get(EDITOR + "/discard").text
        assert fake.times("forms.discard_draft") == 0
        reply = post(browser, EDITOR + "/discard", {"rev": rev_on(page)})
    assert said in page and "by Daan Bakker" in page
    assert reply.location == "/design/forms"
    assert fake.fields_of("forms.discard_draft") == {"draft_id": DRAFT_ID, "rev": 4}


def rev_on(page: str) -> str:
    found = re.search(r'name="rev" value="(\d+)"', page)
    assert found, "the page that asks carries no revision"
    return found[1]


def test_what_a_colleague_saved_meanwhile_is_not_thrown_away_unseen():
    def discard(rev: int, **_fields: Any) -> Any:
        return {} if rev == 5 else DraftConflict(rev=5)

    replies = DESIGN | {"forms__discard_draft": discard}
    with gateway(ADMIN, **replies) as (browser, fake):
        before = browser.get(EDITOR + "/discard").text
        fake.replies["forms.draft"] = DRAFT | {"rev": 5, "updated_by": an_id(2)}
        again = post(browser, EDITOR + "/discard", {"rev": rev_on(before)})
        meant = post(browser, EDITOR + "/discard", {"rev": rev_on(again.text)})
        unseen = post(browser, EDITOR + "/discard", {})
    assert "was changed after" not in before
    assert again.status_code == 412 and "was changed after" in again.text
    assert "by Fatima El Amrani" in again.text
    assert meant.location == "/design/forms"
    assert unseen.status_code == 412


def test_the_work_of_a_draft_that_is_gone_begins_another():
    given = {"document": DRAFT["document"], "owner": "institution"}
    with gateway(ADMIN, **DESIGN) as (browser, fake):
        begun = _begin_again(browser, given)
        asked = fake.fields_of("forms.start_draft")
    assert begun.json == {"location": EDITOR}
    assert (asked["key"], asked["how"]) == (DRAFT["document"]["key"], "empty")
    assert asked["document"] == DRAFT["document"] and asked["owner"] == "institution"


def test_what_was_published_meanwhile_is_revised_with_the_work():
    def start(how: str, **_fields: Any) -> Any:
        return KeyTaken(key="mini-cex") if how == "empty" else DRAFT

    given = {"document": DRAFT["document"], "owner": "network"}
    with gateway(ADMIN, **DESIGN | {"forms__start_draft": start}) as (browser, fake):
        assert _begin_again(browser, given).json == {"location": EDITOR}
        asked = fake.fields_of("forms.start_draft")
    assert asked["document"] == DRAFT["document"] and asked["owner"] == "network"


def test_a_draft_that_somebody_began_meanwhile_is_named_and_not_opened():
    there = DraftExists(draft_id=an_id(71))
    with gateway(ADMIN, **DESIGN | {"forms__start_draft": there}) as (browser, _fake):
        reply = _begin_again(browser, {"document": {"key": "x"}, "owner": "institution"})
    assert reply.status_code == 409
    assert reply.json["there"] == f"/design/forms/{an_id(71)}"
    assert "already working" in reply.json["message"]


def _begin_again(browser: Any, given: dict[str, Any]) -> Any:
    headers = {"X-CSRF-Token": token_of(browser.get("/privacy").text)}
    return browser.post(EDITOR + "/begin-again", json=given, headers=headers)


def test_an_open_editor_learns_who_is_logged_in_now_and_the_token_of_their_writes():
    with gateway(ADMIN, **DESIGN) as (browser, _fake):
        page = browser.get(EDITOR).text
        told = browser.get("/design/session").json
    assert f'data-person="{told["person"]}"' in page
    assert told["token"] == token_of(page)
    with gateway(None, **DESIGN) as (browser, _fake):
        assert browser.get("/design/session").json["person"] is None


def test_the_history_shows_versions_uses_and_what_can_be_done():
    with gateway(ADMIN, **DESIGN) as (browser, fake):
        page = browser.get("/design/forms/by-name/kpb").text
        post(browser, "/design/forms/by-name/kpb/retire", {"is_retired": "true"})
        post(browser, "/design/forms/by-name/kpb/offer", {"is_offered": "true"})
    assert "Version 3" in page and "Version 2" in page and "GP training" in page
    assert fake.fields_of("forms.retire_definition")["is_retired"] is True
    assert fake.fields_of("forms.offer_definition")["is_offered"] is True


def test_who_brings_back_what_lost_its_title_reads_why_it_stays_retired():
    taken = {
        "path": "title",
        "code": "definition.title_taken",
        "message": "There is already one with the title Short one. Choose another.",
        "params": {"given": "Short one"},
    }
    refused = DefinitionRefused(errors={"title": taken})
    with gateway(ADMIN, **DESIGN | {"forms__retire_definition": refused}) as (browser, _fake):
        reply = post(browser, "/design/forms/by-name/kpb/retire", {"is_retired": "false"})
        assert reply.location == "/design/forms/by-name/kpb"
        assert taken["message"] in browser.get(reply.location).text
