"""Somebody who never saw the builder makes a form of two people, with a rule and outcome links.

Step by step by what stands on the page. Every press and every typed text is counted: with ten
seconds to find and do each, the whole must stay well under ten minutes.
"""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.local.demo.people import Learner
from deploy.local.demo.waiting import until
from tests.accessible import violations
from tests.e2e.browsing import Visits
from tests.e2e.steps import put_into_programme
from tests.e2e.touching import Touch
from tests.e2e.world import World

SECONDS_EACH = 10
TEN_MINUTES = 600


class Author:
    """Presses and types what a person would, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0
        self.began = time.monotonic()

    def press(self, what: Locator) -> None:
        self.acts += 1
        what.click()

    def button(self, words: str) -> None:
        self.press(self.page.get_by_role("button", name=words, exact=True).first)

    def link(self, words: str) -> None:
        self.press(self.page.get_by_role("link", name=words, exact=True).first)

    def type(self, label: str, words: str) -> None:
        self.acts += 1
        self.page.get_by_label(label, exact=True).first.fill(words)

    def choose(self, label: str, words: str) -> None:
        self.acts += 1
        self.page.get_by_label(label, exact=True).first.select_option(label=words)

    def tick(self, words: str) -> None:
        self.press(self.page.get_by_label(words, exact=True).first)

    def tab(self, words: str) -> None:
        self.press(self.page.get_by_role("tab", name=words))

    def add(self, kind: str, question: str) -> None:
        """Add here, choose the kind, write the question where the cursor already is."""
        here = re.compile("^Add (after|a question$)")
        self.press(self.page.locator(".canvas").get_by_role("button", name=here).last)
        self.press(self.page.get_by_role("dialog").get_by_role("button", name=kind))
        expect(self.page.get_by_label("Question", exact=True)).to_be_focused()
        self.acts += 1
        self.page.keyboard.type(question)

    def rows(self, *words: str) -> None:
        """The first row is there; Enter makes the next one."""
        self.type("Row 1", words[0])
        for number, one in enumerate(words[1:], start=2):
            self.page.keyboard.press("Enter")
            expect(self.page.get_by_label(f"Row {number}", exact=True)).to_be_focused()
            self.acts += 1
            self.page.keyboard.type(one)


def build(author: Author, title: str) -> None:
    """A mini-CEX-like form, from the first page after log-in to its publication."""
    page = author.page
    author.press(page.locator("#main-nav").get_by_role("link", name="Design"))
    author.link("New form")
    author.type("What is it called?", title)
    author.button("Begin empty")
    expect(page.get_by_text("Begin with an example")).to_be_visible()
    what_the_learner_says(author)
    what_the_assessor_judges(author)
    a_rule(author)
    expect(page.get_by_text("No problems")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    author.link("Publish")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Publish {title}")
    author.button("Publish")
    expect(page.get_by_text("Published as version 1.")).to_be_visible()


def what_the_learner_says(author: Author) -> None:
    author.press(author.page.get_by_role("button", name=re.compile("Request.*Learner fills in")))
    author.add("Activity or outcome", "Which activity was it?")
    author.choose("Framework", "Professional activities in general practice")


def what_the_assessor_judges(author: Author) -> None:
    author.press(author.page.get_by_role("button", name=re.compile("Assessment.*Assessor")))
    author.add("Several judgements", "Parts of the contact")
    author.choose("Scale", "Nine steps")
    author.rows("Taking the history", "Explaining and deciding")
    author.tab("Links to outcomes")
    link_row(author, "Taking the history", "Medical care")
    link_row(author, "Explaining and deciding", "Doctor-patient communication")
    author.add("One judgement", "Over all")
    author.tab("Rules")
    author.tick("Yes, always")
    author.tab("Links to outcomes")
    author.tick("What was picked at “Which activity was it?”")


def link_row(author: Author, row: str, outcome: str) -> None:
    fold = author.page.locator("details").filter(
        has=author.page.locator("summary", has_text=re.compile(rf"^\s*{row}"))
    )
    author.press(fold.locator("> summary"))
    tree = fold.locator("details", has_text="Competency areas of the GP (2023)")
    author.press(tree.locator("> summary"))
    author.press(tree.get_by_label(outcome, exact=True))


def a_rule(author: Author) -> None:
    """Show what worries you, only when something does."""
    author.add("Yes or no", "Is there a concern?")
    author.add("Text", "What is your concern?")
    author.tab("Rules")
    author.press(author.page.locator("#rule-show").get_by_label("Only when …"))
    sentence = author.page.get_by_role("group", name="Rule")
    expect(sentence.get_by_label("What it depends on")).to_have_value(re.compile(r"\d+"))
    told = sentence.locator("select").evaluate_all(
        "all => all.map(one => one.selectedOptions[0].textContent.trim())"
    )
    assert told == ["Is there a concern?", "is", "Yes"]


def is_offered(page: Page, title: str) -> bool:
    """What was published reaches the portfolio a moment later."""
    page.reload()
    return page.get_by_role("link", name=title, exact=True).count() > 0


@pytest.fixture
def title(world: World) -> str:
    return f"Observation at the bedside {world.number()}"


def test_a_form_is_made_and_published_in_under_ten_minutes_and_a_learner_starts_it(
    visits: Visits, world: World, title: str
):
    learner: Learner = world.learner()
    author = Author(visits.desk(world.shown("local_admin")))
    build(author, title)
    assert author.acts <= 45
    assert author.acts * SECONDS_EACH < TEN_MINUTES
    assert time.monotonic() - author.began < 120
    put_into_programme(author.page, title.lower().replace(" ", "-"))
    touch = Touch(visits.phone(learner.person.user_name))
    touch.press("Ask feedback")
    # A finger does not wait for the page behind it, and reloading would stay on this one.
    expect(touch.page.get_by_role("heading", level=1)).to_have_text("Ask feedback")
    until(lambda: is_offered(touch.page, title), "the new form among those to ask with", 60.0)
    touch.press(title)
    touch.page.get_by_label("Which activity was it?").select_option(label="Short episodes of care")
    touch.tap(touch.page.get_by_text("Somebody else, by e-mail"))
    touch.type("E-mail address", f"dr.{world.number()}@ziekenhuis.example")
    touch.press("Send")
    expect(touch.page.get_by_role("heading", name=re.compile("^Hello"))).to_be_visible()
    expect(touch.page.get_by_role("list", name="You asked")).to_contain_text(title)


def test_a_draft_is_tried_as_both_people_before_it_is_published(
    visits: Visits, world: World, title: str
):
    page = visits.desk(world.shown("local_admin"))
    author = Author(page)
    page.goto("/design/forms/new")
    author.type("What is it called?", title)
    author.button("Begin empty")
    author.press(page.get_by_role("button", name="Observation A judgement"))
    expect(page.get_by_text("No problems")).to_be_visible()
    author.link("Try it")
    seats = page.get_by_role("region", name="Fill in as")
    author.press(seats.get_by_role("button", name=re.compile("Assessor")))
    author.button("Send, to see what comes of it")
    expect(page.get_by_role("alert")).to_contain_text("Please answer")
    assert violations(page) == []


def test_two_authors_see_both_versions_and_one_chooses(visits: Visits, world: World, title: str):
    first = visits.desk(world.shown("local_admin"))
    author = Author(first)
    first.goto("/design/forms/new")
    author.type("What is it called?", title)
    author.button("Begin empty")
    expect(first.locator(".canvas")).to_be_visible()
    second = visits.desk(world.shown("head"))
    second.goto(first.url)
    second.get_by_label("Title", exact=True).fill("The head's title")
    expect(second.get_by_text("Saved", exact=True)).to_be_visible()
    author.type("Title", "The administrator's title")
    dialog = first.get_by_role("dialog", name="Somebody else changed this form too")
    expect(dialog).to_contain_text("saved another version today at")
    title_part = dialog.get_by_role("group", name=re.compile("^Title"))
    expect(title_part).to_contain_text("The head's title")
    dialog.get_by_role("button", name="Keep mine").click()
    expect(first.get_by_text("Saved", exact=True)).to_be_visible()
    second.reload()
    expect(second.locator(".canvas__title")).to_have_text("The administrator's title")
