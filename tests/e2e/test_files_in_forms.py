"""Files inside forms, on a phone: added, checked, taken out, refused, sent, and read by others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from deploy.local.demo.people import Learner
from tests.e2e import attaching
from tests.e2e.attaching import CERTIFICATE, EICAR, OBSERVED, PDF, photo
from tests.e2e.browsing import Visits
from tests.e2e.mails import Mails
from tests.e2e.steps import open_learner, start
from tests.e2e.test_asking_feedback import open_link, somebody_outside
from tests.e2e.touching import Touch, send
from tests.e2e.world import World, name_of

pytestmark = pytest.mark.usefixtures("forms_with_files")


def ask_for_photo(visits: Visits, learner: Learner, address: str) -> Page:
    """The learner's phone, after asking somebody outside."""
    touch = Touch(visits.phone(learner.person.user_name))
    touch.press("Ask feedback")
    touch.press(OBSERVED)
    touch.tap(touch.page.get_by_text("Somebody else, by e-mail"))
    touch.type("E-mail address", address)
    touch.press("Send")
    expect(touch.page.get_by_role("list", name="You asked")).to_contain_text(OBSERVED)
    return touch.page


def in_documents(page: Page) -> str:
    """What stands in the folder of forms in My documents."""
    page.goto("/documents")
    folder = page.locator(".card", has=page.get_by_role("heading", name="From my forms"))
    return folder.inner_text()


def test_a_learner_adds_a_file_sends_it_and_the_trainer_opens_it(
    visits: Visits, world: World, tmp_path: Path
):
    learner = world.learner()
    page = visits.phone(learner.person.user_name)
    start(page, CERTIFICATE)
    page.locator('[name="a.what"]').fill("Advanced life support")
    attaching.add(page, "proof", "certificate.pdf", "application/pdf", PDF)
    expect(page.locator("[data-files] [data-file-status]").first).to_have_text(
        "certificate.pdf is added."
    )
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    form = page.url
    assert "certificate.pdf" in in_documents(page)
    page.goto(form)
    expect(page.locator("[data-file]")).to_contain_text("certificate.pdf")
    send(page)
    link = page.locator('[data-read="proof"]').get_by_role("link", name="certificate.pdf")
    assert attaching.downloaded(page, link, tmp_path) == PDF
    trainer = visits.phone(learner.trainer.user_name)
    open_learner(trainer, name_of(learner.person))
    trainer.get_by_role("link", name=re.compile(CERTIFICATE)).first.click()
    link = trainer.locator('[data-read="proof"]').get_by_role("link", name="certificate.pdf")
    assert attaching.downloaded(trainer, link, tmp_path) == PDF


def test_a_file_that_is_taken_out_is_gone_from_the_form_and_from_my_documents(
    visits: Visits, world: World
):
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    form = page.url
    line = attaching.add(page, "proof", "certificate.pdf", "application/pdf", PDF)
    with page.expect_response(re.compile("/remove$")) as removed:
        line.get_by_role("button", name="Remove certificate.pdf").click()
    assert removed.value.ok
    expect(page.locator("[data-file-status]").first).to_have_text("certificate.pdf is taken out.")
    expect(page.locator("[data-file]")).to_have_count(0)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert "certificate.pdf" not in in_documents(page)
    page.goto(form)
    expect(page.locator("[data-file]")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "media_type", "content", "why"),
    [
        ("notes.txt", "text/plain", b"words", "Files of this type are not accepted."),
        ("certificate.pdf", "application/pdf", EICAR, "The file holds a virus."),
    ],
    ids=("wrong type", "virus"),
)
def test_a_file_that_cannot_be_taken_is_refused_in_plain_words_and_another_goes_in(
    name: str, media_type: str, content: bytes, why: str, visits: Visits, world: World
):
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    attaching.choose(page, "proof", name, media_type, content)
    status = page.locator("[data-files] [data-file-status]").first
    expect(status).to_contain_text(why)
    expect(status).to_contain_text(name)
    expect(page.locator("[data-file]")).to_have_count(0)
    attaching.add(page, "proof", "photo.jpg", "image/jpeg", photo())
    expect(status).to_have_text("photo.jpg is added.")
    assert name not in in_documents(page)


