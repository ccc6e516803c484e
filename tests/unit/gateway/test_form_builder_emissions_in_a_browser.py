"""What comes out of a form is a list one adds to, changes in sentences, and takes from."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from libs.formengine import check
from tests.accessible import violations
from tests.unit.gateway.builder_page import open_folds, saved
from tests.unit.gateway.design_world import Drafts


@pytest.fixture
def page(page: Page) -> Page:
    page.locator(".outline__line", has_text="What comes out").click()
    return page


def declared(drafts: Drafts) -> list[dict[str, Any]]:
    return list(drafts.document["emit"])


def add(page: Page, kind: str) -> None:
    adding = page.get_by_role("region", name="Add what comes out")
    adding.get_by_role("button", name=kind).click()


def test_what_comes_out_is_told_in_sentences(page: Page) -> None:
    lines = page.locator(".emission-line")
    expect(lines.nth(0)).to_contain_text("Text: What went well?, What is the next step?")
    expect(lines.nth(0)).to_contain_text(
        "At “Assessment”, only when “Which activity is it about?” is not answered."
    )
    expect(lines.nth(1)).to_contain_text("Learning goal: Make it a learning goal")
    assert violations(page) == []


def test_a_registration_is_added_in_pickers_alone(page: Page, drafts: Drafts) -> None:
    add(page, "Registration")
    page.get_by_label("In a word or two").fill("Ward round")
    page.get_by_label("How it stands with it").select_option(
        label="It depends on “How complex was it?”"
    )
    each = page.get_by_role("group", name="For each answer")
    each.get_by_label("When it is “Complex”").select_option(label="Registered")
    open_folds(page)
    page.get_by_role("group", name="Answers that go along").get_by_label("Over all").check()
    assert violations(page) == []
    saved(page)
    made = declared(drafts)[-1]
    assert made["fields"]["kind"] == "ward_round"
    assert made["fields"]["on"] == {"get": "context.encounter_date"}
    assert made["fields"]["overall"] == {"get": "overall"}
    complexity = {"get": "complexity"}
    assert made["fields"]["state"]["if"][1:] == ["registered", "approved"]
    assert made["fields"]["state"]["if"][0] == {
        "or": [{"eq": [complexity, "low"]}, {"eq": [complexity, "high"]}]
    }
    assert check(drafts.document) == []


def test_a_data_point_takes_its_scale_from_the_question(page: Page, drafts: Drafts) -> None:
    add(page, "Data point")
    saved(page)
    assert [one.code for one in check(drafts.document)] == ["emit.point"]
    page.get_by_label("Which number?").select_option(label="Over all")
    expect(page.get_by_label("On which scale?").locator("option:checked")).to_have_text(
        "Nine steps"
    )
    open_folds(page)
    page.get_by_label("What was picked at “Which activity is it about?”").check()
    saved(page)
    made = declared(drafts)[-1]
    assert (made["value"], made["outcomes"]) == ({"get": "overall"}, ["$epa"])
    assert check(drafts.document) == []


def test_a_later_step_changes_the_same_goal_and_few_may_read_it(page: Page, drafts: Drafts) -> None:
    page.locator(".emission-line__open").nth(1).click()
    page.get_by_label("At which step does it come out?").select_option(label="Assessment")
    page.get_by_role("button", name="All that comes out").click()
    add(page, "Learning goal")
    page.get_by_label("How it stands with the goal").select_option(label="Reached")
    open_folds(page)
    page.get_by_label("Is it new?").select_option(index=1)
    page.get_by_role("group", name="Who may read it?").get_by_label("Only some of them").check()
    page.get_by_role("group", name="These people").get_by_label("Assessor").uncheck()
    saved(page)
    made = declared(drafts)[-1]
    assert (made["key"], made["fields"]["state"], made["see"]) == ("goal", "met", ["learner"])
    page.get_by_label("Is it new?").select_option(label="Yes, something of its own")
    saved(page)
    assert declared(drafts)[-1]["key"] == "goal-2"


def test_what_is_removed_comes_back_with_undo(page: Page, drafts: Drafts) -> None:
    page.get_by_role("button", name="Remove: Text: What went well?").click()
    saved(page)
    assert [one["kind"] for one in declared(drafts)] == ["goal"]
    page.keyboard.press("Control+z")
    saved(page)
    assert [one["kind"] for one in declared(drafts)] == ["narrative", "goal"]
