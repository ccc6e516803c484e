"""People in front of a browser: somebody's phone or desk, signed in or not."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.local.demo.people import PASSWORD
from deploy.local.platform import Platform
from tests.cookie_names import cookie_of

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
LOCALES = {"en": "en-GB", "nl": "nl-NL"}


class Visits:
    """Opens pages for people and closes them all; keeps what a browser complained about."""

    def __init__(self, browser: Browser, platform: Platform) -> None:
        self._browser, self._origin = browser, platform.public_origin()
        self._language_cookie = cookie_of(platform, "tessera-language")
        self._contexts: list[BrowserContext] = []
        self.pages: list[Page] = []
        self.complaints: list[str] = []

    def phone(self, user_name: str | None = None, **chosen: Any) -> Page:
        """A page on a phone, logged in as that person when one is named."""
        return self._open(user_name, viewport=PHONE, has_touch=True, **chosen)

    def desk(self, user_name: str | None = None, **chosen: Any) -> Page:
        """A page on a computer, logged in as that person when one is named."""
        return self._open(user_name, viewport=DESK, **chosen)

    def _open(self, user_name: str | None, language: str = "en", **chosen: Any) -> Page:
        context = self._browser.new_context(
            base_url=self._origin,
            locale=LOCALES[language],
            timezone_id="Europe/Amsterdam",
            **chosen,
        )
        context.set_default_timeout(10_000)
        # Whatever language the person chose: the words of the tests are those of one language.
        kept = {"name": self._language_cookie, "value": language, "url": self._origin}
        context.add_cookies([kept])
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        self.pages.append(page)
        if user_name is not None:
            sign_in(page, user_name)
        return page

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def sign_in(page: Page, user_name: str, password: str = PASSWORD) -> None:
    """Log in through the page, as people do."""
    page.goto("/sign-in")
    page.locator("#user_name").fill(user_name)
    page.locator("#password").fill(password)
    page.get_by_role("button", name=re.compile("^(Log in|Inloggen)$")).click()
    expect(page.locator("#main-nav")).to_be_attached()
