"""A learner asks somebody outside, who answers without an account: by thumb or by keyboard."""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import Page, expect

from deploy.local.demo.people import Learner
from tests.e2e.browsing import DESK, Visits
from tests.e2e.keys import Keys
from tests.e2e.mails import Mails
from tests.e2e.touching import Touch
from tests.e2e.world import World


def somebody_outside() -> str:
    return f"dr.{uuid.uuid4().hex[:8]}@ziekenhuis.example"


def ask(visits: Visits, learner: Learner, address: str) -> Touch:
    """Ask for a short practice assessment, from Dossiers, as a thumb does it."""
    touch = ready_to_ask(visits, learner, address)
    touch.press("Send")
    expect(touch.page.get_by_role("heading", name=re.compile("^Hello"))).to_be_visible()
    return touch


def ready_to_ask(visits: Visits, learner: Learner, address: str) -> Touch:
    """All of it but the last tap, on Send."""
    touch = Touch(visits.phone(learner.person.user_name))
    touch.press("Ask feedback")
    touch.tap(touch.page.get_by_text("Somebody else, by e-mail"))
    touch.type("E-mail address", address)
    return touch


def open_link(visits: Visits, mails: Mails, address: str) -> Page:
    page = visits.phone()
    answer = page.goto(mails.link_to(address, "/r/"))
    assert answer is not None and answer.status == 200
    return page


def judge(page: Page) -> Touch:
    """The least that a short practice assessment needs."""
    touch = Touch(page)
    touch.pick("areas.medical", 2)
    touch.pick("areas.communication", 3)
    touch.answer("strong", "Calm, and clear about what happens next.")
    touch.answer("next_step", "Ask what the patient expects before you explain.")
    touch.press("Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    return touch


def test_asking_somebody_outside_takes_four_taps(visits: Visits, world: World, mails: Mails):
    learner, address = world.learner(), somebody_outside()
    touch = ask(visits, learner, address)
    assert touch.taps == 4
    expect(touch.page.get_by_role("list", name="You asked")).to_contain_text(
        "d…@ziekenhuis.example"
    )
    mail = mails.one_to(address)
    assert learner.person.family_name in mail["subject"]


def test_the_answer_takes_six_taps_and_no_account(visits: Visits, world: World, mails: Mails):
    learner, address = world.learner(), somebody_outside()
    ask(visits, learner, address)
    page = open_link(visits, mails, address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(learner.person.given_name)
    page.get_by_label("Your name", exact=True).fill("Dr. A. Mertens")
    # One for the name, which is typed once.
    assert judge(page).taps + 1 <= 6
    expect(page).to_have_url(re.compile(r"/r$"))


def test_looking_at_the_link_changes_nothing(visits: Visits, world: World, mails: Mails):
    learner, address = world.learner(), somebody_outside()
    asking = ask(visits, learner, address).page
    open_link(visits, mails, address)
    open_link(visits, mails, address)
    asking.reload()
    expect(asking.get_by_role("list", name="You asked")).to_contain_text("Asked")


def judge_by_keyboard(page: Page) -> None:
    """All that is asked, who one is, and Send, from the top of the page on."""
    keys = Keys(page)
    keys.choose("a.areas.medical", 2)
    keys.choose("a.areas.communication", 3)
    keys.write('[name="a.strong"]', "Calm, and clear about what happens next.")
    keys.write('[name="a.next_step"]', "Ask what the patient expects before you explain.")
    keys.write("[name=actor_name]", "Dr. A. Mertens")
    keys.write("[name=actor_role]", "paediatrician")
    keys.enter("Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def decline_by_keyboard(page: Page, why: str) -> None:
    """The dialog has the focus while it is open, and Escape gives it back to the button."""
    keys = Keys(page)
    for leave in (True, False):
        keys.enter("Decline") if leave else page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert dialog.evaluate("one => one.contains(document.activeElement)")
        if leave:
            keys.press("Escape")
            expect(page.locator(":focus")).to_have_text("Decline")
    keys.write("dialog[open] [name=reason]", why)
    keys.enter("Decline this request")
    expect(page.get_by_role("heading", level=1)).to_have_text("This request is closed")


def test_the_learner_can_trace_who_answered_by_keyboard(visits: Visits, world: World, mails: Mails):
    learner, address = world.learner(), somebody_outside()
    phone = ask(visits, learner, address).page
    page = open_link(visits, mails, address)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    judge_by_keyboard(page)
    phone.goto("/dossiers")
    phone.locator(".record-card a, .card__link").first.click()
    given = phone.locator("main")
    expect(given).to_contain_text("Dr. A. Mertens, paediatrician")
    expect(given).to_contain_text("by the link in their mail")
    expect(given).to_contain_text("Calm, and clear about what happens next.")


def test_an_incomplete_answer_is_refused_in_plain_words_and_nothing_is_lost(
    visits: Visits, world: World, mails: Mails
):
    learner, address = world.learner(), somebody_outside()
    ask(visits, learner, address)
    page = open_link(visits, mails, address)
    touch = Touch(page)
    touch.pick("areas.medical", 2)
    touch.answer("strong", "Good contact.")
    touch.press("Send")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_visible()
    expect(page.locator('[name="a.strong"]')).to_have_value("Good contact.")
    touch.pick("areas.communication", 3)
    touch.answer("next_step", "Go on like this.")
    touch.press("Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_somebody_outside_can_decline_by_keyboard_and_the_learner_reads_why(
    visits: Visits, world: World, mails: Mails
):
    learner, address = world.learner(), somebody_outside()
    phone = ask(visits, learner, address).page
    page = open_link(visits, mails, address)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    decline_by_keyboard(page, "I was not there that day.")
    phone.goto("/dossiers")
    expect(phone.locator("main")).to_contain_text("Declined")


def test_somebody_outside_can_hand_back_and_the_learner_asks_again(
    visits: Visits, world: World, mails: Mails
):
    learner, address = world.learner(), somebody_outside()
    phone = ask(visits, learner, address).page
    page = open_link(visits, mails, address)
    page.get_by_role("button", name="Hand back", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What should be changed?").fill("Which consultation was this?")
    dialog.get_by_role("button", name="Hand back").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    phone.goto("/dossiers")
    phone.get_by_role("list", name="Waiting for you").get_by_role("link").first.click()
    expect(phone.locator("main")).to_contain_text("Which consultation was this?")


def test_a_link_that_was_used_up_says_so(visits: Visits, world: World):
    page = visits.phone()
    answer = page.goto("/r/" + "x" * 43)
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
