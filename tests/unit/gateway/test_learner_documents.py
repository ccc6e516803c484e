"""The documents of a learner as staff see them: found from their pages, with the own reports."""

from __future__ import annotations

from typing import Any

import pytest
from flask import g

from gateway.web.pointing import links_of
from libs.chassis.principal import Principal
from libs.contracts.faults import NotFound
from libs.formengine import Mentions
from tests.unit.gateway.staff_samples import PORTFOLIO
from tests.unit.gateway.staff_world import an_id, days_ago, flashed, gateway, me, post
from tests.unit.gateway.test_learners_pages import ONE

TEACHER = me("teacher")
PAGE = f"/portfolios/{an_id(300)}/documents"
REPORT_ID = an_id(70)


def file(number: int, name: str) -> dict[str, Any]:
    return {
        "file_id": an_id(number),
        "folder_id": an_id(60),
        "name": name,
        "size": 4000,
        "media_type": "application/pdf",
        "state": "ready",
        "reason": None,
        "stored_at": days_ago(1),
        "source": "report",
        "record_id": None,
    }


def folder(number: int, kind: str, name: str, *files: dict[str, Any]) -> dict[str, Any]:
    return {
        "folder_id": an_id(number),
        "parent_id": None,
        "name": name,
        "kind": kind,
        "files": list(files),
    }


def documents_of(learner_id: str) -> dict[str, Any]:
    found = [
        folder(61, "own", "My files", file(71, "letter.pdf")),
        folder(62, "reports", "My reports", file(70, "Progress.pdf")),
        folder(63, "forms", "From forms"),
        folder(64, "institute", "Institute"),
    ]
    return {
        "portfolio__portfolio_of": PORTFOLIO,
        "portfolio__record_files": {"files": [], "next": None},
        "portfolio__home": {"portfolios": [PORTFOLIO | {"own": True}]},
        "documents__folders": {"learner_id": learner_id, "folders": found, "used_bytes": 8000},
    }


def test_every_page_of_a_learner_leads_to_their_documents():
    with gateway(TEACHER, **ONE) as (browser, _fake):
        page = browser.get(f"/learners/{an_id(10)}").text
    assert f'<a class="tab" href="{PAGE}"><span>Documents</span></a>' in page


def test_staff_find_their_own_report_and_may_delete_it_but_no_file_of_the_learner():
    with gateway(TEACHER, **documents_of(an_id(10))) as (browser, _fake):
        page = browser.get(PAGE).text
    assert f'<a class="tab" href="{PAGE}" aria-current="page">' in page
    assert "<h1>Sanne de Vries</h1>" in page
    for words in ("Files of the learner", "My reports", "Files in forms", "Institute folder"):
        assert words in page
    assert f'href="/files/{REPORT_ID}"' in page
    assert f'action="/files/{REPORT_ID}/delete"' in page
    assert f"/files/{an_id(71)}/delete" not in page
    for addressed_to_the_learner in ("Files you add", "puts here for you", "New folder"):
        assert addressed_to_the_learner not in page


def test_who_deletes_a_report_stays_with_the_documents_of_that_learner():
    deleting = {"documents__delete_file": {}}
    with gateway(TEACHER, **deleting) as (browser, _fake):
        back = post(browser, f"/files/{REPORT_ID}/delete", {"back": PAGE})
        elsewhere = post(browser, f"/files/{REPORT_ID}/delete", {"back": "//evil.example"})
    assert (back.location, elsewhere.location) == (PAGE, "/documents")


def test_the_learner_is_led_to_their_own_page():
    learner = me("learner")
    with gateway(learner, **documents_of(learner["person_id"])) as (browser, _fake):
        assert browser.get(PAGE).location == "/documents"
        page = browser.get("/documents").text
    assert "My files" in page and 'class="tab"' not in page


def test_an_invited_colleague_sees_files_without_the_pages_of_the_learner():
    replies = documents_of(an_id(10)) | {"portfolio__portfolio_of": NotFound()}
    with gateway(TEACHER, **replies) as (browser, _fake):
        page = browser.get(PAGE).text
    assert "<h1>Documents</h1>" in page and 'class="tab"' not in page


def test_printing_says_where_the_report_will_be_with_a_link_to_it():
    ordered = {"report_id": an_id(9), "state": "ordered"}
    replies = documents_of(an_id(10)) | {"dashboards__order_report": ordered}
    with gateway(TEACHER, **replies) as (browser, _fake):
        post(browser, f"/dashboard/{an_id(300)}/print", {"kind": "progress", "back": PAGE})
        assert "in the folder My reports" in flashed(browser)
        page = browser.get(PAGE).text
    assert f'<a class="button button--action" href="{PAGE}#reports">To my reports</a>' in page
    assert 'id="reports"' in page


@pytest.mark.parametrize(
    ("known", "file", "label", "href"),
    [
        ({}, NotFound(), "A printed dashboard", f"/records/{an_id(600)}/files/{REPORT_ID}"),
        ({}, {"file": file(70, "Progress.pdf")}, "Progress.pdf", f"/files/{REPORT_ID}"),
        (None, NotFound(), "A file you cannot open", None),
    ],
)
def test_a_printed_dashboard_opens_by_way_of_the_answer_that_points_at_it(
    known: Any, file: Any, label: str, href: str | None
):
    named = f"dashboard:{REPORT_ID}"
    found = Mentions(files={}, people=(), references=frozenset({("dashboard", REPORT_ID)}))
    references = {} if known is None else {named: known}
    reader = Principal(kind="person", issuer="gateway")
    with (
        gateway(TEACHER, documents__file=file) as (browser, _fake),
        browser.application.test_request_context(),
    ):
        g.principal, g.language = reader, "en"
        shown = links_of(found, references, an_id(600))
    assert shown == {named: {"label": label, "href": href}}
