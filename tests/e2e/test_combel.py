"""Trainer and teacher judge the same period, blind to each other until both are done; the trainer
by thumb, the teacher by keyboard alone."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from deploy.local.demo.people import Learner
from tests.e2e.browsing import Visits
from tests.e2e.conftest import UNDO_S
from tests.e2e.keys import Keys
from tests.e2e.steps import AREAS, fill_combel, open_task, start_about
from tests.e2e.test_accessibility import complaints_of
from tests.e2e.world import World, name_of

OF_TRAINER = "Sees patients at a good pace and asks for help in time."
OF_TEACHER = "Speaks up in the group and prepares well."


def trainer_judges(visits: Visits, learner: Learner) -> Page:
    page = visits.phone(learner.trainer.user_name)
    start_about(page, name_of(learner.person), "ComBeL", period=True)
    fill_combel(page, 5, OF_TRAINER)
    return page


def judge_by_keyboard(page: Page) -> None:
    """Every area, the words, and Send, from the top of the page on."""
    page.reload()
    keys = Keys(page)
    for area in AREAS:
        keys.choose(f"a.areas.{area}", 6)
    assert complaints_of(page) == []
    keys.write('[name="a.overall"]', OF_TEACHER)
    keys.enter("Send")
    expect(page.locator("form[data-form-runner]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(OF_TEACHER)


def test_a_combel_filled_by_thumb_and_by_keyboard_opens_when_both_have_finished(
    visits: Visits, world: World
):
    learner = world.learner()
    trainer = trainer_judges(visits, learner)
    record = trainer.url
    reader = visits.phone(learner.person.user_name)
    reader.goto(record)
    expect(reader.locator("main")).not_to_contain_text(OF_TRAINER)
    teacher = visits.desk(learner.teacher.user_name)
    open_task(teacher, "ComBeL")
    expect(teacher.locator("main")).not_to_contain_text(OF_TRAINER)
    judge_by_keyboard(teacher)
    for page in (reader, trainer, teacher):
        page.goto(record)
        # What was just sent can still be taken back, so it opens after that.
        opens_soon(page)
    for page in (reader, trainer, teacher):
        page.goto(record)
        expect(page.locator("main")).to_contain_text(OF_TRAINER)
        expect(page.locator("main")).to_contain_text(OF_TEACHER)


def opens_soon(page: Page) -> None:
    limit = time.monotonic() + UNDO_S + 15
    while time.monotonic() < limit and OF_TEACHER not in page.locator("main").inner_text():
        page.wait_for_timeout(500)
        page.reload()
