"""The parts in Chromium: accessible, inside the content policy, and doing what they say."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.accessible import violations
from tests.unit.web.styleguide_app import create_styleguide

ROOT = Path(__file__).parents[3]


@pytest.fixture
def app() -> Flask:
    return create_styleguide()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone; the test fails when the content policy or a script complains."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda line: complaints.append(line.text) if "Content Security" in line.text else None,
    )
    yield opened
    context.close()
    assert complaints == []


@pytest.mark.parametrize("path", ["/?a", "/link?errors=1", "/sign-in?a", "/fault?a"])
@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_every_part_is_accessible(
    page: Page, address: str, path: str, width: int, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{path}&theme={theme}")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/?lang=nl", "/link?errors=1", "/sign-in", "/fault"])
def test_nothing_is_wider_than_the_smallest_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + path)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


def test_paper_stays_white_in_the_dark_theme(page: Page, address: str) -> None:
    page.goto(f"{address}/?theme=dark")
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.documentElement).color")
    assert ink == "rgb(21, 24, 41)"


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label).first.check()


def test_rules_show_and_require_items_while_one_fills(page: Page, address: str) -> None:
    page.goto(f"{address}/link")
    worry = page.locator("[data-item=concern_what]")
    optional = page.locator("[data-item=tip] [data-optional]")
    expect(worry).to_be_hidden()
    expect(optional).to_be_visible()
    page.locator("[data-item=concern]").get_by_label("Yes").check()
    expect(worry).to_be_visible()
    choose(page, "I stay close")
    expect(optional).to_be_hidden()
    choose(page, "I check later")
    expect(optional).to_be_visible()


def test_rules_over_the_place_and_over_an_ended_stage_let_the_form_be_sent(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    expect(page.locator("[data-item=ward]")).to_be_hidden()
    expect(page.locator("[data-item=above]")).to_be_hidden()
    # What only the server knows is asked of nobody in particular, and holds nobody up.
    expect(page.locator("[data-item=below]")).to_be_visible()
    expect(page.locator("[data-item=below] [data-optional]")).to_have_count(0)
    fill_in(page)
    expect(page.locator("[data-item=above]")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/fault?sent=1")
    assert len(app.config["SENT"]) == 1


def test_the_meaning_of_a_chosen_level_stands_under_its_row(page: Page, address: str) -> None:
    page.goto(f"{address}/link")
    row = page.locator("#q-skills-exam")
    row.locator("input[value='2']").check()
    expect(row.locator("[data-chosen]")).to_have_text("I stay close – Under direct supervision")


def test_why_something_was_not_seen_is_asked_of_who_says_so(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    row = page.locator("#q-skills-exam")
    why = row.get_by_role("textbox", name="Why not?")
    expect(why).to_be_hidden()
    row.locator("input[value=na]").check()
    why.fill("It was a talk by telephone only, so there was nobody to examine.")
    page.locator("[name='a.trust'][value=na]").check()
    page.locator("#q-trust").get_by_role("textbox", name="Why not?").fill("Was called away.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    page.wait_for_timeout(300)
    expect(page.locator("#save-state")).to_have_text("Saved")
    saved = app.config["DRAFTS"][-1]["body"]["answers"]
    assert saved["trust"] == {"v": None, "na": True, "reason": "Was called away."}
    assert saved["skills"]["exam"]["reason"].startswith("It was a talk")
    row.locator("input[value='2']").check()
    expect(why).to_be_hidden()


def test_a_slider_that_is_moved_was_observed_after_all(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    page.locator("[name='a.hard'][value=na]").check()
    page.locator("#q-hard-slider").press("ArrowRight")
    expect(page.locator("[name='a.hard'][value=na]")).not_to_be_checked()


def test_send_first_says_what_is_missing_and_leads_there(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    page.get_by_role("button", name="Send").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert app.config["SENT"] == []
    summary.get_by_role("link", name="Please answer: Next time").click()
    expect(page.locator("#q-trust input").first).to_be_focused()


def fill_in(page: Page) -> None:
    page.get_by_label("Activity").select_option("epa/acute")
    choose(page, "I check later")
    page.locator("[data-item=concern]").get_by_label("No").check()
    page.get_by_label("What went well?").fill("Let the patient finish.")


def test_a_draft_is_saved_with_its_revision(page: Page, address: str, app: Flask) -> None:
    page.goto(f"{address}/link")
    fill_in(page)
    expect(page.locator("#save-state")).to_have_text("Saved")
    last = app.config["DRAFTS"][-1]
    assert last["headers"]["X-Csrf-Token"] == "sample"
    assert last["body"]["answers"] == {
        "epa": "epa/acute",
        "trust": 4,
        "concern": False,
        "good": "Let the patient finish.",
    }
    page.get_by_label("What went well?").fill("Let her finish.")
    expect(page.locator("#save-state")).to_have_text("Saved")
    saved = len(app.config["DRAFTS"]) - 1
    assert app.config["DRAFTS"][-1]["headers"]["If-Match"] == f'"{saved}"'


def test_offline_it_stays_on_the_device_and_goes_when_the_line_is_back(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    page.context.set_offline(True)
    page.get_by_label("What went well?").fill("Written in the lift.")
    expect(page.locator("#save-state")).to_have_text("Offline – saved on this device")
    assert app.config["DRAFTS"] == []
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_have_text("Saved")
    assert app.config["DRAFTS"][-1]["body"]["answers"]["good"] == "Written in the lift."


def test_what_the_server_does_not_have_yet_is_back_after_a_reload(
    page: Page, address: str, app: Flask
) -> None:
    app.config["REFUSE"] += [503] * 50
    page.goto(f"{address}/link")
    fill_in(page)
    page.get_by_role("button", name="Add another").click()
    page.locator("[name='a.goals.1.what']").fill("Second goal")
    expect(page.locator("#save-state")).to_have_text("Saved on this device")
    app.config["REFUSE"].clear()
    page.reload()
    expect(page.get_by_label("What went well?")).to_have_value("Let the patient finish.")
    expect(page.locator("[name='a.goals.1.what']")).to_have_value("Second goal")
    expect(page.locator("#save-state")).to_have_text("Saved")
    goals = app.config["DRAFTS"][-1]["body"]["answers"]["goals"]
    assert [goal["what"] for goal in goals] == ["Second goal"]


def test_a_row_carries_the_answer_it_is_called_after(page: Page, address: str) -> None:
    page.goto(f"{address}/link")
    titles = page.locator(".repeat__title")
    expect(titles.first).to_have_text(re.compile(r"^Row 1\s*$"))
    page.locator("[name='a.goals.0.what']").fill("Summarise halfway")
    page.get_by_role("button", name="Add another").click()
    expect(titles).to_have_text(["Row 1 Summarise halfway", re.compile(r"^Row 2\s*$")])
    page.locator("[name='a.goals.1.what']").fill("w" * 100)
    page.get_by_role("button", name="Remove").first.click()
    expect(titles).to_have_text(["Row 1 " + "w" * 79 + "…"])
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_send_is_tried_again_with_the_same_key_and_every_send_has_its_own(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    fill_in(page)
    expect(page.locator("#save-state")).to_have_text("Saved")
    app.config["REFUSE"] += [503, 503]
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/fault?sent=1")
    first, second, third = app.config["SENT"]
    keys = {sent["headers"]["Idempotency-Key"] for sent in app.config["SENT"]}
    assert len(keys) == 1
    assert first["body"] == second["body"] == third["body"]
    assert first["body"]["action"] == ["send"]
    assert first["body"]["a.trust"] == ["4"]
    page.goto(f"{address}/link")
    fill_in(page)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/fault?sent=1")
    assert app.config["SENT"][-1]["headers"]["Idempotency-Key"] not in keys


def test_a_slider_nobody_touched_is_no_answer(page: Page, address: str, app: Flask) -> None:
    page.goto(f"{address}/link")
    fill_in(page)
    expect(page.locator("#save-state")).to_have_text("Saved")
    assert "hard" not in app.config["DRAFTS"][-1]["body"]["answers"]
    page.locator("#q-hard-slider").press("ArrowRight")
    expect(page.locator("#save-state")).to_have_text("Saved")
    assert app.config["DRAFTS"][-1]["body"]["answers"]["hard"] == 51


def saved_goals(page: Page, app: Flask, expected: list[dict[str, Any]]) -> None:
    """Wait until the rows of the list were saved like this, their ids apart."""
    found: list[dict[str, Any]] = []
    for _try in range(50):
        if app.config["DRAFTS"]:
            rows = app.config["DRAFTS"][-1]["body"]["answers"].get("goals", [])
            found = [{key: row[key] for key in row if key != "_id"} for row in rows]
            if found == expected:
                return
        page.wait_for_timeout(100)
    assert found == expected


def test_a_slider_in_another_row_is_that_rows_own_and_empty(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    page.locator("#q-goals-0-sure-slider").press("ArrowRight")
    page.get_by_role("button", name="Add another").click()
    page.locator("[name='a.goals.1.what']").fill("Second")
    expect(page.locator("#q-goals-1-sure [data-chosen]")).to_have_text("")
    saved_goals(page, app, [{"sure": 51}, {"what": "Second"}])
    page.locator("#q-goals-1-sure-slider").press("ArrowLeft")
    expect(page.locator("#q-goals-1-sure [data-chosen]")).to_have_text("49")
    saved_goals(page, app, [{"sure": 51}, {"what": "Second", "sure": 49}])
    for _row in range(2):
        page.get_by_role("button", name="Remove").last.click()
    saved_goals(page, app, [])


def test_a_rule_in_a_row_goes_by_that_row(page: Page, address: str) -> None:
    page.goto(f"{address}/link")
    page.get_by_role("button", name="Add another").click()
    first, second = (page.locator(f"#q-goals-{row}-whose") for row in range(2))
    expect(first).to_be_hidden()
    page.locator("#q-goals-1-help").get_by_label("Yes").check()
    expect(first).to_be_hidden()
    expect(second).to_be_visible()
    page.locator("[name='a.goals.1.what']").fill("Second")
    fill_in(page)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Please answer: Whose?").click()
    expect(second).to_be_focused()
    page.locator("#q-goals-1-help").get_by_label("No").check()
    expect(second).to_be_hidden()


def test_a_draft_changed_elsewhere_is_not_overwritten_unasked(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(f"{address}/link")
    app.config["REFUSE"].append(412)
    page.get_by_label("What went well?").fill("Mine.")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(page.locator("#save-state")).to_have_text("Needs attention")
    dialog.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#save-state")).to_have_text("Saved")
    assert app.config["DRAFTS"][-1]["body"]["answers"]["good"] == "Mine."


def test_a_password_rule_turns_blue_the_moment_it_is_met(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    digit = page.locator(".password-rule", has_text="digit")
    page.get_by_label("New password").press_sequentially("abc")
    expect(digit).to_have_attribute("data-met", "false")
    page.get_by_label("New password").press_sequentially("1")
    expect(digit).to_have_attribute("data-met", "true")
    expect(digit).to_have_css("color", "rgb(29, 78, 216)")
    page.get_by_label("New password").fill("")
    expect(digit).to_have_attribute("data-met", "false")
    met = page.locator(".password-rule[data-met=true]")
    page.get_by_label("New password").fill("Correct-horse#12")
    page.get_by_label("The same again").fill("Correct-horse#12")
    expect(met).to_have_count(5)


def test_the_legend_thickens_hides_and_isolates_lines_also_by_keyboard(
    page: Page, address: str
) -> None:
    page.goto(address)
    chart = page.locator("#combel")
    button = chart.get_by_role("button", name="Communication", exact=True)
    drawn = chart.locator(".chart__narrow [data-series=communication]")
    button.focus()
    expect(drawn.locator(".chart__line").first).to_have_css("stroke-width", "5px")
    page.keyboard.press("Enter")
    expect(drawn).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Enter")
    expect(drawn).to_be_visible()
    expect(drawn.locator(".chart__line").first).to_have_css("stroke-width", "5px")
    chart.get_by_role("button", name="Only Communication").click()
    expect(chart.locator(".chart__narrow .chart__series:not([data-hidden])")).to_have_count(1)
    chart.get_by_role("button", name="Only Communication").click()
    expect(chart.locator(".chart__narrow .chart__series:not([data-hidden])")).to_have_count(7)


def test_an_event_fetches_the_fragments_of_its_topic_again(
    page: Page, address: str, app: Flask
) -> None:
    page.goto(address)
    page.wait_for_timeout(300)
    served = app.config["SERVED"]
    app.config["EVENTS"].put('{"topic": "somebody else"}')
    page.wait_for_timeout(300)
    assert app.config["SERVED"] == served
    page.locator("#progress h2").first.evaluate("title => { title.textContent = 'old'; }")
    app.config["EVENTS"].put('{"topic": "learner:1"}')
    expect(page.locator("#progress h2").first).to_have_text("This year")
    assert app.config["SERVED"] == served + 1


def test_menus_and_dialogs_close_with_escape_and_give_the_focus_back(
    page: Page, address: str
) -> None:
    page.goto(address)
    page.locator(".page-header summary").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Log out")).to_be_hidden()
    expect(page.locator(".page-header summary")).to_be_focused()
    opener = page.get_by_role("button", name="Ask feedback")
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_theme_follows_the_choice_and_is_remembered(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".page-header summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    cookies: list[Any] = page.context.cookies()
    assert {c["name"]: c["value"] for c in cookies} == {"theme-of-guide": "dark"}
