"""What fingers do on a page, counted: a tap on a control is one, so is typing one answer."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsing import PHONE


class Touch:
    """One person's finger on one page; `taps` says how often it was needed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, control: Locator) -> None:
        self.taps += 1
        tap(control)

    def press(self, words: str) -> None:
        """The button or link with these words."""
        name = re.compile(rf"^{re.escape(words)}$")
        button = self.page.get_by_role("button", name=name)
        self.tap(button.or_(self.page.get_by_role("link", name=name)).first)

    def type(self, label: str, text: str) -> None:
        """Answer the question with this label."""
        self.taps += 1
        self.page.get_by_label(label, exact=False).first.fill(text)

    def pick(self, item: str, value: object) -> None:
        """Choose an answer: `trust`, or `areas.medical` for a row."""
        self.tap(choice(self.page, f"a.{item}", value))

    def answer(self, item: str, text: str) -> None:
        """Write the answer to an item."""
        self.taps += 1
        self.page.locator(f'[name="a.{item}"]').fill(text)


def tap(control: Locator) -> None:
    """Press it: with a finger on a phone, with the mouse at a desk."""
    if control.page.viewport_size == PHONE:
        control.tap()
    else:
        control.click()


def choice(page: Page, name: str, value: object) -> Locator:
    """The label around a radio button or box, which is what one touches."""
    return page.locator(f'label:has(> input[name="{name}"][value="{value}"])')


def send(page: Page, words: str = "Send") -> None:
    """Send the form on the page and wait until what was sent is there to read."""
    given = page.locator("main section.card").filter(has=page.locator(".card__note"))
    before = given.count()
    tap(page.locator("form[data-form-runner]").get_by_role("button", name=words))
    expect(given).to_have_count(before + 1)
