"""The programme editor by keyboard and finger: what is chosen is seen, what goes leaves no hole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.unit.gateway.builder_page import PHONE
from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.programme_samples import PROGRAMME_DESIGN
from tests.unit.gateway.staff_world import gateway, me
from tests.unit.gateway.watching import address_of, watched


@pytest.fixture
def origin() -> Iterator[str]:
    with (
        gateway(me("local_admin"), **PROGRAMME_DESIGN) as (client, _fake),
        address_of(client) as address,
    ):
        yield address


def opened(page: Page, origin: str) -> Page:
    page.goto(f"{origin}/design/programmes/{DRAFT_ID}")
    expect(page.locator(".programme-line").first).to_be_visible()
    return page


def test_on_a_phone_who_is_affected_comes_up_with_the_focus_on_its_heading(
    browser: Browser, origin: str
) -> None:
    phone: dict[str, Any] = PHONE
    with watched(browser, origin, 390, 844, **phone) as page:
        opened(page, origin)
        asked = page.get_by_role("button", name="Who is affected")
        asked.click()
        heading = page.get_by_role("heading", name="Who is affected")
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
        page.get_by_role("button", name="Close").click()
        expect(asked).to_be_focused()
        expect(page.get_by_role("heading", name="The programme itself")).not_to_be_in_viewport()


def test_the_last_line_that_is_removed_gives_the_focus_to_the_one_before(
    browser: Browser, origin: str
) -> None:
    with watched(browser, origin, 1280, 900) as page:
        opened(page, origin)
        lines = page.locator('[data-sorted="requirement"] .programme-line')
        before = lines.nth(-2).locator(".programme-line__text")
        words = before.inner_text()
        lines.last.get_by_role("button", name=re.compile("^Remove: ")).focus()
        page.keyboard.press("Enter")
        expect(lines.last.locator(".programme-line__text")).to_be_focused()
        assert lines.last.inner_text().startswith(words)
