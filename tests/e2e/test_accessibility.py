"""Every page that a role can reach: no axe-core violation, no sideways scroll, both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.accessible import violations
from tests.e2e.browsing import DESK, PHONE, Visits
from tests.e2e.keys import Keys
from tests.e2e.mails import Mails
from tests.e2e.test_asking_feedback import ask, open_link, somebody_outside
from tests.e2e.world import World

ROLES = ("learner", "trainer", "teacher", "head", "local_admin", "secretary", "national_admin")
IDS = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}")
# Every form, scale, framework or competency has the same page as the others of its kind.
NAMES = re.compile(r"(/by-name/|/start/|/look/\w+/|/areas/[\w-]+/)[^/?]+(/\d+)?")
# Files, other languages of the same page, further pages of a list, and the API's own pages.
ELSEWHERE = re.compile(r"/files/|/file\?|lang=|cursor=|\.csv$|^/api/")
# More kinds of pages than this: the walk goes round in circles, or the limit must be raised.
MOST_PAGES = 90
# Everybody has more than this: home, account, help and what their role is for.
FEWEST_PAGES = 12


LinksOf = Callable[[str], Iterable[str]]


def kinds_of_pages(first: str, links_of: LinksOf) -> Iterator[str]:
    """The path of every kind of page that links lead to, each once; `links_of` opens a path and
    says where it leads."""
    waiting, seen = [first], set[str]()
    while waiting:
        place = urlsplit(waiting.pop(0))
        path = place.path + (f"?{place.query}" if place.query else "")
        # The same list with another filter is the same kind of page.
        kind = NAMES.sub(r"\1NAME", IDS.sub("ID", re.sub("=[^&]*", "", path)))
        if kind in seen or ELSEWHERE.search(path):
            continue
        seen.add(kind)
        assert len(seen) <= MOST_PAGES, f"more than {MOST_PAGES} kinds of pages: {sorted(seen)}"
        links = [urljoin(first, link) for link in links_of(path)]
        yield path
        waiting += [link for link in links if urlsplit(link).netloc == urlsplit(first).netloc]


def pages_from(page: Page) -> Iterator[str]:
    """All of these from the page that is open; each is open meanwhile."""

    def links_of(path: str) -> list[str]:
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        return found

    return kinds_of_pages(page.url, links_of)


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def complaints_of(page: Page) -> list[object]:
    """What is wrong with the page that is open, on phone and desk, light and dark."""
    wrong: list[object] = []
    before = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            # Without motion colours do not fade from one scheme to the other while they are judged.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            # Another scheme changes nothing but colours.
            rules = ("color-contrast", "link-in-text-block") if scheme == "dark" else ()
            wrong += [(size["width"], scheme, one) for one in violations(page, *rules)]
    page.set_viewport_size({"width": 320, "height": 700})
    if scrolls_sideways(page):
        wrong.append("scrolls sideways at 320 px")
    page.set_viewport_size(before)  # type: ignore[arg-type]
    return wrong


@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", ROLES)
def test_everybody_can_use_every_page(role: str, visits: Visits, world: World):
    page = visits.phone(world.in_role(role))
    wrong = {path: found for path in pages_from(page) if (found := complaints_of(page))}
    assert wrong == {}


def test_the_pages_before_log_in_are_for_everybody_too(visits: Visits, world: World, mails: Mails):
    page = visits.phone()
    page.goto("/sign-in")
    wrong = {path: found for path in pages_from(page) if (found := complaints_of(page))}
    learner, address = world.learner(), somebody_outside()
    ask(visits, learner, address)
    link = open_link(visits, mails, address)
    assert wrong == {}
    assert complaints_of(link) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_there_in_dutch(role: str, visits: Visits, world: World):
    page = visits.phone(world.in_role(role), language="nl")

    def links_of(path: str) -> list[str]:
        # The words are the server's, so nothing is drawn.
        answer = page.request.get(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        text = answer.text()
        assert '<html lang="nl"' in text, path
        return [unescape(link) for link in re.findall(r'<a [^>]*?href="([^"]+)"', text)]

    assert sum(1 for _ in kinds_of_pages(page.url, links_of)) > FEWEST_PAGES


def test_feedback_is_asked_by_keyboard_alone(visits: Visits, world: World):
    learner = world.learner()
    page = visits.desk(learner.person.user_name)
    keys = Keys(page)
    keys.enter("Ask feedback")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask feedback")
    keys.choose("who", "new")
    keys.write("#email", somebody_outside())
    keys.enter("Send")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
