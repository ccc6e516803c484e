"""Shifts are registered and approved in one go; the head issues the statement with a code, which is
done by keyboard alone; the learner prints it."""

from __future__ import annotations

import io
import re
import time

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.browsing import Visits
from tests.e2e.conftest import UNDO_S
from tests.e2e.keys import Keys
from tests.e2e.mails import Mails
from tests.e2e.steps import TODAY, open_learner, register_shift
from tests.e2e.test_accessibility import complaints_of
from tests.e2e.touching import Touch, choice
from tests.e2e.world import World, name_of

WHY = "Enough shifts, and the team is content."


def decide(page: Page, learner_name: str) -> None:
    """Fill in the statement of competence."""
    open_learner(page, learner_name)
    page.get_by_role("link", name=re.compile("Competence statement")).first.click()
    page.get_by_role("button", name="Start").click()
    touch = Touch(page)
    touch.pick("result", "granted")
    touch.pick("level", 4)
    touch.answer("valid_from", str(TODAY))
    touch.answer("rationale", WHY)
    choice(page, "a.attest", "true").click()


def confirm_by_keyboard(page: Page, mails: Mails, address: str) -> None:
    """On the page of the code: have it mailed, get it wrong, get it right."""
    assert complaints_of(page) == []
    keys, known = Keys(page), mails.known_of(address)
    keys.enter("Mail me a code")
    expect(page.get_by_label("Code")).to_be_visible()
    keys.write("[name=code]", "000000")
    keys.enter("Confirm")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert complaints_of(page) == []
    keys.write("[name=code]", mails.code_to(address, known))
    keys.enter("Confirm")


def printed(page: Page) -> str:
    """The words of the statements as PDF, which moments later are in My documents, My reports."""
    page.goto("/dashboard")
    page.get_by_role("button", name="Statements as PDF").click()
    expect(page.locator("#toasts")).to_contain_text("My reports")
    page.goto("/documents")
    link = page.get_by_role("list", name="My reports").get_by_role("link")
    expect(link).to_have_count(1, timeout=20_000)  # without being loaded again
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.ok, answer.status
    report = PdfReader(io.BytesIO(answer.body()))
    return " ".join("\n".join(sheet.extract_text() for sheet in report.pages).split())


def test_shifts_become_a_statement_signed_by_keyboard_and_printed(
    visits: Visits, world: World, mails: Mails
):
    learner, head = world.learner(), world.head()
    own = visits.phone(learner.person.user_name)
    register_shift(own, "6")
    register_shift(own, "7,5")
    trainer = visits.phone(learner.trainer.user_name)
    trainer.goto("/waiting")
    trainer.get_by_role("button", name="Approve all 2").click()
    expect(trainer.locator("#toasts")).to_contain_text("2 are approved.")
    approved_at = time.monotonic()
    page = visits.desk(head.user_name)
    decide(page, name_of(learner.person))
    page.get_by_role("button", name="Sign the decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    confirm_by_keyboard(page, mails, head.email)
    expect(page.locator('[name="a.rationale"]')).to_have_value(WHY)
    # What can still be undone is no evidence yet.
    page.wait_for_timeout(max(0.0, approved_at + UNDO_S + 1 - time.monotonic()) * 1000)
    Keys(page).enter("Sign the decision")
    expect(page.locator("form[data-form-runner]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(WHY)
    own.goto("/dashboard")
    own.get_by_role("link", name="Shifts", exact=False).first.click()
    expect(own.locator("main")).to_contain_text("Competence statement")
    expect(own.locator("main")).to_contain_text("13.5")
    words, day = printed(own), f"{TODAY.day} {TODAY:%B} {TODAY.year}"
    assert name_of(learner.person) in words
    statement = f"Competence statement for out-of-hours shifts ● without conditions, level 4 {day}"
    assert f"{statement} {name_of(head)} from {day}" in words


def test_a_statement_is_nobodys_but_the_heads(visits: Visits, world: World):
    learner = world.learner()
    page = visits.phone(learner.trainer.user_name)
    open_learner(page, name_of(learner.person))
    expect(page.get_by_role("link", name=re.compile("Competence statement"))).to_have_count(0)
