"""Who works with the keyboard stays where they are: the focus goes along, or to the neighbour."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.unit.gateway.builder_page import open_folds, saved
from tests.unit.gateway.design_world import Drafts


def steps(drafts: Drafts) -> list[str]:
    return [one["id"] for one in drafts.document["stages"]]


def focused(page: Page) -> str:
    """What has the focus, in words; empty where the page itself has it."""
    page.wait_for_timeout(100)
    words: str = page.evaluate(
        "(() => { const one = document.activeElement;"
        " if (one === document.body) return '';"
        " return one.labels?.[0]?.innerText || one.value || one.innerText; })()"
    )
    return words.strip()


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{re.escape(name)}, ")).click()


def test_a_step_moves_on_with_each_press(page: Page, drafts: Drafts) -> None:
    before = steps(drafts)
    third = dict(drafts.document["stages"][0]) | {"id": "third", "label": {"en": "Third"}}
    drafts.put(drafts.document | {"stages": [*drafts.document["stages"], third]})
    page.reload()
    first = page.locator(".path__button").first
    words = first.inner_text()
    first.focus()
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+ArrowRight")
    saved(page)
    assert steps(drafts)[:3] == [before[1], before[2], before[0]]
    assert words.split("\n")[1] in focused(page)


def test_a_choice_moves_on_with_each_press_and_stays_under_the_finger(
    page: Page, drafts: Drafts
) -> None:
    choose(page, "How complex was it?")
    first = drafts.document["items"][1]["options"][0]["label"]["en"]
    page.get_by_role("button", name=f"Move down: {first}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Move down: {first}")).to_be_focused()
    page.keyboard.press("Enter")
    saved(page)
    options = [one["label"]["en"] for one in drafts.document["items"][1]["options"]]
    assert options[2] == first
    # At the end there is nothing more to press: the words themselves are next.
    assert page.locator(".member input").nth(2).evaluate("one => one === document.activeElement")


def test_a_question_moves_on_by_its_button_also_into_a_section(page: Page, drafts: Drafts) -> None:
    section = {"type": "section", "key": "part", "label": {"en": "Part", "nl": "Deel"}, "items": []}
    items = drafts.document["items"]
    drafts.put(drafts.document | {"items": [items[1], section, *items[2:]]})
    page.reload()
    down = page.get_by_role("button", name="Move down: How complex was it?")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#spoken")).to_contain_text("in Part")
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    saved(page)
    assert drafts.keys()[:2] == ["part", "complexity"]


def test_what_is_new_after_something_was_named_is_drawn_beside_it(
    page: Page, drafts: Drafts
) -> None:
    choose(page, "How complex was it?")
    for words in ("Awful", "Worse"):
        page.get_by_role("button", name="Add a choice").click()
        page.wait_for_timeout(100)
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    saved(page)
    values = [one["value"] for one in drafts.document["items"][1]["options"]]
    assert values[-2:] == ["awful", "worse"]
    shown = page.locator(".member input[type=text]").evaluate_all("all => all.map(e => e.value)")
    assert shown[-2:] == ["Awful", "Worse"]


def test_the_focus_goes_to_the_neighbour_of_what_was_removed(page: Page) -> None:
    page.locator('.canvas-item[data-key="complexity"] .canvas-item__name').focus()
    page.keyboard.press("Delete")
    assert focused(page).startswith("Parts of the contact")
    choose(page, "Parts of the contact")
    page.get_by_role("button", name=re.compile("^Remove: ")).first.wait_for()
    member = page.locator(".member")
    count = member.count()
    second = member.nth(1).locator("input[type=text]").input_value()
    member.nth(0).get_by_role("button", name=re.compile("^Remove: ")).focus()
    page.keyboard.press("Enter")
    expect(member).to_have_count(count - 1)
    assert member.nth(0).locator("input[type=text]").evaluate("e => e === document.activeElement")
    assert member.nth(0).locator("input[type=text]").input_value() == second


def test_what_is_removed_in_the_panel_leaves_the_focus_on_the_heading_of_what_comes_there(
    page: Page,
) -> None:
    page.locator(".path__button").nth(1).click()
    page.get_by_role("button", name="Remove this step").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "The form as a whole"
    page.locator(".outline__line", has_text="Assessor").click()
    page.get_by_role("button", name="Remove this person").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "The form as a whole"
    page.locator(".outline__line", has_text="What comes out").click()
    page.locator(".builder__panel .add-kind").first.click()
    page.get_by_role("button", name="Remove this", exact=True).focus()
    page.keyboard.press("Enter")
    assert focused(page) == "What comes out"


def test_a_condition_that_is_removed_leaves_the_focus_in_its_rule(page: Page) -> None:
    choose(page, "What went well?")
    page.get_by_role("tab", name="Rules").click()
    page.locator("#rule-show").get_by_label("Only when …").click()
    page.get_by_role("button", name="And or or …").click()
    rule = page.get_by_role("group", name="Rule")
    rule.get_by_role("button", name=re.compile("^Remove: ")).last.focus()
    page.keyboard.press("Enter")
    assert focused(page) == "What it depends on"


def test_undo_gives_the_focus_to_redo_when_nothing_is_left_and_back(page: Page) -> None:
    page.get_by_label("Title", exact=True).fill("Another")
    page.get_by_role("button", name="Undo", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Redo", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()


def test_an_empty_form_begun_with_an_example_has_the_focus_on_its_first_question(
    page: Page, drafts: Drafts
) -> None:
    drafts.put({**drafts.document, "items": [], "computed": {}, "emit": []})
    page.reload()
    page.get_by_role("button", name=re.compile("^Reflection")).focus()
    page.keyboard.press("Enter")
    assert focused(page).startswith("What happened?")
    open_folds(page)
