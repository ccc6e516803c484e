"""Shifts are registered and approved in one go; the head issues the statement with a code; the
learner prints it. All of it by thumb; the page of the code by keyboard too."""

from __future__ import annotations

import io
import re
import time

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.browsing import DESK, PHONE, Visits
from tests.e2e.conftest import UNDO_S
from tests.e2e.keys import Keys
from tests.e2e.mails import Mails
from tests.e2e.steps import TODAY, open_learner, register_shift
from tests.e2e.test_accessibility import complaints_of
from tests.e2e.touching import Touch, choice, tap
from tests.e2e.world import World, name_of

WHY = "Enough shifts, and the team is content."


def decide(page: Page, learner_name: str) -> None:
    """Fill in the statement of competence, and ask to sign it."""
    open_learner(page, learner_name)
    tap(page.get_by_role("link", name=re.compile("Competence statement")).first)
    tap(page.get_by_role("button", name="Start"))
    touch = Touch(page)
    touch.pick("result", "granted")
    touch.pick("level", 4)
    touch.answer("valid_from", str(TODAY))
    touch.answer("rationale", WHY)
    tap(choice(page, "a.attest", "true"))
    assert complaints_of(page) == []
    touch.press("Sign the decision")


def confirm(page: Page, mails: Mails, address: str) -> None:
    """On the page of the code: have it mailed, get it wrong by keyboard at a desk, get it right."""
    assert complaints_of(page) == []
    known = mails.known_of(address)
    tap(page.get_by_role("button", name="Mail me a code"))
    expect(page.get_by_label("Code")).to_be_visible()
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    keys = Keys(page)
    keys.write("[name=code]", "000000")
    keys.enter("Confirm")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert complaints_of(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_label("Code").fill(mails.code_to(address, known))
    tap(page.get_by_role("button", name="Confirm"))


def printed(page: Page) -> str:
    """The words of the statements as PDF, which moments later are in My documents, My reports."""
    page.goto("/dashboard")
    tap(page.get_by_role("button", name="Statements as PDF"))
    expect(page.locator("#toasts")).to_contain_text("My reports")
    page.goto("/documents")
    link = page.get_by_role("list", name="My reports").get_by_role("link")
    expect(link).to_have_count(1, timeout=20_000)  # without being loaded again
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.ok, answer.status
    report = PdfReader(io.BytesIO(answer.body()))
    return " ".join("\n".join(sheet.extract_text() for sheet in report.pages).split())


def test_shifts_become_a_statement_signed_by_thumb_and_printed(
    visits: Visits, world: World, mails: Mails
):
    learner, head = world.learner(), world.head()
    own = visits.phone(learner.person.user_name)
    register_shift(own, "6")
    register_shift(own, "7,5")
    trainer = visits.phone(learner.trainer.user_name)
    trainer.goto("/waiting")
    tap(trainer.get_by_role("button", name="Approve all 2"))
    expect(trainer.locator("#toasts")).to_contain_text("2 are approved.")
    approved_at = time.monotonic()
    page = visits.phone(head.user_name)
    decide(page, name_of(learner.person))
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    confirm(page, mails, head.email)
    expect(page.locator('[name="a.rationale"]')).to_have_value(WHY)
    # What can still be undone is no evidence yet.
    page.wait_for_timeout(max(0.0, approved_at + UNDO_S + 1 - time.monotonic()) * 1000)
    tap(page.get_by_role("button", name="Sign the decision"))
    expect(page.locator("form[data-form-runner]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(WHY)
    own.goto("/dashboard")
    tap(own.get_by_role("link", name="Shifts", exact=False).first)
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
