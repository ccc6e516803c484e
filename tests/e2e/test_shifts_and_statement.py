"""Shifts are registered and approved in one go; the head issues the statement with a code."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.browsing import Visits
from tests.e2e.mails import Mails
from tests.e2e.steps import TODAY, open_learner, register_shift
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


def sign(page: Page) -> None:
    page.get_by_role("button", name="Sign the decision").click()


def test_shifts_become_a_statement(visits: Visits, world: World, mails: Mails):
    learner, head = world.learner(), world.head()
    own = visits.phone(learner.person.user_name)
    register_shift(own, "6")
    register_shift(own, "7,5")
    trainer = visits.phone(learner.trainer.user_name)
    trainer.goto("/waiting")
    trainer.get_by_role("button", name="Approve all 2").click()
    expect(trainer.locator("#toasts")).to_contain_text("2 are approved.")
    page = visits.phone(head.user_name)
    decide(page, name_of(learner.person))
    sign(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    known = mails.known_of(head.email)
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.get_by_label("Code").fill(mails.code_to(head.email, known))
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.locator('[name="a.rationale"]')).to_have_value(WHY)
    sign(page)
    expect(page.locator("main")).to_contain_text(WHY)
    own.goto("/dashboard")
    own.get_by_role("link", name="Shifts", exact=False).first.click()
    expect(own.locator("main")).to_contain_text("Competence statement")
    expect(own.locator("main")).to_contain_text("13.5")


def test_a_statement_is_nobodys_but_the_heads(visits: Visits, world: World):
    learner = world.learner()
    page = visits.phone(learner.trainer.user_name)
    open_learner(page, name_of(learner.person))
    expect(page.get_by_role("link", name=re.compile("Competence statement"))).to_have_count(0)