def test_no_more_files_go_in_than_the_form_takes_and_a_required_one_is_asked_for(
    visits: Visits, world: World
):
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    page.locator('[name="a.what"]').fill("Advanced life support")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Certificate")
    for name in ("one.pdf", "two.pdf"):
        attaching.add(page, "proof", name, "application/pdf", PDF)
    attaching.choose(page, "proof", "three.pdf", "application/pdf", PDF)
    status = page.locator("[data-files] [data-file-status]").first
    expect(status).to_have_text("You can add at most 2.")
    expect(page.locator("[data-file]")).to_have_count(2)
    send(page)
    expect(page.locator('[data-read="proof"] li')).to_have_count(2)


def test_a_large_file_is_said_to_be_checked_until_it_is_ready(
    visits: Visits, world: World, tmp_path: Path
):
    # Larger than what is checked while one waits; it goes in parts.
    (tmp_path / "scan.pdf").write_bytes(PDF + b" " * 2**24)
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    page.locator('[name="a.what"]').fill("Advanced life support")
    page.locator('[name="u.proof"]').set_input_files(tmp_path / "scan.pdf")
    line = page.locator("[data-file]", has_text="scan.pdf")
    expect(line).to_contain_text("Being checked")
    expect(page.locator("[data-files] [data-file-status]").first).to_have_text("scan.pdf is added.")
    expect(line).not_to_contain_text("Being checked")
    send(page)
    expect(page.locator('[data-read="proof"]').get_by_role("link")).to_have_text("scan.pdf")


def test_send_waits_for_a_file_that_is_on_its_way(visits: Visits, world: World):
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    page.locator('[name="a.what"]').fill("Advanced life support")
    attaching.choose(page, "proof", "certificate.pdf", "application/pdf", PDF)
    send(page)
    expect(page.locator('[data-read="proof"]').get_by_role("link")).to_have_text("certificate.pdf")


def test_every_row_of_a_list_takes_files_of_its_own(visits: Visits, world: World):
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    page.locator('[name="a.what"]').fill("Advanced life support")
    attaching.add(page, "proof", "certificate.pdf", "application/pdf", PDF)
    attaching.add(page, "days.0.notes", "monday.pdf", "application/pdf", PDF)
    page.get_by_role("button", name="Add another").click()
    expect(page.locator("[data-row]").nth(1).locator("[data-file]")).to_have_count(0)
    attaching.add(page, "days.1.notes", "tuesday.pdf", "application/pdf", PDF)
    send(page)
    for number, name in enumerate(("monday.pdf", "tuesday.pdf")):
        row = page.locator('[data-read="days"] li.repeat__row').nth(number)
        expect(row.get_by_role("link")).to_have_text(name)


def test_somebody_outside_adds_a_photo_by_their_link_and_the_learner_opens_it(
    visits: Visits, world: World, mails: Mails, tmp_path: Path
):
    learner, address = world.learner(), somebody_outside()
    phone = ask_for_photo(visits, learner, address)
    page = open_link(visits, mails, address)
    page.locator('[name="a.seen"]').fill("A neat suture.")
    attaching.add(page, "photo", "suture.jpg", "image/jpeg", photo())
    page.get_by_label("Your name", exact=True).fill("Dr. A. Mertens")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    button = page.locator('[data-read="photo"]').get_by_role("button", name="suture.jpg")
    assert attaching.downloaded(page, button, tmp_path).startswith(b"\xff\xd8")
    phone.goto("/dossiers")
    phone.locator(".record-card a, .card__link").first.click()
    link = phone.locator('[data-read="photo"]').get_by_role("link", name="suture.jpg")
    assert attaching.downloaded(phone, link, tmp_path).startswith(b"\xff\xd8")
