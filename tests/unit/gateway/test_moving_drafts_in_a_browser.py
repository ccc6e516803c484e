"""Publishing with careful changes: who moves open drafts says in sentences what moves along."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accessible import violations
from tests.unit.gateway.builder_page import EDITOR
from tests.unit.gateway.design_world import Drafts
from tests.unit.gateway.test_moving_drafts import careful_changes, changed


@pytest.fixture
def drafts() -> Drafts:
    found = Drafts()
    found.put(changed() | {"languages": ["en", "nl"]})
    return found


@pytest.fixture
def replies() -> dict[str, Any]:
    return careful_changes()


@pytest.fixture
def page(page: Page) -> Page:
    page.goto(EDITOR + "/publish")
    return page


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_what_moves_along_is_asked_only_of_who_moves(page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    moving = page.get_by_role("group", name="What moves along")
    expect(moving).to_be_hidden()
    page.get_by_label("It moves to this version").check()
    expect(moving).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_choices_are_kept_with_the_version(page: Page, drafts: Drafts) -> None:
    page.get_by_label("It moves to this version").focus()
    page.keyboard.press("Space")
    gone = page.get_by_label("Answers to “What went well?”, which is gone")
    gone.select_option(label="They go to “What was good?”")
    page.get_by_label("Who chose “Complex” at “How complex was it?”").select_option(
        label="Gets “Average”"
    )
    page.get_by_label("“Once more?” is new").select_option(label="It begins with “No”")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 1.")).to_be_visible()
    assert drafts.document["migrate"] == [
        {"rename": ["strong", "good"]},
        {"set": ["again", False]},
        {"map": ["complexity", {"high": "middle"}]},
    ]
