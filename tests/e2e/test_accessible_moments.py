"""Pages that no link leads to, and what opens on a page: no axe-core violation there either."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import Visits
from tests.e2e.mails import Mails
from tests.e2e.steps import start
from tests.e2e.test_accessibility import complaints_of
from tests.e2e.test_asking_feedback import ask, judge, open_link, somebody_outside
from tests.e2e.test_first_login import add_learner
from tests.e2e.world import World

OWN_FORMS = ("STARRT reflection", "Learning goal", "Out-of-hours shift")
HEADER = "Gebruikersnaam;Voornaam;Achternaam;E-mailadres;Rol\n"


def test_the_receipt_and_the_dialogs_of_an_external_assessor(
    visits: Visits, world: World, mails: Mails
):
    learner, address = world.learner(), somebody_outside()
    ask(visits, learner, address)
    page = open_link(visits, mails, address)
    for name in ("Decline", "Hand back"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert complaints_of(page) == [], name
        page.keyboard.press("Escape")
    judge(page)
    assert complaints_of(page) == []


def test_a_declined_link_and_a_link_to_nowhere(visits: Visits, world: World, mails: Mails):
    learner, address = world.learner(), somebody_outside()
    ask(visits, learner, address)
    page = open_link(visits, mails, address)
    page.get_by_role("button", name="Decline", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why can you not do this?").fill("I was away.")
    dialog.get_by_role("button", name="Decline this request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This request is closed")
    assert complaints_of(page) == []
    page.goto("/r/" + "x" * 43)
    assert complaints_of(page) == []


def test_setting_a_password_and_its_used_up_link(visits: Visits, world: World, mails: Mails):
    address = add_learner(visits.desk(world.shown("local_admin")), world.number())
    page = visits.phone()
    link = mails.link_to(address, "/password/")
    page.goto(link)
    page.locator("#password").fill("Wachtwoord12!")
    assert complaints_of(page) == []
    page.get_by_role("button", name="Save and log in").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert complaints_of(page) == []
    page.goto("/password/" + "x" * 43)
    assert complaints_of(page) == []


def test_confirming_a_new_address(visits: Visits, world: World, mails: Mails):
    page, address = visits.phone(world.learner().person.user_name), somebody_outside()
    page.goto("/account")
    page.get_by_label("E-mail", exact=False).first.fill(address)
    page.locator("form[action='/account/email']").get_by_role("button").click()
    page.goto(mails.link_to(address, "/email/"))
    assert complaints_of(page) == []
    page.get_by_role("button", name="Use this address").click()
    expect(page.locator("#toasts")).to_contain_text("Your new e-mail address is in use now.")


def test_the_log_in_page_of_an_account_that_is_blocked(visits: Visits, world: World):
    page, user_name = visits.phone(), world.learner().person.user_name
    page.goto("/sign-in")
    for _ in range(3):
        page.locator("#user_name").fill(user_name)
        page.locator("#password").fill("Wrong-again-12!")
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert").get_by_role("link", name="Set a new password")).to_be_visible()
    assert complaints_of(page) == []


def test_the_preview_of_an_import(visits: Visits, world: World):
    page = visits.desk(world.shown("local_admin"))
    page.goto("/people/import")
    content = f"{HEADER}BIG-{world.number():010};Kim;Zomer;not-an-address;aios\n"
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("main form").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("Row 2")
    assert complaints_of(page) == []


@pytest.mark.parametrize(("path", "status"), [("/there-is-no-such-page", 404), ("/people", 403)])
def test_the_pages_of_errors(path: str, status: int, visits: Visits, world: World):
    page = visits.phone(world.shown("learner"))
    answer = page.goto(path)
    assert answer is not None and answer.status == status
    assert complaints_of(page) == []


@pytest.mark.parametrize("title", OWN_FORMS)
def test_forms_of_ones_own_and_the_dialog_that_starts_them(
    title: str, visits: Visits, world: World
):
    page: Page = visits.phone(world.learner().person.user_name)
    page.goto("/dossiers")
    page.get_by_role("button", name=title, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert complaints_of(page) == []
    start(page, title)
    assert complaints_of(page) == []
