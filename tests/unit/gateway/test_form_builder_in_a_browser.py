"""The form builder in Chromium: by mouse, by keyboard, accessible, and never losing a version."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessible import violations
from tests.unit.gateway.design_samples import DRAFT_ID, HISTORY
from tests.unit.gateway.design_world import Drafts
from tests.unit.gateway.staff_world import gateway, me
from tests.unit.gateway.watching import address_of, watched

EDITOR = f"/design/forms/{DRAFT_ID}"
PAGES = (
    "/design/forms",
    "/design/forms/new",
    "/design/forms/offered",
    "/design/forms/shipped",
    "/design/forms/by-name/kpb",
    f"/design/forms/by-name/kpb/versions/{HISTORY['versions'][0]['hash']}",
    EDITOR,
    EDITOR + "/publish",
    EDITOR + "/try?step=assess&person=assessor",
)


@pytest.fixture
def address(drafts: Drafts) -> Iterator[str]:
    with (
        gateway(me("local_admin"), **drafts.replies()) as (client, _fake),
        address_of(client) as origin,
    ):
        yield origin


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A desk; the test fails when the content policy or a script complains."""
    # Colours half-way are no colours to judge.
    with watched(browser, address, 1280, 900, base_url=address) as opened:
        yield opened


def open_editor(page: Page) -> None:
    page.goto(EDITOR)
    expect(page.locator('.canvas-item[data-key="overall"] .choice').first).to_be_visible()


def saved(page: Page) -> None:
    expect(page.locator(".editor-bar .save-state")).to_have_text("Saved")


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_every_page_of_designing_is_accessible(
    page: Page, address: str, width: int, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "theme", "value": theme, "url": address}])
    found = {}
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found[path] = violations(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_no_page_of_designing_is_wider_than_the_smallest_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    widths = {}
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in widths.items() if width > 320} == {}


def test_every_part_of_the_panel_is_accessible(page: Page) -> None:
    open_editor(page)
    page.get_by_role("button", name="Several judgements").first.click()
    found = []
    for tab in ("Content", "Rules", "Links to outcomes", "Who and when"):
        page.get_by_role("tab", name=tab).click()
        found += violations(page)
    for name in (
        "Assessor",
        "Learner",
        "Nine steps",
        "Scores 1",
        "What comes out",
        "The form as a whole",
    ):
        page.locator(".outline__line", has_text=name).first.click()
        found += violations(page)
    page.locator(".path__button").nth(1).click()
    page.locator(".builder__panel details").evaluate_all("all => all.forEach(e => e.open = true)")
    found += violations(page)
    for view in ("Phone", "Translate"):
        page.get_by_role("button", name=view, exact=True).click()
        page.wait_for_load_state("networkidle")
        found += violations(page)
    assert found == []


def test_questions_move_with_the_keyboard_and_it_is_said(page: Page, drafts: Drafts) -> None:
    open_editor(page)
    name = page.locator('.canvas-item[data-key="complexity"] .canvas-item__name')
    name.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#spoken")).to_have_text("How complex was it? is now number 3 of 8.")
    expect(name).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    saved(page)
    assert drafts.keys()[:3] == ["complexity", "epa", "skills"]
    page.keyboard.press("Delete")
    expect(page.locator("#spoken")).to_contain_text("was removed. Undo brings it back.")
    page.keyboard.press("Control+z")
    expect(page.locator("#spoken")).to_contain_text("Undone: Removed How complex was it?")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    saved(page)
    assert drafts.keys()[:3] == ["epa", "complexity", "skills"]


def test_questions_move_by_dragging(page: Page, drafts: Drafts) -> None:
    open_editor(page)
    grip = page.locator('.canvas-item[data-key="complexity"] [data-grip]').first
    grip.hover()
    page.mouse.down()
    box = page.locator('.canvas-item[data-key="epa"]').bounding_box()
    assert box
    for part in (0.8, 0.5, 0.2, 0.1):
        page.mouse.move(box["x"] + 40, box["y"] + box["height"] * part, steps=4)
    page.mouse.up()
    expect(page.locator("#spoken")).to_have_text("How complex was it? is now number 1 of 8.")
    saved(page)
    assert drafts.keys()[:2] == ["complexity", "epa"]
    expect(page.locator(".canvas-item").first).to_have_attribute("data-key", "complexity")


def test_a_question_moves_to_any_place_in_words(page: Page, drafts: Drafts) -> None:
    open_editor(page)
    page.get_by_role("button", name=re.compile("^Over all, One")).click()
    page.get_by_label("Place").select_option(label="at the top")
    expect(page.locator("#spoken")).to_have_text("Over all stands at the top now.")
    saved(page)
    assert drafts.keys()[0] == "overall"


def test_a_problem_is_told_in_words_and_leads_to_its_place(page: Page) -> None:
    open_editor(page)
    page.get_by_role("button", name="Add a question", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="One judgement").click()
    page.keyboard.type("How safe was it?")
    page.get_by_label("Scale", exact=True).select_option(label="Make a new scale")
    page.locator("#level-1").fill("")
    page.get_by_role("button", name="1 problem").click()
    problem = page.locator(".problem-list__line")
    expect(problem).to_contain_text("none of them empty")
    assert "own-scale" not in problem.inner_text()
    problem.click()
    expect(page.get_by_label("What is this scale called?")).to_be_visible()


