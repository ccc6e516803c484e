"""Rows from a spreadsheet in the framework editor: looked at first, their columns told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from services.forms.domain import exchange
from tests.accessible import violations
from tests.unit.gateway.framework_editor_page import EDITOR, outline, saved, served_frameworks
from tests.unit.gateway.staff_world import Fake
from tests.unit.gateway.watching import watched


@pytest.fixture
def served() -> Iterator[tuple[str, Fake]]:
    with served_frameworks(forms__read_import=read_rows) as found:
        yield found


@pytest.fixture
def page(browser: Browser, served: tuple[str, Fake]) -> Iterator[Page]:
    with watched(browser, served[0], 1280, 900) as opened:
        yield opened


def read_rows(**asked: Any) -> dict[str, Any]:
    """What the forms service makes of rows."""
    told = exchange.Told(asked["columns"], asked["headed"])
    found = exchange.read(asked["content"], "csv", language=asked["language"], told=told)
    columns = exchange.columns(asked["content"], "csv", language=asked["language"], told=told)
    return {
        **found._asdict(),
        "columns": [
            {"heading": one.heading, "means": one.means, "known": one.is_known} for one in columns
        ],
    }


def test_rows_from_a_spreadsheet_are_looked_at_before_they_are_added(
    page: Page, served: tuple[str, Fake]
) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").first.focus()
    page.click('[data-do="paste"]')
    page.fill("#paste", "code\ttitle\tparent\na\tFirst\nb\tSecond\ta\na\tThird")
    page.click('[data-do="look"]')
    expect(page.get_by_text("Row 4: the code a stands in row 2 too.")).to_be_visible()
    page.get_by_role("button", name="Add 2 outcomes").click()
    assert outline(page) == ["Care", "First", "  Second", "Talk", "Lead"]
    assert saved(page, served[1])["outcomes"][1]["number"] == "a"


def test_an_author_says_what_columns_hold_whose_headings_do_not_tell(
    page: Page, served: tuple[str, Fake]
) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").first.focus()
    page.click('[data-do="paste"]')
    page.fill("#paste", "Domain\tSkill\tYear\nWork\tPlan\t2026\nWork\tDo\t2026\n")
    page.click('[data-do="look"]')
    found = page.get_by_role("list", name="What would be added")
    expect(found.get_by_role("listitem")).to_have_text(["Domain Skill", "Work Plan"])
    page.get_by_label("The first row holds headings").check()
    expect(found.get_by_role("listitem")).to_have_text(["Work", "Work"])
    domain = page.get_by_label("Domain", exact=True)
    domain.focus()
    page.keyboard.type("Title at level 1")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Skill", exact=True)).to_be_focused()
    page.keyboard.type("Title at level 2")
    page.keyboard.press("Tab")
    expect(found.get_by_role("listitem")).to_have_text(["Work", "Plan", "Do"])
    expect(page.get_by_label("Year", exact=True)).to_have_value("0")
    assert violations(page) == []
    page.get_by_role("button", name="Add 3 outcomes").click()
    assert outline(page)[1:4] == ["Work", "  Plan", "  Do"]
    assert [one["key"] for one in saved(page, served[1])["outcomes"][1:4]] == ["work", "plan", "do"]
