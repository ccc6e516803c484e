"""Feedback filled in on the learner's own phone: named, unconfirmed, confirmed by mail."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from deploy.local.demo.people import Learner
from tests.e2e.browsing import Visits
from tests.e2e.mails import Mails
from tests.e2e.test_asking_feedback import somebody_outside
from tests.e2e.touching import Touch
from tests.e2e.world import World

WORDS = "Calm, and clear about what happens next."


def hand_over(visits: Visits, learner: Learner) -> Touch:
    """The learner's phone in the hands of somebody else."""
    touch = Touch(visits.phone(learner.person.user_name))
    touch.press("Ask feedback")
    touch.press("Fill in here")
    expect(touch.page.get_by_role("heading", level=1)).to_contain_text("asks your feedback")
    return touch


def fill_in(touch: Touch, address: str) -> None:
    touch.pick("areas.medical", 2)
    touch.pick("areas.communication", 3)
    touch.answer("strong", WORDS)
    touch.answer("next_step", "Ask what the patient expects before you explain.")
    touch.type("Your name", "Dr. A. Mertens")
    touch.type("Your e-mail address", address)
    touch.press("Send")


def given(page: Page) -> str:
    return page.locator("main section.card", has_text=WORDS).inner_text()


def test_the_pages_of_the_learner_are_out_of_reach_of_whoever_holds_the_phone(
    visits: Visits, world: World
):
    page = hand_over(visits, world.learner()).page
    expect(page.locator("#main-nav")).to_have_count(0)
    expect(page.locator("form[data-form-runner]")).to_be_visible()


def test_it_is_unconfirmed_until_the_one_named_says_by_mail_that_it_was_they(
    visits: Visits, world: World, mails: Mails
):
    address = somebody_outside()
    touch = hand_over(visits, world.learner())
    fill_in(touch, address)
    own = touch.page
    expect(own.locator("main")).to_contain_text(WORDS)
    assert "Dr. A. Mertens" in given(own)
    assert "on the learner's device, unconfirmed" in given(own)
    outside = visits.phone()
    outside.goto(mails.link_to(address, "/r/"))
    expect(outside.get_by_role("heading", level=1)).to_have_text("Was this you?")
    expect(outside.locator("main")).to_contain_text(WORDS)
    outside.get_by_role("button", name="Yes, this was me").click()
    expect(outside.locator("#toasts")).to_contain_text("Thank you, it is confirmed.")
    own.reload()
    expect(own.locator("main")).to_contain_text("by the link in their mail")
    assert "unconfirmed" not in given(own)


def test_what_was_not_them_counts_no_more_and_waits_again(
    visits: Visits, world: World, mails: Mails
):
    address = somebody_outside()
    touch = hand_over(visits, world.learner())
    fill_in(touch, address)
    expect(touch.page.locator("main")).to_contain_text(WORDS)
    outside = visits.phone()
    outside.goto(mails.link_to(address, "/r/"))
    outside.get_by_role("button", name="No, this was not me").click()
    expect(outside.locator("#toasts")).to_contain_text("It no longer counts.")
    touch.page.reload()
    expect(touch.page.locator("main")).not_to_contain_text(WORDS)


def test_the_learners_own_address_is_refused_and_what_was_typed_stays(visits: Visits, world: World):
    learner = world.learner()
    touch = hand_over(visits, learner)
    fill_in(touch, learner.person.email)
    summary = touch.page.locator("[data-error-summary]")
    expect(summary).to_be_visible()
    expect(summary).to_contain_text("You cannot assess yourself.")
    expect(touch.page.locator('[name="a.strong"]')).to_have_value(WORDS)


def test_a_missing_name_is_asked_for_in_plain_words(visits: Visits, world: World):
    touch = hand_over(visits, world.learner())
    touch.pick("areas.medical", 2)
    touch.pick("areas.communication", 3)
    touch.answer("strong", WORDS)
    touch.answer("next_step", "Ask what the patient expects before you explain.")
    touch.press("Send")
    expect(touch.page.locator("[data-error-summary]")).to_contain_text("type your name")
    fill_in(touch, somebody_outside())
    expect(touch.page.locator("main")).to_contain_text("unconfirmed")
