"""Scores in the form builder: read in words, and changed by fields."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from libs.formengine import check
from tests.accessible import violations
from tests.unit.gateway.builder_page import builder_of, open_folds, saved
from tests.unit.gateway.design_world import Drafts

BEYOND = {"sub": [1, {"sub": [{"get": "hours"}, 1]}]}


@pytest.fixture
def scores(page: Page, drafts: Drafts) -> Page:
    """The scores of the draft, with one that no row of fields can hold."""
    hours = {"type": "number", "key": "hours", "by": "assessor", "label": {"en": "How long?"}}
    computed = drafts.document["computed"] | {"beyond": BEYOND}
    items = [*drafts.document["items"], hours]
    names = {"beyond": {"label": {"en": "Beyond", "nl": "Verder"}}}
    drafts.put(drafts.document | {"items": items, "computed": computed, "names": names})
    page.reload()
    page.locator(".outline__line", has_text="Scores").click()
    return page


def score(page: Page, name: str) -> Locator:
    return page.locator(".score", has=page.get_by_role("heading", name=name))


def test_a_score_is_told_in_words_and_changed_by_fields(scores: Page, drafts: Drafts) -> None:
    typical, beyond = score(scores, "Score: Parts of the contact"), score(scores, "Beyond")
    expect(typical).to_contain_text("the middle of the rows of “Parts of the contact”")
    expect(beyond).to_contain_text("1 − (“How long?” − 1)")
    expect(beyond).to_contain_text("not changed here")
    typical.get_by_label("How", exact=True).select_option(label="The lowest")
    expect(typical).to_contain_text("the lowest of the rows of “Parts of the contact”")
    typical.get_by_label("Only when there are at least this many answers").fill("2")
    scores.keyboard.press("Tab")
    assert violations(scores) == []
    saved(scores)
    lowest = {"min": [{"get": "skills.*"}, 2]}
    assert drafts.document["computed"] == {"skills_typical": lowest, "beyond": BEYOND}


def test_a_score_of_terms_is_put_together_in_the_panel(scores: Page, drafts: Drafts) -> None:
    new = scores.locator(".score--new")
    new.get_by_label("What is it called?").fill("In minutes")
    new.get_by_label("How", exact=True).select_option(label="A sum of terms")
    second = new.get_by_role("group", name="Term 2")
    second.get_by_label("What is done with it").select_option(label="times")
    second.get_by_label("Number", exact=True).fill("60")
    scores.keyboard.press("Tab")
    new.get_by_label("Rounded").select_option(label="To a whole number")
    expect(new).to_contain_text("“How long?” × 60, rounded to a whole number")
    assert violations(scores) == []
    new.get_by_role("button", name="Add this score").click()
    made = score(scores, "In minutes")
    made.get_by_label("When it is not answered, it counts as").fill("1")
    scores.keyboard.press("Tab")
    saved(scores)
    asked = {"get": "hours"}
    hours = {"if": [{"answered": asked}, asked, 1]}
    assert drafts.document["computed"]["in-minutes"] == {"round": [{"mul": [hours, 60]}, 0]}
    assert check(drafts.document) == []


@pytest.fixture
def hours() -> Drafts:
    drafts = Drafts("hours")
    label = {"label": {"en": "Long absence", "nl": "Lange afwezigheid"}}
    drafts.put(drafts.document | {"names": drafts.document["names"] | {"long_absence": label}})
    return drafts


def test_a_score_that_depends_on_what_holds_is_changed_by_fields(
    browser: Browser, hours: Drafts
) -> None:
    before = hours.document["computed"]
    with builder_of(browser, hours) as page:
        page.locator(".outline__line", has_text="Scores").click()
        days = score(page, "Length")
        then = days.get_by_role("group", name="The score when this holds")
        first = then.get_by_role("group", name="Term 1")
        expect(first.get_by_label("From which day")).to_have_text(re.compile("the form is about"))
        then.get_by_role("group", name="Term 2").get_by_label("Number", exact=True).fill("2")
        page.keyboard.press("Tab")
        other = days.get_by_role("group", name="The score otherwise")
        other.get_by_role("combobox").first.select_option(label="There is no score")
        absence = score(page, "Long absence")
        within = absence.get_by_role("group", name="Between brackets")
        within.get_by_role("button", name="And or or …").click()
        expect(within.get_by_label("With what")).to_have_count(4)
        absence.locator(".rule__value").last.fill("21")
        page.keyboard.press("Tab")
        assert violations(page) == []
        saved(page)
    counted = {"days": [{"get": "context.encounter_date"}, {"get": "until"}]}
    length = {"if": [{"answered": {"get": "until"}}, {"add": [counted, 2]}, None]}
    computed = hours.document["computed"]
    sorts, more = computed["long_absence"]["and"]
    assert computed["days"] == length
    assert sorts["or"][:3] == before["long_absence"]["and"][0]["or"]
    assert (len(sorts["or"]), more) == (4, {"gt": [{"get": "days"}, 21]})
    assert {name: computed[name] for name in ("a_week", "long_hours", "alert")} == {
        name: before[name] for name in ("a_week", "long_hours", "alert")
    }


def test_how_many_are_picked_stays_and_a_step_of_a_checklist_may_be_left_out(
    page: Page, drafts: Drafts
) -> None:
    rows = [{"key": "wash", "label": {"en": "Washed hands"}}]
    words = {"label": {"en": "Steps taken"}, "by": "assessor"}
    steps = {"type": "checklist", "key": "steps", "rows": rows} | words
    drafts.put(drafts.document | {"items": [*drafts.document["items"], steps]})
    page.reload()
    page.get_by_role("button", name=re.compile("^Which activity is it about\\?, ")).click()
    page.get_by_label("Several", exact=True).check()
    page.get_by_label("How many at most").fill("3")
    page.keyboard.press("Tab")
    page.get_by_label("One", exact=True).check()
    page.get_by_label("Several", exact=True).check()
    expect(page.get_by_label("How many at most")).to_have_value("3")
    page.get_by_role("button", name=re.compile("^Steps taken, ")).click()
    open_folds(page)
    page.get_by_label("May be left out").check()
    saved(page)
    items = {item["key"]: item for item in drafts.document["items"]}
    assert (items["epa"]["many"], items["epa"]["max"]) == (True, 3)
    assert items["steps"]["rows"][0]["optional"] is True
