"""Wherever the focus is the editors undo by keyboard, and what is removed takes no focus along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.staff_world import gateway, me
from tests.unit.gateway.test_throwing_drafts_away_in_a_browser import Drafts
from tests.unit.gateway.watching import address_of, watched


@pytest.fixture
def kept(request: pytest.FixtureRequest) -> Drafts:
    return Drafts(request.param)


@pytest.fixture
def page(browser: Browser, kept: Drafts) -> Iterator[Page]:
    with (
        gateway(me("local_admin"), **kept.replies()) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, 1280, 900, base_url=origin) as opened,
    ):
        opened.goto(f"/design/{kept.kind}s/{DRAFT_ID}")
        yield opened


@pytest.mark.parametrize("kept", ["framework", "scale", "programme"], indirect=True)
def test_undo_and_redo_by_keyboard_need_no_focus(page: Page, kept: Drafts) -> None:
    title = page.get_by_label("Title").first
    before = title.input_value()
    title.fill("Other words")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+z")
    expect(title).to_have_value(before)
    page.keyboard.press("Control+y")
    expect(title).to_have_value("Other words")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Shift+Z")
    expect(title).to_have_value("Other words")


@pytest.mark.parametrize("kept", ["scale"], indirect=True)
def test_levels_that_are_deleted_leave_the_focus_at_the_next_and_last_at_adding(
    page: Page, kept: Drafts
) -> None:
    deletes = page.locator('[data-do="delete-level"]')
    page.get_by_text("In order, but no sums").click()
    for left in range(deletes.count() - 1, -1, -1):
        deletes.last.click()
        expect(deletes).to_have_count(left)
        expect(
            deletes.last if left else page.get_by_role("button", name="Add a level")
        ).to_be_focused()
    preview = page.get_by_role("region", name="Details")
    expect(preview).to_contain_text("No levels yet.")
    expect(preview).not_to_contain_text("0 – 100")


@pytest.mark.parametrize("kept", ["framework"], indirect=True)
def test_the_used_up_button_of_undo_hands_its_focus_on(page: Page, kept: Drafts) -> None:
    page.get_by_label("Title").first.fill("Other words")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_focused()


@pytest.mark.parametrize("kept", ["programme"], indirect=True)
def test_parts_of_a_programme_have_a_name_to_tick_and_lose_no_focus(
    page: Page, kept: Drafts
) -> None:
    count = len(kept.document["phases"])
    page.get_by_role("button", name="Add a phase").click()
    page.locator('[data-sorted="requirement"] [data-key]').first.click()
    phases = page.get_by_role("group", name="In which phases")
    expect(phases.get_by_role("checkbox", name=f"Phase {count + 1}")).to_be_visible()
    removes = page.locator('[data-do="remove-phase"]')
    for left in range(count, -1, -1):
        removes.last.click()
        expect(removes).to_have_count(left)
        lines = page.locator('[data-sorted="phase"] [data-key]')
        add = page.get_by_role("button", name="Add a phase")
        expect(lines.last if left else add).to_be_focused()
