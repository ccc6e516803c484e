"""The framework editor in Chromium: everything by keyboard, nothing lost, accessible."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from libs.contracts.forms import DraftConflict
from tests.accessible import violations
from tests.unit.gateway.framework_editor_page import EDITOR, outline, saved, served_frameworks
from tests.unit.gateway.framework_samples import IDS, TREE, draft
from tests.unit.gateway.staff_world import Fake
from tests.unit.gateway.watching import watched

PATHS = (
    EDITOR,
    f"/design/frameworks/{IDS['nursing']}",
    f"/design/frameworks/{IDS['empty']}",
    f"/design/scales/{IDS['scale']}",
    "/design/frameworks/import",
)


@pytest.fixture
def served() -> Iterator[tuple[str, Fake]]:
    with served_frameworks() as found:
        yield found


@pytest.fixture
def page(browser: Browser, served: tuple[str, Fake]) -> Iterator[Page]:
    with watched(browser, served[0], 1280, 900) as opened:
        opened.on("dialog", lambda dialog: dialog.accept())
        yield opened


def test_a_tree_is_made_with_the_keyboard_alone(page: Page, served: tuple[str, Fake]) -> None:
    page.goto(served[0] + EDITOR)
    keys = page.keyboard
    page.locator(".tree__title").first.focus()
    keys.press("End")
    keys.press("Enter")
    keys.type("Listen")
    keys.press("Tab")
    assert outline(page) == ["Care", "  Listen", "Talk", "Lead"]
    keys.press("Enter")
    keys.type("Explain")
    assert outline(page) == ["Care", "  Listen", "  Explain", "Talk", "Lead"]
    keys.press("Alt+ArrowUp")
    assert outline(page) == ["Care", "  Explain", "  Listen", "Talk", "Lead"]
    expect(page.locator("#spoken")).to_have_text("Explain: under Care, 1 of 2")
    keys.press("Shift+Tab")
    assert outline(page) == ["Care", "  Listen", "Explain", "Talk", "Lead"]
    keys.press("ArrowDown")
    keys.press("Alt+ArrowDown")
    assert outline(page) == ["Care", "  Listen", "Explain", "Lead", "Talk"]
    outcomes = saved(page, served[1])["outcomes"]
    assert [(one["key"], one.get("parent")) for one in outcomes] == [
        ("care", None),
        ("listen", "care"),
        ("explain", None),
        ("lead", None),
        ("talk", None),
    ]
    assert served[1].asked[-1][1]["rev"] >= 4


def drag(page: Page, row: int, to: int) -> None:
    """Take a row by its grip, and let it go once it is shown in the place of another one."""
    lines = page.locator(".tree__row")
    goal = lines.nth(to).bounding_box()
    assert goal
    lines.nth(row).locator("[data-grip]").hover()
    page.mouse.down()
    shown = lines.nth(to).and_(page.locator(".is-ghost"))
    for number in range(50):
        y = goal["y"] + goal["height"] * (0.4 + 0.2 * (number % 2))
        page.mouse.move(goal["x"] + 60, y, steps=4)
        if shown.count():
            break
    page.mouse.up()


def test_a_row_is_dragged_with_what_is_under_it(page: Page, served: tuple[str, Fake]) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").nth(1).focus()
    page.keyboard.press("Tab")
    assert outline(page) == ["Care", "  Talk", "Lead"]
    drag(page, 0, 2)
    expect(page.locator("#spoken")).to_have_text("Care: at the top, 2 of 2")
    assert outline(page) == ["Lead", "Care", "  Talk"]
    assert page.evaluate("document.activeElement.value") == "Care"
    drag(page, 2, 0)
    expect(page.locator("#spoken")).to_have_text("Talk: at the top, 1 of 3")
    assert outline(page) == ["Talk", "Lead", "Care"]
    outcomes = saved(page, served[1])["outcomes"]
    assert [(one["key"], one.get("parent")) for one in outcomes] == [
        ("talk", None),
        ("lead", None),
        ("care", None),
    ]
    page.keyboard.press("Control+z")
    expect(page.locator("#spoken")).to_have_text("Undone: Moved Talk")
    assert outline(page) == ["Lead", "Care", "  Talk"]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert outline(page) == ["Care", "Talk", "Lead"]


def test_a_row_dropped_on_what_is_under_it_stays_and_says_so(
    page: Page, served: tuple[str, Fake]
) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").nth(1).focus()
    page.keyboard.press("Tab")
    drag(page, 0, 1)
    expect(page.locator("#spoken")).to_contain_text("Care stays where it is")
    assert outline(page) == ["Care", "  Talk", "Lead"]


def test_what_is_deleted_comes_back_with_undo(page: Page, served: tuple[str, Fake]) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").nth(1).focus()
    page.keyboard.press("Control+Delete")
    assert outline(page) == ["Care", "Lead"]
    expect(page.locator("#spoken")).to_have_text("Talk is deleted. Undo brings it back.")
    assert page.evaluate("document.activeElement.value") == "Lead"
    page.keyboard.press("Control+z")
    assert outline(page) == ["Care", "Talk", "Lead"]
    page.keyboard.press("Control+Shift+z")
    assert outline(page) == ["Care", "Lead"]


def test_the_outline_holds_nobody_who_wants_to_leave(page: Page, served: tuple[str, Fake]) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").nth(1).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert outline(page) == ["Care", "Talk", "Lead"]
    assert not page.evaluate("document.activeElement.classList.contains('tree__title')")
    page.locator(".tree__title").first.focus()
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate("document.activeElement.classList.contains('tree__title')")


def test_everything_has_a_button_too(page: Page, served: tuple[str, Fake]) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").nth(2).click()
    page.click('[data-do="in"]')
    page.click('[data-do="out"]')
    page.click('[data-do="up"]')
    assert outline(page) == ["Care", "Lead", "Talk"]
    page.click('[data-do="add-under"]')
    page.keyboard.type("Plan")
    assert outline(page) == ["Care", "Lead", "  Plan", "Talk"]
    page.click('[data-do="delete"]')
    page.click('[data-do="undo"]')
    assert outline(page) == ["Care", "Lead", "  Plan", "Talk"]


def test_an_activity_gets_its_eight_parts_levels_and_comparison(
    page: Page, served: tuple[str, Fake]
) -> None:
    page.goto(served[0] + EDITOR)
    page.locator(".tree__title").first.click()
    page.get_by_label("What it is").select_option(label="Professional activity (EPA)")
    expect(page.locator(".tree__parts").first).to_contain_text("1/8")
    page.get_by_role("tab", name="Parts").click()
    page.get_by_label("Risks when it goes wrong (English)").fill("Too late.")
    page.get_by_label("Expires after so long without practice").fill("12")
    page.get_by_label("Expires after so long without practice").blur()
    page.get_by_label("From which framework?").select_option(label="CanMEDS roles (2015)")
    page.get_by_label("Add a competency").select_option(label="Communicator")
    expect(page.locator(".tree__parts").first).to_contain_text("4/8")
    page.get_by_role("tab", name="Levels").click()
    page.get_by_label("Describe the levels of").select_option(label="Level of supervision")
    page.get_by_label("Observes (English)").fill("Watches.")
    page.get_by_role("tab", name="Compare").click()
    page.get_by_label("Compare with").select_option(label="Competency areas of the GP (2023)")
    page.get_by_label("Add an outcome of theirs").select_option(label="Medical care")
    page.get_by_label("Care", exact=True).select_option(label="is broader than")
    document = saved(page, served[1])
    care = document["outcomes"][0]
    assert care["epa"] == {
        "risks": {"en": "Too late."},
        "expires_months": 12,
        "competencies": ["canmeds@2015/communicator"],
    }
    assert care["descriptors"] == {"supervision@1": {"1": {"en": "Watches."}}}
    assert document["crosswalks"] == [
        {"to": "gp-areas@2023", "maps": [{"from": "care", "to": "medical", "as": "broader"}]}
    ]


def test_the_head_of_the_panel_stands_apart_from_its_first_field(
    page: Page, served: tuple[str, Fake]
) -> None:
    page.goto(served[0] + EDITOR)
    head = page.locator(".desk__side .desk__title")
    expect(head).to_be_visible()
    below = page.locator(".desk__side .desk__title + *").bounding_box()
    box = head.bounding_box()
    assert box and below and below["y"] - (box["y"] + box["height"]) >= 8


def test_phases_and_the_level_expected_in_them(page: Page, served: tuple[str, Fake]) -> None:
    page.goto(served[0] + EDITOR)
    page.get_by_role("button", name="Add a phase").click()
    page.get_by_label("Phase 1 (English)").fill("First year")
    page.locator(".tree__title").nth(1).click()
    page.get_by_role("tab", name="Levels").click()
    page.get_by_label("On which scale?").select_option(label="Level of supervision")
    page.click('[data-do="add-expected"]')
    expect(page.get_by_label("In", exact=True)).to_be_visible()
    page.locator("#expected-0").select_option(label="3. Works under indirect supervision")
    document = saved(page, served[1])
    assert document["phases"] == [{"key": "phase-1", "title": {"en": "First year"}}]
    assert document["outcomes"][1]["expected"] == [
        {"phase": "phase-1", "scale": "supervision@1", "level": 3}
    ]


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_authors_see_both_versions_and_choose(
    page: Page, served: tuple[str, Fake], choice: str
) -> None:
    address, fake = served
    page.goto(address + EDITOR)
    save = fake.replies["forms.save_draft"]
    theirs = TREE | {"outcomes": [*TREE["outcomes"][:2], {"key": "new", "title": {"en": "Their"}}]}
    fake.replies["forms.save_draft"] = DraftConflict()
    fake.replies["forms.draft"] = draft(IDS["tree"]) | {"rev": 9, "document": theirs}
    page.locator(".tree__title").first.fill("Caring")
    expect(page.get_by_role("heading", name="Somebody else changed this as well")).to_be_visible()
    assert "Caring" in page.locator("dialog").inner_text()
    for _time in range(2):  # the second one closes any dialog
        page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Somebody else changed this as well")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("button", name="Close")).to_have_count(0)
    fake.replies["forms.save_draft"] = save
    page.click(f'dialog [data-do="{choice}"]')
    if choice == "theirs":
        assert outline(page) == ["Care", "Talk", "Their"]
        return
    expect(page.locator(".save-state")).to_have_text("Saved")
    assert fake.fields_of("forms.save_draft")["rev"] == 9
    assert outline(page) == ["Caring", "Talk", "Lead"]


def test_a_scale_gets_a_level_and_changes_its_order(page: Page, served: tuple[str, Fake]) -> None:
    page.goto(f"{served[0]}/design/scales/{IDS['scale']}")
    page.click('[data-do="add-level"]')
    page.locator("#label-5-en").fill("Leads")
    page.locator(".level-list > li").nth(5).get_by_role("button", name="Move up").click()
    expect(page.locator(".scale-look")).to_contain_text("Leads")
    document = saved(page, served[1])
    assert document["version"] == 2, "what was published is not changed"
    levels = document["levels"]
    assert [(one["value"], one["label"]["en"]) for one in levels][4:] == [
        (5, "Leads"),
        (6, "Supervises others"),
    ]
    page.get_by_label("A line").check()
    assert "levels" not in saved(page, served[1])


def test_frameworks_and_scales_are_translated_into_the_same_languages_as_forms(
    page: Page, served: tuple[str, Fake]
) -> None:
    for path, text, place in (
        (PATHS[0], "Care", "Outcome"),
        (PATHS[3], "Observes", "Step of the scale"),
    ):
        page.goto(served[0] + path)
        page.get_by_role("button", name="Translate", exact=True).click()
        page.get_by_label("Add a language").select_option(label="Turkish")
        turkish = page.get_by_role("button", name=re.compile("^Turkish"))
        expect(turkish).to_contain_text("0%")
        page.get_by_label(f"Turkish: {text}", exact=True).fill("Bakım")
        expect(turkish).not_to_contain_text("0%")
        row = page.locator(
            ".translations__row", has=page.get_by_label(f"Turkish: {text}", exact=True)
        )
        expect(row.locator(".translations__place")).to_contain_text(place)
        assert violations(page) == []
        document = saved(page, served[1])
        if place == "Outcome":
            assert document["languages"] == ["en", "nl", "tr"]
            assert document["outcomes"][0]["title"]["tr"] == "Bakım"
            page.get_by_role("button", name="Build", exact=True).click()
            page.get_by_label("Write the outline in").select_option(label="Turkish")
            expect(page.locator(".tree__title").first).to_have_value("Bakım")
        else:
            assert "languages" not in document, "a scale has those of its texts"
            assert document["levels"][0]["label"]["tr"] == "Bakım"
            page.get_by_role("button", name="Build", exact=True).click()
            expect(page.locator("#label-0-tr")).to_have_value("Bakım")
        page.get_by_role("button", name="Translate", exact=True).click()
        page.get_by_role("button", name=re.compile("^Turkish")).click()
        page.get_by_role("button", name="Take Turkish away").click()
        expect(turkish).to_have_count(0)
        assert "Bakım" not in str(saved(page, served[1]))


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_every_state_of_the_editors_is_accessible(
    page: Page, served: tuple[str, Fake], width: int, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "theme", "value": theme, "url": served[0]}])
    found = {}
    for path in PATHS:
        page.goto(served[0] + path)
        found[path] = violations(page)
    page.goto(served[0] + PATHS[1])
    page.locator(".tree__title").first.click()
    for tab in ("Content", "Levels", "Parts", "Compare"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_load_state("networkidle")
        found[tab] = violations(page)
    page.click('[data-do="paste"]')
    found["paste"] = violations(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_no_editor_is_wider_than_the_smallest_phone(page: Page, served: tuple[str, Fake]) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    widths = {}
    for path in PATHS:
        page.goto(served[0] + path)
        page.wait_for_load_state("networkidle")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in widths.items() if width > 320} == {}
