"""The process library on the pages: whoever designs uses a process as it is or changes it first."""

from __future__ import annotations

from typing import Any

import pytest

from libs.contracts.forms import DraftExists, KeyTaken
from tests.unit.gateway.design_samples import DESIGN, DRAFT_ID
from tests.unit.gateway.staff_world import an_id, flashed, gateway, me, post

PAGE = "/design/forms/shipped"


def process(key: str, number: int | None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "form",
        "key": key,
        "process": number,
        "title": {"en": key.title(), "nl": f"{key.title()} (nl)"},
        "purpose": {"en": "What it is for.", "nl": "Waar het voor is."},
        "minutes": 4,
        "stakes": "high",
        "who": [{"en": "Learner", "nl": "Aios"}, {"en": "Examiner", "nl": "Examinator"}],
        "is_here": False,
    } | more


SHIPPED = {
    "forms__shipped": {
        "shipped": [
            process("osce", 35),
            process("hours", 29, is_here=True),
            process("exemption", None),
        ]
    }
}


def taken(**more: Any) -> dict[str, Any]:
    reply = {"kind": "form", "key": "osce", "version": 1, "hash": "0" * 64, "along": []}
    return {"forms__take_shipped": reply | {"draft_id": None} | more}


def test_each_process_says_what_it_is_for_who_fills_it_in_how_long_and_what_hangs_on_it():
    with gateway(me("local_admin"), **DESIGN | SHIPPED) as (browser, _fake):
        page = browser.get(PAGE).text
    said = "4 min · Learner, Examiner · What hangs on it: much: decisions rest on it"
    assert "What it is for." in page and said in page
    with gateway(me("local_admin", language="nl"), **DESIGN | SHIPPED) as (browser, _fake):
        dutch = browser.get(PAGE).text
    assert "Aios, Examinator" in dutch and "Waar het voor is." in dutch


def test_what_is_here_already_is_opened_and_not_taken_again():
    with gateway(me("local_admin"), **DESIGN | SHIPPED) as (browser, _fake):
        page = browser.get(PAGE).text
    assert 'href="/design/forms/by-name/hours"' in page and "In use here" in page
    assert 'value="osce"' in page and 'value="hours"' not in page


def test_using_one_as_it_is_publishes_it_for_the_institution():
    with gateway(me("head"), **DESIGN | SHIPPED | taken()) as (browser, fake):
        reply = post(browser, PAGE, {"key": "osce", "how": "as_it_is"})
        assert "can be used from now on" in flashed(browser)
    assert reply.location == PAGE
    asked = {"kind": "form", "key": "osce", "owner": "institution", "as_draft": False}
    assert fake.fields_of("forms.take_shipped") == asked


def test_changing_it_first_leads_to_the_draft_of_it():
    given = DESIGN | SHIPPED | taken(draft_id=DRAFT_ID, version=None, hash=None)
    with gateway(me("national_admin"), **given) as (browser, fake):
        reply = post(browser, PAGE, {"key": "osce", "how": "draft"})
    assert reply.location == f"/design/forms/{DRAFT_ID}"
    asked = fake.fields_of("forms.take_shipped")
    assert (asked["owner"], asked["as_draft"]) == ("network", True)


def test_a_refusal_is_said_where_it_was_asked_and_a_draft_that_is_there_is_opened():
    with gateway(me("local_admin"), **DESIGN | SHIPPED) as (browser, fake):
        fake.replies["forms.take_shipped"] = KeyTaken(key="osce")
        assert post(browser, PAGE, {"key": "osce"}).location == PAGE
        assert "already one with this name" in flashed(browser)
        fake.replies["forms.take_shipped"] = DraftExists(draft_id=an_id(71))
        assert post(browser, PAGE, {"key": "osce"}).location == f"/design/forms/{an_id(71)}"


@pytest.mark.parametrize("path", ["/design/forms", "/design/forms/new", "/design/programmes"])
def test_the_library_is_found_where_one_begins(path: str):
    with gateway(me("local_admin"), **DESIGN) as (browser, _fake):
        assert "/shipped" in browser.get(path).text


def test_who_does_not_design_has_no_library():
    with gateway(me("trainer"), **DESIGN | SHIPPED) as (browser, fake):
        assert browser.get(PAGE).status_code == 403
        assert post(browser, PAGE, {"key": "osce"}).status_code == 403
    assert fake.times("forms.take_shipped") == 0
