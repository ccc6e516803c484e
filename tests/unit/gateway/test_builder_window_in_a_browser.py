"""The builder fills its window and no more: what scrolls are its panes, and the bar stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.unit.gateway.builder_page import builder_of
from tests.unit.gateway.design_world import Drafts

BEYOND = "document.scrollingElement.scrollHeight - innerHeight"


@pytest.mark.parametrize("form", ["combel", "competence-committee"])
def test_on_a_small_desk_the_bar_and_the_head_of_the_panel_stay_where_they_are(
    browser: Browser, form: str
) -> None:
    with builder_of(browser, Drafts(form)) as page:
        page.set_viewport_size({"width": 1366, "height": 660})
        assert page.evaluate(BEYOND) <= 0
        page.locator(".outline__line").last.click()
        page.locator(".canvas-item__name").last.click()
        page.get_by_role("button", name="Add a question").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Yes or no").click()
        expect(page.locator("#item-label")).to_be_focused()
        assert page.evaluate(BEYOND) <= 0 and page.evaluate("scrollY") == 0
        for part in (".editor-bar", ".builder__panel .panel__head"):
            box = page.locator(part).first.bounding_box()
            assert box is not None and box["y"] >= 0, part
