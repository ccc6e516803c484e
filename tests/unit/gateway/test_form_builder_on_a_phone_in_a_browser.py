"""The form builder where fingers press: what is chosen comes up; words and order change there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.accessible import violations
from tests.unit.gateway.builder_page import PHONE, builder_of, saved
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
        (page.locator("[data-do=problems]"), "To solve before publishing"),
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


def open_item(page: Page, key: str) -> None:
    page.locator(f'.canvas-item[data-key="{key}"] .canvas-item__name').first.click()


def item(drafts: Drafts, key: str) -> dict[str, Any]:
    return next(one for one in drafts.document["items"] if one["key"] == key)


def test_words_and_order_can_be_changed_and_nothing_else(page: Page, drafts: Drafts) -> None:
    expect(page.get_by_text("Adding, rules and publishing are done at a computer.")).to_be_visible()
    page.get_by_role("button", name="Move down: How complex was it?").click()
    open_item(page, "complexity")
    page.get_by_label("Question", exact=True).fill("How hard was it?")
    page.get_by_label("Choice 1").fill("Easy")
    page.get_by_role("button", name="Move down: Easy").click()
    expect(page.get_by_role("tab", name="Rules")).to_be_hidden()
    nothing = re.compile("^(Remove|Add|Copy|Publish)")
    expect(page.get_by_role("button", name=nothing)).to_have_count(0)
    expect(page.get_by_role("link", name=nothing)).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name="Close").click()
    open_item(page, "skills")
    box = panel(page).bounding_box()
    head = page.locator(".canvas-item--now .canvas-item__head").first.bounding_box()
    assert box and head and head["y"] + head["height"] <= box["y"]
    page.get_by_label("Row 2").fill("The body")
    second = panel(page).locator(".member").nth(1)
    second.locator("summary").first.click()
    second.get_by_label("Explanation", exact=True).fill("Looked at with care")
    saved(page)
    assert drafts.keys()[:3] == ["epa", "skills", "complexity"]
    hard = item(drafts, "complexity")
    assert hard["label"]["en"] == "How hard was it?"
    assert hard["options"][1]["label"]["en"] == "Easy"
    row = item(drafts, "skills")["rows"][1]
    assert (row["label"]["en"], row["help"]["en"]) == ("The body", "Looked at with care")


def test_steps_people_and_own_scales_have_words_and_order_too(page: Page, drafts: Drafts) -> None:
    levels = [{"value": at, "label": {"en": f"L{at}", "nl": f"N{at}"}} for at in (1, 2)]
    own = {"kind": "ordinal", "title": {"en": "Our own", "nl": "Eigen"}, "levels": levels}
    drafts.put(drafts.document | {"scales": {**drafts.document["scales"], "own": own}})
    page.reload()
    first = drafts.document["stages"][0]["id"]
    page.locator(".path__button").first.click()
    panel(page).get_by_role("button", name="Later").click()
    page.get_by_role("button", name="Close").click()
    page.locator(".outline__line", has_text="Assessor").click()
    page.get_by_label("What is this person called here?").fill("Observer")
    page.get_by_role("button", name="Close").click()
    page.locator(".outline__line", has_text="Our own").click()
    page.get_by_label("Step 2", exact=True).fill("Better")
    expect(page.get_by_role("button", name=re.compile("^(Remove|Add)"))).to_have_count(0)
    saved(page)
    assert drafts.document["stages"][1]["id"] == first
    assert drafts.document["roles"]["assessor"]["label"]["en"] == "Observer"
    assert drafts.document["scales"]["own"]["levels"][1]["label"]["en"] == "Better"


def test_a_form_in_one_language_is_offered_another(page: Page, drafts: Drafts) -> None:
    drafts.put(drafts.document | {"languages": ["en"]})
    page.reload()
    page.get_by_role("button", name="Translate", exact=True).click()
    expect(page.get_by_text("There is one language so far.")).to_be_visible()
    page.get_by_label("Add a language").select_option(label="German")
    saved(page)
    assert drafts.document["languages"] == ["en", "de"]


def test_a_desk_that_is_zoomed_in_loses_nothing(browser: Browser, drafts: Drafts) -> None:
    with builder_of(browser, drafts, size=(640, 450)) as page:
        expect(page.get_by_role("link", name="Publish")).to_be_visible()
        expect(page.get_by_text("are done at a computer")).to_be_hidden()
        expect(page.get_by_role("button", name="Add a person")).to_be_visible()
        page.locator(".outline__line", has_text="What comes out").click()
        expect(panel(page).get_by_role("heading", name="What comes out")).to_be_focused()
        page.get_by_role("button", name="Close").click()
        page.get_by_role("button", name="Add after How complex was it?").click()
        page.get_by_role("dialog").get_by_role("button", name="Yes or no").click()
        page.keyboard.type("Was it urgent?")
        page.get_by_role("tab", name="Rules").click()
        page.locator("#rule-required").get_by_label("Yes, always").check()
        assert violations(page) == []
        saved(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 640
    assert item(drafts, "was-it-urgent")["required"] is True
