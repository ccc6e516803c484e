"""A page that is open while the access of its reader ends, and nobody could tell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.clients import accounts as accounts_client
from libs.contracts.faults import NotFound, NotSignedIn
from tests.unit.gateway.link_samples import RECORD, record_reply, replies
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.gateway.watching import address_of, watched

PLACE = "Praktijk De Linde"
TRAINER = me("trainer", person_id=an_id(2))


@pytest.fixture
def opened(browser: Browser) -> Iterator[tuple[Page, Any]]:
    record = record_reply(may=[])
    record["record"]["context"] = {"place": PLACE}
    with (
        gateway(TRAINER, **replies(portfolio__record=record)) as (client, fake),
        address_of(client) as origin,
        watched(browser, origin, 390, 844) as page,
    ):
        page.goto(f"{origin}/records/{RECORD}")
        expect(page.get_by_text(PLACE)).to_be_visible()
        yield page, fake


def look_again(page: Page) -> None:
    """As the page does when its stream is back, and every minute while there is none."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_nothing_stays_of_what_is_no_longer_open_to_its_reader(opened: tuple[Page, Any]) -> None:
    page, fake = opened
    fake.replies["portfolio.record"] = NotFound()
    look_again(page)
    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
    expect(page.get_by_text(PLACE)).to_have_count(0)


def test_whose_session_ended_is_asked_to_log_in_and_comes_back(opened: tuple[Page, Any]) -> None:
    page, fake = opened
    fake.replies["accounts.resume_session"] = NotSignedIn()
    accounts_client.forget_all_sessions()
    look_again(page)
    page.wait_for_url(f"**/sign-in?next=/records/{RECORD}")
    expect(page.get_by_text(PLACE)).to_have_count(0)


def test_a_page_that_is_still_open_stays_where_it_is(opened: tuple[Page, Any]) -> None:
    page, _fake = opened
    page.evaluate("window.stillTheSamePage = true")
    with page.expect_response(f"**/records/{RECORD}"):
        look_again(page)
    assert page.evaluate("window.stillTheSamePage === true")
    expect(page.get_by_text(PLACE)).to_be_visible()
