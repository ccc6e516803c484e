"""A signature drawn with a finger, or a typed name in its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import attaching
from tests.e2e.attaching import CERTIFICATE, PDF
from tests.e2e.browsing import Visits
from tests.e2e.steps import start
from tests.e2e.touching import send
from tests.e2e.world import World

pytestmark = pytest.mark.usefixtures("forms_with_files")

# How far to the right of the window there is ink.
INK_REACHES = """() => {
  const pad = document.querySelector("canvas.signature__pad"), place = pad.getBoundingClientRect();
  const { data, width } = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height);
  const inked = [...data.keys()].filter((at) => at % 4 === 0 && data[at] < 100);
  const reached = Math.max(...inked.map((at) => (at / 4) % width));
  return place.left + (reached * place.width) / width;
}"""


@pytest.fixture
def page(visits: Visits, world: World) -> Page:
    """The form with a signature, begun, with all else filled in."""
    page = visits.phone(world.learner().person.user_name)
    start(page, CERTIFICATE)
    page.locator('[name="a.what"]').fill("Advanced life support")
    attaching.add(page, "proof", "certificate.pdf", "application/pdf", PDF)
    return page


def picture_is_drawn(page: Page, place: str = '[data-read="sign"] img') -> bool:
    """Whether the picture of the signature came from the file origin."""
    picture = page.locator(place)
    expect(picture).to_be_visible()
    return bool(picture.evaluate("one => one.decode().then(() => one.naturalWidth > 0)"))


def test_a_signature_drawn_with_a_finger_is_shown_on_what_was_sent(page: Page):
    attaching.draw(page)
    send(page)
    expect(page.locator('[data-read="sign"]')).to_contain_text("Signed")
    assert picture_is_drawn(page)


def test_the_ink_is_where_the_finger_was(page: Page):
    ends = attaching.stroke(page)
    assert page.evaluate(INK_REACHES) == pytest.approx(ends, abs=12)


def test_a_drawing_that_was_not_taken_yet_goes_along_with_send(page: Page):
    attaching.stroke(page)
    send(page)
    assert picture_is_drawn(page)


def test_a_drawn_signature_is_still_there_when_the_draft_is_opened_again_and_can_be_cleared(
    page: Page,
):
    attaching.draw(page)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    status = page.locator("[data-draw] [data-file-status]")
    expect(status).to_have_text("Signed.")
    assert picture_is_drawn(page, "[data-draw] img")
    page.get_by_role("button", name="Clear").click()
    expect(status).to_have_text("")
    expect(page.locator("canvas.signature__pad")).to_be_visible()
    send(page)
    expect(page.locator('[data-read="sign"]')).to_have_count(0)


def test_a_typed_name_signs_by_keyboard_alone(page: Page):
    page.get_by_label("type your name").focus()
    page.keyboard.type("Nora Bergman")
    send(page)
    expect(page.locator('[data-read="sign"]')).to_contain_text("Nora Bergman")
    expect(page.locator('[data-read="sign"]')).to_contain_text("Signed")
