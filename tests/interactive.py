"""How soon a page with a form can be used, on a phone: measured inside the page itself."""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, Response

# A phone of some years ago beside the computers that tests run on.
SLOWER = 4
PHONE = {"width": 390, "height": 844}
LOADS = 5
# The form and step of the library whose page is the largest; test_form_on_a_phone.py holds it true.
LARGEST = ("dops", "assess")

# When the script of the form says that it listens, Send is pressed with nothing filled in. What is
# counted ends with the first picture that shows the answer: what is missing.
_PRESS_SEND = """new PerformanceObserver((list, observer) => {
  if (!list.getEntriesByName("form-listens").length) return;
  observer.disconnect();
  document.querySelector("[data-form-runner] .sticky-bar [value=send]").click();
  requestAnimationFrame(() => setTimeout(() => {
    if (!document.querySelector("[data-error-summary]")) return;
    document.documentElement.dataset.interactiveMs = performance.now();
  }));
}).observe({ type: "mark", buffered: true });"""


class Loaded(NamedTuple):
    """Milliseconds from the start of navigation, and what the page's scripts weigh gzipped."""

    ms: float
    script_bytes: int


def interactive(browser: Browser, url: str, token: str, cookie: str = "tessera-session") -> Loaded:
    """The median of five first visits by somebody who is signed in; each begins with nothing
    kept in the browser."""
    visits = [_visit(browser, url, token, cookie) for _ in range(LOADS)]
    return Loaded(statistics.median(one.ms for one in visits), visits[0].script_bytes)


def _visit(browser: Browser, url: str, token: str, cookie: str) -> Loaded:
    with _phone(browser, url, token, cookie) as page:
        scripts: list[Response] = []
        page.on("response", lambda one: _is_script(one) and scripts.append(one))
        page.add_init_script(_PRESS_SEND)
        page.goto(url)
        usable = page.locator("html[data-interactive-ms]")
        usable.wait_for(state="attached")
        ms = float(usable.get_attribute("data-interactive-ms") or "nan")
        return Loaded(ms, sum(len(gzip.compress(one.body())) for one in scripts))


def _is_script(response: Response) -> bool:
    return response.request.resource_type == "script"


@contextmanager
def _phone(browser: Browser, url: str, token: str, cookie: str) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(
        viewport=PHONE, device_scale_factor=3, is_mobile=True, has_touch=True
    )
    context.add_cookies([{"name": cookie, "value": token, "url": url}])
    page = context.new_page()
    page.route("**/events*", lambda route: route.abort())
    slow = {"rate": SLOWER}
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", slow)
    try:
        yield page
    finally:
        context.close()
