"""From an empty institution to the first learner's Dossiers, through the pages, step by step."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.accessible import violations
from tests.e2e.browsing import Visits
from tests.e2e.mails import Mails
from tests.e2e.test_building_a_form import Author
from tests.e2e.test_importing_people import as_csv, look
from tests.e2e.world import World

PASSWORD = "een zin die lang genoeg is"
OUTCOMES = "1\tCare for patients\n2\tWork together"
FORM = "Observation on the ward"


def done(page: Page) -> int:
    """How many steps the page of setting up says are done."""
    page.goto("/setup")
    words = page.get_by_text(re.compile(r"of 8 steps are done")).inner_text()
    return int(words.split()[0])


def next_step(page: Page) -> str:
    page.goto("/setup")
    return page.locator(".setup-step--next h2").inner_text()


def settle_the_institution(author: Author) -> None:
    """The two steps about the institution itself."""
    author.link("Name and contact")
    author.type("Name of a person or a desk", "Fenna de Boer")
    author.page.locator("#contact_email").fill("servicedesk@zuid.example")
    author.button("Save")
    expect(author.page.get_by_text("1 of 8 steps are done")).to_be_visible()
    author.link("Rules for log-in")
    author.page.get_by_text("15 signs of any sort").click()
    author.button("Save")
    expect(author.page.get_by_text("2 of 8 steps are done")).to_be_visible()


def publish(author: Author) -> None:
    page = author.page
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    author.link("Publish")
    author.button("Publish")
    expect(page.get_by_text("Published as version 1.")).to_be_visible()


def make_a_framework(author: Author) -> None:
    page = author.page
    author.link("Frameworks")
    author.link("New framework")
    author.link("Begin with a file, or with rows from a spreadsheet")
    author.type("What is a list called? (optional)", "Our outcomes")
    author.page.get_by_label("Or paste it here").fill(OUTCOMES)
    author.page.get_by_label("In which language is it?").select_option("en")
    author.button("Look what is in it")
    expect(page.get_by_role("list", name="Outcomes")).to_contain_text("Work together")
    author.button("Make a draft of it")
    expect(page.get_by_text("No problems")).to_be_visible()
    publish(author)


def make_a_form(author: Author, title: str) -> None:
    page = author.page
    page.goto("/setup")
    author.link("Forms")
    author.link("New form")
    author.type("What is it called?", title)
    author.button("Begin empty")
    author.press(page.get_by_role("button", name="Observation A judgement"))
    expect(page.get_by_text("No problems")).to_be_visible()
    publish(author)


def make_a_programme(author: Author, title: str) -> None:
    page = author.page
    page.goto("/setup")
    author.link("Programmes")
    author.link("New programme")
    author.type("What is it called?", "Our programme")
    author.button("Begin empty")
    panel = page.get_by_role("region", name="What is selected")
    author.button("Add a phase")
    panel.get_by_label("Name", exact=True).fill("Year 1")
    panel.get_by_label(re.compile("^How long")).fill("12")
    author.button("Add a dossier")
    panel.get_by_label("Name", exact=True).fill("At work")
    panel.get_by_label(title).check()
    expect(page.get_by_text("No problems")).to_be_visible()
    publish(author)


def import_people(page: Page, folder: Path, number: int) -> str:
    """A trainer and the learner they train; the learner's address."""
    address = f"noa{number}@zuid.example"
    look(
        page,
        as_csv(
            folder,
            [
                (f"tess{number}", "Tess", "Bos", f"tess{number}@zuid.example", "trainer", "en")
                + ("", "", ""),
                (f"noa{number}", "Noa", "Berg", address, "learner", "en", "", "", f"tess{number}"),
            ],
        ),
    )
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.locator("#toasts")).to_contain_text("2")
    return address


def enrol(author: Author) -> None:
    author.page.goto("/setup")
    author.link("Enrol a learner")
    author.link("Noa Berg")
    author.link("Enrol, or change this")
    expect(author.page.get_by_label("Programme")).to_contain_text("Our programme")
    author.button("Enrol")
    expect(author.page.locator("#toasts")).to_contain_text("Enrolled")


def test_an_empty_institution_comes_to_its_first_learner_through_the_pages(
    visits: Visits, world: World, mails: Mails, tmp_path: Path
):
    number = world.number()
    title = f"{FORM} {number}"
    page = visits.desk(world.empty_institution(number))
    expect(page).to_have_url(re.compile("/setup$"))
    assert (done(page), next_step(page)) == (0, "Name, and who helps")
    author = Author(page)
    settle_the_institution(author)
    make_a_framework(author)
    make_a_form(author, title)
    make_a_programme(author, title)
    assert (done(page), next_step(page)) == (5, "People")
    address = import_people(page, tmp_path, number)
    assert (done(page), next_step(page)) == (7, "First learner in a programme")
    assert violations(page) == []
    enrol(author)
    page.goto("/setup")
    expect(page.get_by_text("Everything is there.")).to_be_visible()
    page.goto("/")
    expect(page).to_have_url(re.compile("/people$"))
    the_learner_sees_it(visits.phone(), mails.link_to(address, "/password/"), title)


def the_learner_sees_it(page: Page, link: str, title: str) -> None:
    page.goto(link)
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.get_by_role("button", name="Save and log in").click()
    expect(page).to_have_url(re.compile("/dossiers$"))
    expect(page.get_by_role("heading", name="At work")).to_be_visible()
    page.get_by_role("link", name="Ask feedback").click()
    expect(page.locator("main")).to_contain_text(title)


def test_a_step_is_skipped_and_the_page_put_away_and_found_again(visits: Visits, world: World):
    page = visits.phone(world.empty_institution(world.number()))
    page.get_by_role("button", name="Skip for now: Name, and who helps").click()
    expect(page.locator("#step-contact")).to_contain_text("Skipped for now")
    assert next_step(page) == "Rules for log-in"
    page.get_by_role("button", name="Put this page away").click()
    page.goto("/")
    expect(page).to_have_url(re.compile("/people$"))
    page.get_by_role("link", name="Set-up").click()
    page.get_by_role("button", name="Open it after log-in again").click()
    page.goto("/")
    expect(page).to_have_url(re.compile("/setup$"))
    expect(page.locator("#step-contact")).to_contain_text("Skipped for now")
