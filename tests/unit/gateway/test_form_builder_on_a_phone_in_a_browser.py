"""The form builder where fingers press: what is chosen comes up; words and order change there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.accessible import violations
from tests.unit.gateway.builder_page import PHONE, builder_of
from tests.unit.gateway.design_world import Drafts


@pytest.fixture
def page(browser: Browser, drafts: Drafts) -> Iterator[Page]:
    with builder_of(browser, drafts, size=(390, 844), chosen=PHONE) as opened:
        yield opened


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="What is selected")


def test_what_is_chosen_comes_up_with_the_focus_on_its_heading(page: Page, drafts: Drafts) -> None:
    drafts.put(drafts.document | {"title": {"en": "", "nl": "Kort"}})
    page.reload()
    first = page.locator(".path__button").first
    for chosen, heading in (
        (first, "Step 1"),
        (page.get_by_role("button", name=re.compile("problem")).first, "To solve before publishing"),
        (page.locator(".canvas-item__name").first, "Activity or outcome"),
    ):
        chosen.click()
        title = panel(page).get_by_role("heading", name=heading, exact=True)
        expect(title).to_be_focused()
        expect(title).to_be_in_viewport()
        assert violations(page) == []
        panel(page).get_by_role("button", name="Close").click()
        expect(chosen).to_be_focused()
        expect(panel(page)).not_to_be_in_viewport()
