"""Pages of staff, people, account, messages and help in Chromium: accessible, within the content
policy, no wider than a small phone, and live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.accessible import violations
from tests.unit.gateway.people_samples import EVERYTHING, TWO_PLACES
from tests.unit.gateway.staff_samples import LEARNERS, learner
from tests.unit.gateway.staff_world import INSTITUTION, Fake, an_id, gateway, me
from tests.unit.gateway.watching import address_of, watched

EVERY_ROLE = me("trainer", "local_admin", "national_admin", **TWO_PLACES)
SANNE = an_id(10)
PATHS = (
    "/waiting",
    "/learners",
    "/learners?q=an",
    f"/learners/{SANNE}",
    f"/learners/{SANNE}/forms",
    f"/learners/{SANNE}/start/combel",
    "/people",
    f"/people/{SANNE}",
    "/people/new",
    f"/people/{SANNE}/edit",
    f"/people/{SANNE}/enrol",
    f"/people/{SANNE}/relate/supervises",
    "/people/import",
    "/people/institutions",
    "/setup?of=institution",
    "/setup?of=network",
    "/institution/contact",
    "/institution/sign-in",
    "/account",
    "/account/password",
    "/account/sessions",
    "/account/messages",
    "/inbox",
    "/help",
    "/privacy",
)


@pytest.fixture
def served() -> Iterator[tuple[str, Fake]]:
    """The address of a gateway with sample replies, and its services."""
    with gateway(EVERY_ROLE, **EVERYTHING) as (client, fake), address_of(client) as origin:
        yield origin, fake


@pytest.fixture
def page(browser: Browser, served: tuple[str, Fake]) -> Iterator[Page]:
    """A phone of somebody signed in; the test fails when policy or script complains."""
    with watched(browser, served[0], 390, 844) as opened:
        yield opened


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_every_page_is_accessible(
    page: Page, served: tuple[str, Fake], width: int, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "theme", "value": theme, "url": served[0]}])
    found = {}
    for path in PATHS:
        page.goto(served[0] + path)
        found[path] = violations(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_no_page_is_wider_than_the_smallest_phone(page: Page, served: tuple[str, Fake]) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    widths = {}
    for path in PATHS:
        page.goto(served[0] + path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in widths.items() if width > 320} == {}


def test_a_preview_with_errors_is_accessible_and_leads_back_to_the_file(
    page: Page, served: tuple[str, Fake]
) -> None:
    page.goto(served[0] + "/people/import")
    file: Any = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"a;b"}
    page.get_by_label("Choose a CSV or Excel file").set_input_files(files=[file])
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", name="To correct")).to_be_visible()
    assert violations(page) == []


def test_shifts_are_ticked_and_approved_with_the_keyboard(
    page: Page, served: tuple[str, Fake]
) -> None:
    page.goto(served[0] + "/waiting")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Approve the ticked ones").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("2 are approved.")
    assert len(served[1].fields_of("portfolio.approve_many")["records"]) == 1


def test_the_list_of_learners_changes_without_a_reload(
    page: Page, served: tuple[str, Fake]
) -> None:
    address, fake = served
    streams: list[Route] = []
    page.unroute("**/events*")
    page.route("**/events*", lambda route: streams.append(route))
    page.goto(address + "/learners")
    expect(page.get_by_text("silent for 24 days")).to_be_visible()
    page.evaluate("window.stillTheSamePage = true")
    fake.replies["dashboards.learners"] = LEARNERS | {
        "learners": [learner(0, "silent", silent_days=40)]
    }
    page.wait_for_timeout(200)
    streams[0].fulfill(
        status=200,
        headers={
            "Content-Type": "text/event-stream",
            "Access-Control-Allow-Origin": address,
            "Access-Control-Allow-Credentials": "true",
        },
        body=f'event: view_changed\ndata: {{"topic": "cohort:{INSTITUTION}"}}\n\n',
    )
    expect(page.get_by_text("silent for 40 days")).to_be_visible()
    assert page.evaluate("window.stillTheSamePage") is True
