"""The programme editor in Chromium: requirements as sentences, saved, undone, looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from libs.contracts.forms import DraftConflict
from tests.accessible import violations
from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.programme_samples import PROGRAMME, PROGRAMME_DESIGN, PROGRAMME_DRAFT
from tests.unit.gateway.staff_world import Fake, gateway, me
from tests.unit.gateway.watching import address_of, watched

KPB = "At least 6 Short practice assessments per half year in Practice, year 1 and Practice, year 3"


@pytest.fixture
def served() -> Iterator[tuple[str, Fake]]:
    with (
        gateway(me("local_admin"), **PROGRAMME_DESIGN) as (client, fake),
        address_of(client) as origin,
    ):
        yield origin, fake


@pytest.fixture
def page(browser: Browser, served: tuple[str, Fake]) -> Iterator[Page]:
    origin, _fake = served
    with watched(browser, origin, 1280, 900) as opened:
        opened.goto(f"{origin}/design/programmes/{DRAFT_ID}")
        expect(opened.get_by_role("button", name=KPB + ".", exact=True)).to_be_visible()
        yield opened


def saved(fake: Fake) -> dict[str, Any]:
    return dict(fake.fields_of("forms.save_draft")["document"])


def all_saved(page: Page) -> None:
    """Typing is saved a moment later: first it says so, then it is done."""
    page.wait_for_timeout(900)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def test_a_requirement_is_put_together_as_a_sentence_and_saved(page: Page, served):
    page.get_by_role("button", name=KPB + ".", exact=True).click()
    panel = page.get_by_role("region", name="What is selected")
    panel.get_by_label("At least", exact=True).first.fill("8")
    panel.get_by_label("With a level on which scale").select_option(label="Supervision (2)")
    panel.get_by_text("By whom, where and when").click()
    panel.get_by_label("By at least so many different people").fill("2")
    panel.get_by_label("In at least so many places").fill("2")
    panel.get_by_label("In at least so many places").blur()
    words = (
        "At least 8 Short practice assessments per half year in Practice, year 1 and Practice, "
        "year 3, by 2 or more assessors, in 2 or more places, Without help or higher on "
        "Supervision (2)."
    )
    expect(panel.get_by_role("status").get_by_text(words)).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    found = next(one for one in saved(served[1])["requirements"] if one["key"] == "kpb")
    assert found["level"] == {"scale": "supervision@2", "min": 3}
    assert (found["count"], found["assessors"], found["contexts"]) == (8, 2, 2)


def test_undo_and_keys_bring_back_what_was(page: Page, served):
    first = page.get_by_role("button", name=KPB + ".", exact=True)
    first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#spoken")).to_contain_text("is now number 2 of 8")
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    all_saved(page)
    order = [one["key"] for one in saved(served[1])["requirements"]]
    assert order == [one["key"] for one in PROGRAMME["requirements"]]


def test_a_line_is_dragged_and_it_is_said(page: Page, served: tuple[str, Fake]) -> None:
    lines = page.locator('[data-sorted="requirement"] [data-line]')
    lines.nth(1).scroll_into_view_if_needed()
    first = lines.nth(0).bounding_box()
    assert first
    lines.nth(1).locator("[data-grip]").hover()
    page.mouse.down()
    for part in (0.8, 0.5, 0.2, 0.1):
        page.mouse.move(first["x"] + 60, first["y"] + first["height"] * part, steps=4)
    page.mouse.up()
    expect(page.locator("#spoken")).to_contain_text("is now number 1 of 8")
    all_saved(page)
    keys = [one["key"] for one in PROGRAMME["requirements"]]
    assert [one["key"] for one in saved(served[1])["requirements"]] == [keys[1], keys[0], *keys[2:]]
    page.keyboard.press("Control+z")
    all_saved(page)
    assert [one["key"] for one in saved(served[1])["requirements"]] == keys


def test_the_focus_goes_along_with_a_moved_line(page: Page) -> None:
    name = KPB + "."
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#spoken")).to_have_text(f"{name} is now number 3 of 8.")
    expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.get_by_role("button", name=f"Move up: {name}").click()
    expect(page.locator("#spoken")).to_have_text(f"{name} is now number 2 of 8.")
    expect(page.get_by_role("button", name=f"Move up: {name}")).to_be_focused()


def test_fifty_steps_can_be_undone(page: Page) -> None:
    page.locator('[data-sorted="requirement"] [data-key]').first.focus()
    for step in range(52):
        page.keyboard.press("Alt+ArrowDown" if step % 2 == 0 else "Alt+ArrowUp")
    expect(page.locator('[data-sorted="requirement"] [data-key]').first).to_be_focused()
    undo, steps = page.get_by_role("button", name="Undo"), 0
    while undo.is_enabled():
        undo.click()
        steps += 1
    assert steps == 50


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_authors_see_both_programmes_and_choose(
    page: Page, served: tuple[str, Fake], choice: str
) -> None:
    fake = served[1]
    save = fake.replies["forms.save_draft"]
    theirs = PROGRAMME | {"title": {"en": "Their programme", "nl": "Hun programma"}}
    fake.replies["forms.save_draft"] = DraftConflict()
    fake.replies["forms.draft"] = PROGRAMME_DRAFT | {"rev": 9, "document": theirs}
    page.get_by_role("button", name="The programme itself").click()
    page.get_by_label("Title", exact=True).first.fill("My programme")
    dialog = page.get_by_role("dialog", name="Somebody else changed this programme too")
    expect(dialog).to_be_visible()
    expect(dialog.locator("table")).to_contain_text("My programme")
    expect(dialog.locator("table")).to_contain_text("Their programme")
    for _time in range(2):  # the second one closes any dialog
        page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    fake.replies["forms.save_draft"] = save
    dialog.locator(f'[data-do="{choice}"]').click()
    expect(dialog).to_be_hidden()
    kept = "My programme" if choice == "mine" else "Their programme"
    expect(page.locator(".editor-bar__title")).to_have_text(kept)
    if choice == "mine":
        all_saved(page)
        assert (fake.fields_of("forms.save_draft")["rev"], saved(fake)["title"]["en"]) == (9, kept)


def test_a_route_and_an_elective_are_named_by_what_people_write(page: Page, served):
    page.get_by_role("button", name="Add a route").click()
    panel = page.get_by_role("region", name="What is selected")
    panel.get_by_label("Name", exact=True).first.fill("Track")
    for place, name in enumerate(("Clinic", "Science"), start=1):
        way = panel.get_by_role("group", name=f"Way {place}")
        way.get_by_label("Name").fill(name)
        way.get_by_label("Name").blur()
    panel.get_by_role("group", name="Way 2").get_by_label("Reflections").check()
    panel.get_by_label("The learner chooses").check()
    all_saved(page)
    (route,) = saved(served[1])["routes"]
    assert (route["key"], route["by"]) == ("track", "learner")
    assert [one["key"] for one in route["options"]] == ["clinic", "science"]
    assert route["options"][1]["requirements"] == ["reflection"]


def test_a_german_programme_is_translated_and_stays_german(
    browser: Browser, served: tuple[str, Fake]
) -> None:
    """Two languages side by side with how much is done, and always a way back."""
    origin, fake = served
    german = PROGRAMME | {
        "languages": ["de"],
        "title": {"de": "Hausarzt"},
        "description": {"de": "Drei Jahre"},
        "phases": [{"key": "ha1", "title": {"de": "Erstes Jahr"}, "months": 12}],
        "dossiers": [{"key": "work", "title": {"de": "Arbeit"}, "forms": ["kpb"]}],
    }
    for name in ("requirements", "choices", "routes", "decisions", "frameworks", "progress"):
        german.pop(name, None)
    fake.replies["forms.draft"] = PROGRAMME_DRAFT | {"document": german}
    with watched(browser, origin, 1280, 900) as page:
        page.goto(f"{origin}/design/programmes/{DRAFT_ID}")
        expect(page.locator(".editor-bar__title")).to_have_text("Hausarzt")
        expect(page.locator("#writing-in")).to_have_count(0)
        page.get_by_role("button", name="Translate", exact=True).click()
        page.get_by_label("Add a language").select_option(label="Ukrainian")
        page.get_by_label("Add a language").select_option(label="French")
        french = page.get_by_role("button", name=re.compile("^French"))
        expect(french).to_contain_text("0%")
        expect(page.locator(".translations__columns span")).to_have_text(["German", "French"])
        page.get_by_label("French: Erstes Jahr").fill("Première année")
        expect(french).to_contain_text("25%")
        expect(page.locator(".translations__place").nth(2)).to_have_text("Phase")
        assert violations(page) == []
        page.get_by_role("button", name="Build", exact=True).click()
        page.get_by_label("Language you write in").select_option(label="French")
        page.get_by_role("button", name="The programme itself").click()
        page.get_by_label("Title", exact=True).fill("Médecin")
        page.get_by_label("Language you write in").select_option(label="German")
        expect(page.locator(".editor-bar__title")).to_have_text("Hausarzt")
        page.get_by_role("button", name="Translate", exact=True).click()
        page.get_by_role("button", name=re.compile("^Ukrainian")).click()
        page.get_by_role("button", name="Take Ukrainian away").click()
        expect(page.locator("#spoken")).to_have_text("The language is gone. Undo brings it back.")
        expect(french).to_contain_text("50%")
        all_saved(page)
    document = saved(fake)
    assert document["languages"] == ["de", "fr"]
    assert document["title"] == {"de": "Hausarzt", "fr": "Médecin"}
    assert document["phases"][0]["title"] == {"de": "Erstes Jahr", "fr": "Première année"}


def test_without_stakes_there_are_no_decisions(page: Page, served):
    page.get_by_role("button", name="The programme itself").click()
    page.get_by_label("No, this is for learning only").check()
    expect(page.get_by_role("heading", name="Decisions")).to_have_count(0)
    all_saved(page)
    document = saved(served[1])
    assert (document["stakes"], "decisions" in document) == ("off", False)


def test_who_is_affected_is_seen_before_publishing(page: Page):
    page.get_by_role("button", name="Who is affected").click()
    panel = page.get_by_role("region", name="What is selected")
    expect(panel.get_by_text("48 learners follow this programme")).to_be_visible()
    expect(panel.get_by_text("2 become behind")).to_be_visible()
    expect(panel.get_by_text("1 is no longer behind")).to_be_visible()


def test_a_problem_leads_to_its_place(page: Page):
    page.get_by_role("button", name="1 problem").click()
    page.get_by_role("button", name="no longer part of this programme").click()
    panel = page.get_by_role("region", name="What is selected")
    expect(panel.get_by_role("heading", name="Requirement")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_accessible_and_fits(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("button", name=KPB + ".", exact=True).click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
