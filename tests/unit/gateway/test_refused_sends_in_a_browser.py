"""A Send refused for good, in Chromium: the reason has the focus and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.clients import accounts as accounts_client
from libs.contracts import portfolio
from libs.contracts.base import Fault
from libs.contracts.faults import NotFound, NotSignedIn, RequestInProgress
from tests.unit.gateway.link_samples import RECORD, record_reply, replies
from tests.unit.gateway.staff_world import Fake, basic, gateway, me
from tests.unit.gateway.watching import address_of, watched

TYPED = "Summarise sooner."
WAITS = {
    "stage": "respond",
    "act": "fill",
    "role": "learner",
    "participant_id": None,
    "can": [],
    "rev": 0,
    "answers": {},
}


@contextmanager
def typed(chromium: Browser, **given: Any) -> Iterator[tuple[Page, Fake]]:
    """The page of a record in which something was typed."""
    mine = me("learner", language=given.pop("language", "en"))
    services = replies(
        portfolio__record=record_reply(may=[WAITS]), portfolio__save_draft=NotFound()
    )
    with (
        gateway(mine, **services | given) as (client, fake),
        address_of(client) as origin,
        watched(chromium, origin, 390, 844) as page,
    ):
        page.goto(f"{origin}/records/{RECORD}")
        takeaway(page).fill(TYPED)
        yield page, fake


def takeaway(page: Page) -> Any:
    return page.locator("textarea[name='a.takeaway']")


def send(page: Page) -> None:
    page.locator("button[name=action][value=send]").click()


def summary(page: Page) -> Any:
    return page.locator("[data-error-summary]")


TOO_THIN = portfolio.NotNow(code="evidence_too_thin")


@pytest.mark.parametrize(
    ("refusal", "language", "words"),
    [
        (TOO_THIN, "en", "There is too little to decide on yet"),
        (TOO_THIN, "nl", "Er is nog te weinig om op te beslissen"),
        (portfolio.RecordClosed(), "en", "This form is closed and can no longer be changed."),
        (portfolio.NoStakes(), "nl", "In dit programma wordt niets besloten"),
        (NotFound(), "en", "There is nothing here, or it is not yours to see."),
    ],
    ids=lambda value: getattr(value, "code", value),
)
def test_why_it_was_refused_is_read_at_once_and_it_is_not_tried_again(
    browser: Browser, refusal: Fault, language: str, words: str
) -> None:
    with typed(browser, language=language, portfolio__send=refusal) as (page, fake):
        send(page)
        expect(summary(page)).to_be_focused()
        expect(summary(page)).to_contain_text(words)
        expect(page.locator("#save-state")).to_have_attribute("data-state", "attention")
        expect(takeaway(page)).to_have_value(TYPED)
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(1500)
        assert fake.times("portfolio.send") == 1
        takeaway(page).fill(f"{TYPED} Now.")
        send(page)
        expect(summary(page)).to_have_count(1)
        expect(summary(page)).to_be_focused()
    assert fake.times("portfolio.send") == 2
    assert len(set(fake.keys_of("portfolio.send"))) == 2


def test_what_is_still_being_carried_out_is_asked_again_with_its_key(browser: Browser) -> None:
    answers: list[Any] = [RequestInProgress(), {"record_id": RECORD}]
    with typed(browser, portfolio__send=lambda **_: answers.pop(0)) as (page, fake):
        with page.expect_navigation():
            send(page)
        assert answers == []
        first, again = fake.keys_of("portfolio.send")
    assert first and first == again


def test_whose_session_has_ended_finds_the_log_in_and_then_what_was_typed(browser: Browser) -> None:
    there = {"is_in": True}
    mine = me("learner")

    def resume(session_token: str) -> Any:
        return basic(mine)["accounts.resume_session"](session_token) if there["is_in"] else out

    out = NotSignedIn()
    with typed(browser, accounts__resume_session=resume) as (page, fake):
        there["is_in"] = False
        accounts_client.forget_all_sessions()
        send(page)
        expect(summary(page)).to_be_focused()
        expect(takeaway(page)).to_have_value(TYPED)
        link = summary(page).get_by_role("link", name="Please log in again.")
        expect(link).to_have_attribute("href", f"/sign-in?next=%2Frecords%2F{RECORD}")
        there["is_in"] = True
        # Who is logged in again is led on from the log-in to the page.
        link.click()
        page.wait_for_url(f"**/records/{RECORD}")
        expect(takeaway(page)).to_have_value(TYPED)
    assert fake.times("portfolio.send") == 0


def test_what_something_between_refused_without_words_is_still_told(browser: Browser) -> None:
    with typed(browser) as (page, _fake):
        page.route(
            f"**/records/{RECORD}/respond",
            lambda route: route.fulfill(status=413, content_type="text/html", body="Too large"),
        )
        send(page)
        expect(summary(page)).to_be_focused()
        expect(summary(page)).to_contain_text("This could not be sent.")
        expect(takeaway(page)).to_have_value(TYPED)
