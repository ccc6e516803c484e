"""Two authors of one draft: who saves last sees both versions and chooses, in every editor."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.accessible import violations
from tests.e2e.browsing import Visits
from tests.e2e.world import World


def begin(page: Page, kind: str, title: str) -> str:
    """A draft of nothing: its address."""
    page.goto(f"/design/{kind}s/new")
    page.get_by_label("What is it called?").fill(title)
    page.get_by_role("button", name="Begin empty").click()
    expect(title_of(page)).to_have_value(title)
    return page.url


def title_of(page: Page) -> Locator:
    return page.get_by_label(re.compile("^Title")).first


def write(page: Page, title: str) -> None:
    title_of(page).fill(title)
    title_of(page).blur()


@pytest.mark.parametrize(
    ("kind", "choice"),
    [("programme", "Keep mine"), ("framework", "Take theirs"), ("scale", "Keep mine")],
)
def test_who_saves_last_sees_both_versions_and_chooses(
    visits: Visits, world: World, kind: str, choice: str
):
    name = f"{kind.title()} {world.number()}"
    first, last = visits.desk(world.in_role("local_admin")), visits.desk(world.in_role("head"))
    address = begin(first, kind, name)
    last.goto(address)
    with first.expect_response(re.compile(r"/save$")):
        write(first, f"{name} of the first")
    write(last, f"{name} of the last")
    dialog = last.get_by_role("dialog", name=re.compile("^Somebody else changed this"))
    for both in (f"{name} of the first", f"{name} of the last"):
        expect(dialog.get_by_role("table")).to_contain_text(both)
    expect(dialog).to_contain_text("saved another version")
    assert violations(last) == []
    for _time in range(2):  # the second one closes any dialog
        last.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=choice, exact=True).click()
    expect(dialog).to_be_hidden()
    expect(last.get_by_text("Saved", exact=True)).to_be_visible()
    last.reload()
    kept = "the last" if choice == "Keep mine" else "the first"
    expect(title_of(last)).to_have_value(f"{name} of {kept}")