def test_what_is_new_is_named_after_its_words_for_good(page: Page, drafts: Drafts) -> None:
    open_editor(page)
    page.get_by_role("button", name="Add a question", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Choice").click()
    page.keyboard.type("Where was it?")
    page.get_by_label("Choice 1").fill("Ward")
    saved(page)
    assert drafts.keys()[-1] == "where-was-it"
    page.get_by_label("Question", exact=True).fill("In which place was it?")
    page.keyboard.press("Tab")
    saved(page)
    assert drafts.keys()[-1] == "where-was-it"
    assert drafts.document["items"][-1]["label"] == {"en": "In which place was it?"}


def test_the_phone_shows_what_one_person_sees_and_its_rules_work(page: Page) -> None:
    open_editor(page)
    page.get_by_role("button", name=re.compile("^What went well.*, Text$")).click()
    page.get_by_role("tab", name="Rules").click()
    page.locator("#rule-show").get_by_label("Only when …").click()
    page.get_by_role("group", name="Rule").get_by_label("With what").select_option(
        label="1 – clearly below"
    )
    page.get_by_role("button", name="Phone", exact=True).click()
    phone = page.locator(".phone")
    # What was drawn for somebody else before: a tap on it would be lost with it.
    phone.locator("[data-preview]").evaluate("drawn => { drawn.dataset.before = 'yes'; }")
    page.get_by_label("As seen by").select_option(label="Assessor, at “Assessment”")
    expect(phone.locator("[data-preview]:not([data-before])")).to_be_visible()
    expect(phone.get_by_text("What is the next step?")).to_be_visible()
    expect(phone.get_by_text("What went well?")).to_be_hidden()
    phone.locator('label:has(input[name="a.overall"][value="1"])').click()
    expect(phone.get_by_text("What went well?")).to_be_visible()


def test_a_translation_counts_when_it_is_written(page: Page, drafts: Drafts) -> None:
    open_editor(page)
    page.get_by_role("button", name="Translate", exact=True).click()
    page.get_by_label("Add a language").select_option(label="German")
    german = page.get_by_role("button", name=re.compile("^German"))
    expect(german).to_contain_text("0%")
    page.get_by_label("German: Which activity is it about?").fill("Um welche Tätigkeit geht es?")
    expect(german).not_to_contain_text("0%")
    saved(page)
    assert drafts.document["items"][0]["label"]["de"] == "Um welche Tätigkeit geht es?"


def test_translating_says_which_language_and_which_part_each_text_is(page: Page) -> None:
    open_editor(page)
    page.get_by_role("button", name="Translate", exact=True).click()
    expect(page.locator(".translations__columns span")).to_have_text(["English", "Dutch"])
    places = page.locator(".translations__place")
    expect(places.filter(has_text="How complex was it? › Option").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".translations__columns")).to_be_hidden()
    expect(page.locator(".translations__in").first).to_be_visible()


def test_the_bar_is_one_row_with_publish_at_its_end_in_dutch(
    browser: Browser, drafts: Drafts
) -> None:
    dutch = me("local_admin", language="nl")
    with (
        gateway(dutch, **drafts.replies()) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, 1280, 900, base_url=origin) as page,
    ):
        open_editor(page)
        tops = page.locator(".editor-bar__tools > *").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect())"
            ".map((box) => Math.round(box.y + box.height / 2))"
        )
        where = page.locator(".editor-bar__back").bounding_box()
        publish = page.locator(".editor-bar .button--primary").bounding_box()
        language = page.locator("#writing-in")
        language.select_option(label="Nederlands")
        fits = language.evaluate(
            "one => { const copy = one.cloneNode(true); copy.style.maxInlineSize = 'none';"
            " one.after(copy); const free = copy.offsetWidth; copy.remove();"
            " return one.offsetWidth >= free; }"
        )
    assert where and publish and fits
    assert max(tops) - min(tops) < 4 and abs(where["y"] + where["height"] / 2 - tops[0]) < 4
    assert 1280 - (publish["x"] + publish["width"]) <= 25


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_two_authors_lose_nothing_unasked(page: Page, drafts: Drafts, choice: str) -> None:
    open_editor(page)
    drafts.saved_elsewhere("Theirs")
    page.get_by_label("Title", exact=True).fill("Mine")
    dialog = page.get_by_role("dialog", name="Somebody else changed this form too")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    title = dialog.get_by_role("group", name=re.compile("^Title.*both of you changed this"))
    expect(title).to_contain_text("Theirs")
    assert violations(page) == []
    dialog.get_by_role("button", name=choice).click()
    expect(dialog).to_be_hidden()
    saved(page)
    assert drafts.document["title"]["en"] == ("Mine" if choice == "Keep mine" else "Theirs")
    if choice == "Take theirs":
        page.keyboard.press("Control+z")
        saved(page)
        assert drafts.document["title"]["en"] == "Mine"


def test_without_connection_it_says_so_and_saves_later(page: Page, drafts: Drafts) -> None:
    open_editor(page)
    page.route("**/save", lambda route: route.abort())
    page.get_by_label("Title", exact=True).fill("Written on the train")
    expect(page.locator(".editor-bar .save-state")).to_have_text("Needs attention")
    page.unroute("**/save")
    expect(page.locator(".editor-bar .save-state")).to_have_text("Saved", timeout=12_000)
    assert drafts.document["title"]["en"] == "Written on the train"


def test_on_a_phone_words_and_order_can_be_changed_and_nothing_else(
    page: Page, drafts: Drafts
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_editor(page)
    item = page.locator('.canvas-item[data-key="complexity"]')
    item.get_by_role("button", name="Move down: How complex was it?").click()
    item.locator(".canvas-item__name").click()
    page.get_by_label("Question", exact=True).fill("How hard was it?")
    expect(page.get_by_role("tab", name="Rules")).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("^(Remove|Add|Copy)"))).to_have_count(0)
    saved(page)
    assert drafts.keys()[:3] == ["epa", "skills", "complexity"]
    assert drafts.document["items"][2]["label"]["en"] == "How hard was it?"
