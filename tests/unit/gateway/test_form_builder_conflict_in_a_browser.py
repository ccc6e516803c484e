"""Two authors of one form choose part by part; what only one of them changed is kept by itself."""

from __future__ import annotations

import copy
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.accessible import violations
from tests.unit.gateway.builder_page import saved
from tests.unit.gateway.design_world import Drafts


def theirs_meanwhile(drafts: Drafts) -> None:
    """Somebody else: another title, other words, a longer step, one question less."""
    document = copy.deepcopy(drafts.document)
    document["title"] = {"en": "Theirs"}
    document["items"] = [one for one in document["items"] if one["key"] != "complexity"]
    document["items"][-1]["label"] = {"en": "Is this a goal for you?"}
    document["stages"][1]["expires"] = 60
    drafts.save("", drafts.draft["rev"], document)


def conflict(page: Page) -> Locator:
    """Mine: another title and another name for a person."""
    page.locator(".outline__line", has_text="Assessor").click()
    page.get_by_label("What is this person called here?").fill("Observer")
    page.locator(".outline__line", has_text="The form as a whole").click()
    page.get_by_label("Title", exact=True).fill("Mine")
    return page.get_by_role("dialog", name="Somebody else changed this form too")


def part(dialog: Locator, name: str) -> Locator:
    return dialog.get_by_role("group", name=re.compile(f"^{name}"))


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_the_choice_is_by_part_and_begins_with_who_changed_it(
    page: Page, drafts: Drafts, width: int, theme: str
) -> None:
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    theirs_meanwhile(drafts)
    dialog = conflict(page)
    for _time in range(2):  # the second one closes any dialog
        page.keyboard.press("Escape")
    page.set_viewport_size({"width": width, "height": 900})
    expect(part(dialog, "Person: ").get_by_label("Keep mine")).to_be_checked()
    expect(part(dialog, "How complex was it").get_by_label("Take theirs")).to_be_checked()
    expect(part(dialog, "Step: Assessment")).to_contain_text("closes after 60 days")
    expect(part(dialog, "Title")).to_contain_text("both of you changed this")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    part(dialog, "How complex was it").get_by_label("Keep mine").check()
    part(dialog, "Title").get_by_label("Take theirs").check()
    dialog.get_by_role("button", name="Save what I chose").click()
    expect(dialog).to_be_hidden()
    saved(page)
    document = drafts.document
    assert document["title"]["en"] == "Theirs"
    assert document["roles"]["assessor"]["label"]["en"] == "Observer"
    assert any(item["key"] == "complexity" for item in document["items"])
    assert document["items"][-1]["label"]["en"] == "Is this a goal for you?"
    assert document["stages"][1]["expires"] == 60


def test_with_the_keyboard_alone_and_undo_brings_mine_back(page: Page, drafts: Drafts) -> None:
    theirs_meanwhile(drafts)
    dialog = conflict(page)
    part(dialog, "Title").get_by_label("Keep mine").focus()
    page.keyboard.press("ArrowDown")
    dialog.get_by_role("button", name="Save what I chose").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    saved(page)
    assert drafts.document["title"]["en"] == "Theirs"
    page.keyboard.press("Control+z")
    saved(page)
    assert drafts.document["title"]["en"] == "Mine"
    assert drafts.document["stages"][1]["expires"] == 28
