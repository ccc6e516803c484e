"""Two lists that ask something under one key: each question is its own in the builder."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.unit.gateway.builder_page import saved
from tests.unit.gateway.design_world import Drafts


@pytest.fixture
def drafts() -> Drafts:
    """What is agreed and what is to be learnt: both lists ask `what`."""
    return Drafts("progress-talk")


def inside(drafts: Drafts, key: str) -> dict[str, dict[str, Any]]:
    """What a list asks now, by key."""
    found = next(one for one in drafts.document["items"] if one["key"] == key)
    return {one["key"]: one for one in found["items"]}


def test_each_question_of_the_second_list_is_shown_changed_and_removed_there(
    page: Page, drafts: Drafts
) -> None:
    agreed = inside(drafts, "agreements")
    expect(page.locator('[data-key="goals/what"] .canvas-item__drawn')).to_contain_text("learn")
    page.locator('[data-key="goals/what"] .canvas-item__name').click()
    label = page.get_by_label("Question", exact=True)
    expect(label).to_have_value("What do you want to learn?")
    expect(page.locator('[aria-pressed="true"].canvas-item__name')).to_have_count(1)
    label.fill("What comes next?")
    saved(page)
    assert inside(drafts, "goals")["what"]["label"]["en"] == "What comes next?"
    page.get_by_role("tab", name="Rules").click()
    page.get_by_role("group", name="Must it be answered?").get_by_label(
        "No, it may stay empty"
    ).check()
    saved(page)
    assert "required" not in inside(drafts, "goals")["what"]
    assert inside(drafts, "agreements") == agreed
    page.get_by_role("button", name="Remove: What comes next?").click()
    saved(page)
    assert "what" not in inside(drafts, "goals")
    assert inside(drafts, "agreements") == agreed
