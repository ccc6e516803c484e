"""Outline, form and panel of the builder follow each other."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from tests.unit.gateway.builder_page import EDITOR, saved
from tests.unit.gateway.design_world import Drafts
from tests.unit.gateway.staff_world import gateway, me
from tests.unit.gateway.watching import address_of, watched


def scrolled(page: Page, part: str) -> int:
    page.wait_for_timeout(100)
    return int(page.locator(f".builder__{part}").evaluate("one => one.scrollTop"))


def of(page: Page, key: str) -> Locator:
    return page.locator(f'.canvas-item[data-key="{key}"] > .canvas-item__head')


def test_what_is_chosen_in_the_outline_comes_into_view_in_the_form(page: Page) -> None:
    last = page.locator(".canvas-item").last
    key = last.get_attribute("data-key") or ""
    expect(of(page, key)).not_to_be_in_viewport()
    page.locator(".outline__list .outline__line", has_text="Make it a learning goal").click()
    expect(page.locator(".canvas-item--now")).to_be_in_viewport(ratio=0.98)
    page.locator(".outline__line", has_text="Which activity is it about?").click()
    expect(of(page, "epa")).to_be_in_viewport(ratio=0.98)


def test_the_panel_begins_at_its_top_for_what_is_chosen_next(page: Page) -> None:
    page.locator(".path__button").nth(1).click()
    panel = page.locator(".builder__panel")
    page.locator(".builder__panel details").evaluate_all("all => all.forEach(e => e.open = true)")
    panel.evaluate("one => { one.scrollTop = 400; }")
    assert scrolled(page, "panel") == 400
    page.locator(".path__button").nth(0).click()
    assert scrolled(page, "panel") == 0


def test_who_works_in_the_form_is_not_moved_and_sees_it_in_the_outline(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    last = page.locator(".canvas-item").last
    last.scroll_into_view_if_needed()
    before = scrolled(page, "work")
    last.locator(".canvas-item__drawn").first.click(position={"x": 5, "y": 5}, force=True)
    assert scrolled(page, "work") == before
    expect(page.locator(".outline__line[aria-current=true]")).to_be_in_viewport(ratio=0.98)
    expect(last.locator(".canvas-item__name")).to_be_focused()


def test_what_is_added_into_a_list_is_said_and_may_stand_after_it(
    page: Page, drafts: Drafts
) -> None:
    what = {"type": "text", "key": "what", "label": {"en": "What", "nl": "Wat"}}
    words = {"label": {"en": "Agreements", "nl": "Afspraken"}, "by": "learner"}
    agreed = {"type": "repeat", "key": "agreed", "items": [what]} | words
    drafts.put(drafts.document | {"items": [agreed, *drafts.document["items"]]})
    page.reload()
    page.locator(".outline__line", has_text="Agreements").click()
    page.get_by_role("button", name="Add a question", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It goes into “Agreements”")
    expect(dialog.get_by_role("button", name="Section")).to_have_count(0)
    dialog.get_by_role("button", name="Add it after that instead").click()
    expect(dialog).not_to_contain_text("It goes into")
    dialog.get_by_role("button", name="Section").click()
    page.keyboard.type("Looking back")
    page.keyboard.press("Tab")
    saved(page)
    assert drafts.keys()[:2] == ["agreed", "looking-back"]


def test_a_long_title_is_read_whole_in_the_bar_in_dutch(browser: Browser, drafts: Drafts) -> None:
    title = "Korte praktijkbeoordeling huisartsen"
    drafts.put(drafts.document | {"title": {"en": title, "nl": title}})
    with (
        gateway(me("local_admin", language="nl"), **drafts.replies()) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, 1280, 900, base_url=origin) as page,
    ):
        page.goto(EDITOR)
        shown = page.locator(".editor-bar__title")
        expect(shown).to_have_text(title)
        cut = "one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth"
        assert shown.evaluate(cut) is False
        for state in ("Wordt opgeslagen", "Aandacht nodig"):
            page.locator(".editor-bar .save-state span:last-child").evaluate(
                "(one, words) => { one.textContent = words; }", state
            )
            assert shown.evaluate(cut) is False
