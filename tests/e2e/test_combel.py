"""Trainer and teacher judge the same period, blind to each other until both are done."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from deploy.local.demo.people import Learner
from tests.e2e.browsing import Visits
from tests.e2e.steps import fill_combel, open_task, start_about
from tests.e2e.world import World, name_of

OF_TRAINER = "Sees patients at a good pace and asks for help in time."
OF_TEACHER = "Speaks up in the group and prepares well."


def trainer_judges(visits: Visits, learner: Learner) -> Page:
    page = visits.phone(learner.trainer.user_name)
    start_about(page, name_of(learner.person), "ComBeL", period=True)
    fill_combel(page, 5, OF_TRAINER)
    return page


def test_a_combel_opens_when_both_have_finished(visits: Visits, world: World):
    learner = world.learner()
    trainer = trainer_judges(visits, learner)
    record = trainer.url
    reader = visits.phone(learner.person.user_name)
    reader.goto(record)
    expect(reader.locator("main")).not_to_contain_text(OF_TRAINER)
    teacher = visits.phone(learner.teacher.user_name)
    open_task(teacher, "ComBeL")
    expect(teacher.locator("main")).not_to_contain_text(OF_TRAINER)
    fill_combel(teacher, 6, OF_TEACHER)
    for page in (reader, trainer, teacher):
        page.goto(record)
        # What was just sent can still be taken back for a minute, so it opens after that.
        opens_soon(page)
    for page in (reader, trainer, teacher):
        page.goto(record)
        expect(page.locator("main")).to_contain_text(OF_TRAINER)
        expect(page.locator("main")).to_contain_text(OF_TEACHER)


def opens_soon(page: Page) -> None:
    limit = 75
    while limit and OF_TEACHER not in page.locator("main").inner_text():
        page.wait_for_timeout(1000)
        page.reload()
        limit -= 1
