"""Asking and answering on a phone, in Chromium: what is mistyped is where the focus is."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.unit.gateway.link_samples import a_token, replies
from tests.unit.gateway.staff_world import an_id, gateway, me
from tests.unit.gateway.test_asking_pages import PORTFOLIO, asking
from tests.unit.gateway.watching import address_of, watched


def test_a_mistyped_colleague_opens_the_dialog_again_with_the_focus_on_what_is_wrong(
    browser: Browser,
):
    with (
        gateway(me("trainer", person_id=an_id(2)), **replies()) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, 390, 844) as page,
    ):
        page.goto(f"{origin}/r/{a_token()}")
        page.get_by_role("button", name="Pass on to a colleague").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("E-mail address").fill("j.jansen@umc")
        dialog.get_by_role("button", name="Pass on", exact=True).click()
        expect(dialog.locator("[data-error-summary]")).to_be_focused()
        expect(dialog.get_by_label("E-mail address")).to_have_value("j.jansen@umc")
        dialog.get_by_role("link", name="Fill in an e-mail address").click()
        expect(dialog.get_by_label("E-mail address")).to_be_focused()


def test_the_bar_under_asking_takes_one_line_on_a_phone(browser: Browser):
    with (
        gateway(me("learner"), **asking({})) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, 390, 844) as page,
    ):
        page.goto(f"{origin}/ask/{PORTFOLIO}")
        expect(page.get_by_role("button", name="Fill in here")).to_be_visible()
        for button in page.locator(".sticky-bar button").all():
            box = button.bounding_box()
            assert box is not None and box["height"] < 60
