"""Who works with the keyboard stays where they are: what moves is moved on, what goes leaves no hole."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.unit.gateway.builder_page import saved
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
