"""The learner reflects, sets a goal and links feedback to it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browsing import DESK, Visits
from tests.e2e.keys import Keys
from tests.e2e.mails import Mails
from tests.e2e.steps import set_goal, start
from tests.e2e.test_asking_feedback import ask, judge, open_link, somebody_outside
from tests.e2e.touching import Touch, send, tap
from tests.e2e.world import World, name_of

GOAL = "Explore the question before I explain"
FORM = "Short practice assessment"


def test_a_reflection_is_written_and_the_coach_can_reply(visits: Visits, world: World):
    learner = world.learner()
    page = visits.phone(learner.person.user_name)
    start(page, "STARRT reflection")
    touch = Touch(page)
    touch.answer("title", "A talk that went its own way")
    touch.answer("situation", "A parent was worried and I explained too early.")
    touch.answer("reflection", "I answered a question that was not asked.")
    send(page)
    expect(page.locator("main")).to_contain_text("I answered a question that was not asked.")
    teacher = visits.phone(learner.teacher.user_name)
    teacher.goto("/waiting")
    task = teacher.locator("main").get_by_role("link").filter(has_text=name_of(learner.person))
    tap(task.first)
    expect(teacher.locator("main")).to_contain_text("A talk that went its own way")


def link_by_thumb(page: Page) -> None:
    """Choose the form in the list of the only goal, and touch Link; a phone brings its own list."""
    offered = page.get_by_label("Link feedback to this goal")
    offered.select_option(offered.locator("option", has_text=FORM).get_attribute("value"))
    tap(page.get_by_role("button", name="Link", exact=True))


def link_by_keyboard(page: Page) -> None:
    """The same by typing the beginning of its name."""
    keys = Keys(page)
    keys.tab_to("[name=record_id]")
    page.keyboard.type("Short")
    expect(page.locator(":focus option:checked")).to_contain_text(FORM)
    keys.enter("Link")


def test_feedback_is_linked_to_a_goal_and_unlinked_by_thumb_and_by_keyboard(
    visits: Visits, world: World, mails: Mails
):
    learner, address = world.learner(), somebody_outside()
    page = ask(visits, learner, address).page
    judge(open_link(visits, mails, address))
    set_goal(page, GOAL)
    page.goto("/dashboard")
    tap(page.get_by_role("link", name="Goals", exact=True))
    goal = page.get_by_role("article").filter(has_text=GOAL)
    linked = goal.get_by_role("list", name="Linked feedback")
    expect(goal).to_contain_text("No feedback linked yet.")
    link_by_thumb(page)
    expect(linked).to_contain_text(FORM)
    # It leads to the words that were linked.
    tap(linked.get_by_role("link"))
    expect(page.locator("main")).to_contain_text("Calm, and clear about what happens next.")
    page.go_back()
    tap(goal.get_by_role("button", name=f"Unlink {FORM}"))
    expect(goal).to_contain_text("No feedback linked yet.")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    link_by_keyboard(page)
    expect(linked).to_contain_text(FORM)
    Keys(page).enter(f"Unlink {FORM}")
    expect(goal).to_contain_text("No feedback linked yet.")


def test_a_draft_survives_leaving_the_page(visits: Visits, world: World):
    learner = world.learner()
    page = visits.phone(learner.person.user_name)
    start(page, "STARRT reflection")
    Touch(page).answer("title", "Half a thought")
    address = page.url
    page.wait_for_timeout(1500)
    page.goto("/dossiers")
    page.goto(address)
    expect(page.locator('[name="a.title"]')).to_have_value("Half a thought")
