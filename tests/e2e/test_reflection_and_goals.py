"""The learner reflects, sets a goal and links feedback to it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.browsing import Visits
from tests.e2e.steps import set_goal, start
from tests.e2e.touching import Touch, send
from tests.e2e.world import World, name_of


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
    task.first.click()
    expect(teacher.locator("main")).to_contain_text("A talk that went its own way")


def test_feedback_is_linked_to_a_goal_and_unlinked_again(visits: Visits, world: World):
    learner = world.learner()
    page = visits.phone(learner.person.user_name)
    start(page, "STARRT reflection")
    touch = Touch(page)
    touch.answer("title", "Night shift")
    touch.answer("situation", "Three calls at once.")
    touch.answer("reflection", "I should have asked for help.")
    send(page)
    set_goal(page, "Explore the question before I explain")
    page.goto("/dashboard")
    page.get_by_role("link", name="Goals", exact=True).click()
    goal = page.get_by_role("article").filter(has_text="Explore the question before I explain")
    expect(goal).to_contain_text("No feedback linked yet.")
    options = goal.get_by_label("Link feedback to this goal")
    options.select_option(label=options.locator("option", has_text="STARRT").first.inner_text())
    goal.get_by_role("button", name="Link", exact=True).click()
    linked = goal.get_by_role("list", name="Linked feedback")
    expect(linked).to_contain_text("STARRT reflection")
    linked.get_by_role("button").click()
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
