"""A teacher names fellow learners on the page of the form, and they find what they are asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from deploy.local.demo.people import Learner
from tests.e2e.browsing import Visits
from tests.e2e.steps import open_task, start_about
from tests.e2e.touching import send
from tests.e2e.world import World, name_of

TITLE = "Feedback from your group"


@pytest.fixture(scope="module")
def group(world: World) -> list[Learner]:
    """One learner with three others of the same intake."""
    return [world.learner() for _ in range(4)]


def name_peer(page: Page, number: int, learner: Learner) -> None:
    """Search in the row's list, as one does where the list is long."""
    row = page.locator("[data-person]").nth(number)
    row.get_by_placeholder("Search by name").fill(learner.person.given_name)
    options = row.locator(f'option[value="{learner.person.id}"]')
    expect(options).to_have_count(1)
    row.locator("select[name$='.id']").select_option(str(learner.person.id))


def test_fellow_learners_whom_the_teacher_names_are_asked(visits: Visits, group: list[Learner]):
    about, *peers = group
    teacher = visits.phone(about.teacher.user_name)
    start_about(teacher, name_of(about.person), TITLE)
    form = teacher.locator("form[data-form-runner]")
    form.locator('[name="a.work"]').fill("The project on coughing")
    # An account is needed here, so nobody is asked to type an address.
    expect(form.get_by_label("E-mail address")).to_have_count(0)
    while form.locator("[data-person]").count() < len(peers):
        form.get_by_role("button", name="Add").click()
    expect(form.locator(f'option[value="{about.person.id}"]')).to_have_count(0)
    for number, one in enumerate(peers):
        name_peer(teacher, number, one)
    send(teacher)
    expect(teacher.locator("main")).to_contain_text("3 people asked")
    for one in peers:
        page = visits.phone(one.person.user_name)
        open_task(page, TITLE)
        expect(page.locator("main")).to_contain_text("Your name is shown to nobody")
