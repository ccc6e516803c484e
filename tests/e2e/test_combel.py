"""Trainer and teacher judge the same period by thumb, blind to each other until both are done.
`judge_by_keyboard` is the same without touch and mouse, for where the chart is watched."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from deploy.local.demo.people import Learner
from tests.e2e.browsing import Visits
from tests.e2e.conftest import UNDO_S
from tests.e2e.keys import Keys
from tests.e2e.steps import AREAS, fill_combel, open_task, start_about
from tests.e2e.test_accessibility import complaints_of
from tests.e2e.touching import Touch
from tests.e2e.world import World, name_of

OF_TRAINER = "Sees patients at a good pace and asks for help in time."
OF_TEACHER = "Speaks up in the group and prepares well."


def trainer_judges(visits: Visits, learner: Learner) -> Page:
    page = visits.phone(learner.trainer.user_name)
    start_about(page, name_of(learner.person), "ComBeL", period=True)
    fill_combel(page, 5, OF_TRAINER)
    return page


def judge_by_thumb(page: Page) -> None:
    """Every area, the words, and Send."""
    touch = Touch(page)
    for area in AREAS:
        touch.pick(f"areas.{area}", 6)
    assert complaints_of(page) == []
    touch.answer("overall", OF_TEACHER)
    touch.press("Send")
    is_sent(page)


def judge_by_keyboard(page: Page) -> None:
    """The same, from the top of the page on."""
    page.reload()
    keys = Keys(page)
    for area in AREAS:
        keys.choose(f"a.areas.{area}", 6)
    keys.write('[name="a.overall"]', OF_TEACHER)
    keys.enter("Send")
    is_sent(page)


def is_sent(page: Page) -> None:
    expect(page.locator("form[data-form-runner]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(OF_TEACHER)


def test_a_combel_filled_by_thumb_opens_when_both_have_finished(visits: Visits, world: World):
    learner = world.learner()
    trainer = trainer_judges(visits, learner)
    record = trainer.url
    reader = visits.phone(learner.person.user_name)
    reader.goto(record)
    expect(reader.locator("main")).not_to_contain_text(OF_TRAINER)
    teacher = visits.phone(learner.teacher.user_name)
    open_task(teacher, "ComBeL")
    expect(teacher.locator("main")).not_to_contain_text(OF_TRAINER)
    judge_by_thumb(teacher)
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
