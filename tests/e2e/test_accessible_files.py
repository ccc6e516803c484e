"""Files, signatures and feedback on the learner's phone, in every state: no axe-core violation."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import attaching
from tests.e2e.attaching import CERTIFICATE, EICAR, OBSERVED, PDF, photo
from tests.e2e.browsing import Visits
from tests.e2e.mails import Mails
from tests.e2e.steps import start
from tests.e2e.test_accessibility import complaints_of
from tests.e2e.test_asking_feedback import open_link, somebody_outside
from tests.e2e.test_files_in_forms import ask_for_photo
from tests.e2e.test_on_the_learners_phone import WORDS, fill_in, hand_over
from tests.e2e.touching import Touch, send
from tests.e2e.world import World

pytestmark = pytest.mark.usefixtures("forms_with_files")


def test_a_form_with_files_and_a_signature_from_empty_to_sent(visits: Visits, world: World):
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    name = "A certificate with quite a long name of the course and its organiser.pdf"
    attaching.add(page, "proof", name, "application/pdf", PDF)
    attaching.choose(page, "proof", "virus.pdf", "application/pdf", EICAR)
    expect(page.locator("[data-files] [data-file-status]").first).to_contain_text("virus")
    attaching.draw(page)
    assert complaints_of(page) == []
    page.locator('[name="a.what"]').fill("Advanced life support")
    send(page)
    assert complaints_of(page) == []


def test_the_link_of_somebody_outside_with_a_file_and_its_receipt(
    visits: Visits, world: World, mails: Mails
):
    address = somebody_outside()
    ask_for_photo(visits, world.learner(), address)
    page = open_link(visits, mails, address)
    attaching.add(page, "photo", "suture.jpg", "image/jpeg", photo())
    assert complaints_of(page) == []
    page.locator('[name="a.seen"]').fill("A neat suture.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert complaints_of(page) == []


def test_the_phone_in_the_hands_of_an_assessor_where_no_files_can_be_added(
    visits: Visits, world: World
):
    touch = Touch(visits.phone(world.learner().person.user_name))
    touch.press("Ask feedback")
    touch.press(OBSERVED)
    touch.press("Fill in here")
    expect(touch.page.locator("main")).to_contain_text("Files cannot be added")
    assert complaints_of(touch.page) == []


def test_what_is_unconfirmed_and_the_question_who_it_was(
    visits: Visits, world: World, mails: Mails
):
    address = somebody_outside()
    touch = hand_over(visits, world.learner())
    fill_in(touch, address)
    expect(touch.page.locator("main")).to_contain_text(WORDS)
    assert complaints_of(touch.page) == []
    page: Page = visits.phone()
    page.goto(mails.link_to(address, "/r/"))
    assert complaints_of(page) == []
