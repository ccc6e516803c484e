"""An editor whose draft is thrown away, or whose author is logged out, while it is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gateway.clients import accounts as accounts_client
from libs.contracts.faults import NotFound, NotSignedIn
from libs.contracts.forms import DraftExists
from tests.accessible import violations
from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.staff_world import TOKEN, an_id, gateway, me
from tests.unit.gateway.test_throwing_drafts_away_in_a_browser import SHIPPED, Drafts
from tests.unit.gateway.watching import address_of, watched

ADMIN = me("local_admin")
LATER = "the-session-of-another-log-in"


class Lost(Drafts):
    """Drafts of a service, and who is logged in."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.sessions: dict[str, Any] = {TOKEN: ADMIN}
        self.begun: list[dict[str, Any]] = []
        self.refusal: Any = None

    def replies(self) -> dict[str, Any]:
        return super().replies() | {
            "accounts__resume_session": self.resume,
            "forms__start_draft": self.begin,
        }

    def resume(self, session_token: str, by_itself: bool = False) -> Any:
        mine = self.sessions.get(session_token)
        return {"me": mine} if mine else NotSignedIn()

    def save(self, document: dict[str, Any], rev: int, **fields: Any) -> Any:
        return super().save(document, rev, **fields) if self.is_there else NotFound()

    def begin(self, **fields: Any) -> Any:
        self.begun.append(fields)
        if self.refusal:
            return self.refusal
        self.is_there, self.document = True, fields["document"]
        return self.draft() | {"draft_id": an_id(73)}

    def log_out(self) -> None:
        self.sessions.clear()
        accounts_client.forget_all_sessions()


@pytest.fixture(params=sorted(SHIPPED))
def lost(request: pytest.FixtureRequest) -> Lost:
    return Lost(request.param)


@pytest.fixture
def page(browser: Browser, lost: Lost) -> Iterator[Page]:
    with (
        gateway(ADMIN, **lost.replies()) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, 1280, 900, base_url=origin) as opened,
    ):
        opened.goto(f"/design/{lost.kind}s/{DRAFT_ID}")
        yield opened


def write(page: Page, words: str) -> None:
    page.get_by_label("Title").first.fill(words)


def alert(page: Page) -> Locator:
    return page.locator(".editor-trouble")


def words_of(title: dict[str, str]) -> set[str]:
    return set(title.values())


def test_a_draft_that_somebody_threw_away_says_so_and_its_work_is_kept(
    page: Page, lost: Lost, tmp_path: Path
) -> None:
    lost.is_there = False
    write(page, "Hours of work")
    expect(alert(page)).to_contain_text("This draft is no longer there")
    assert violations(page) == []
    page.get_by_role("link", name="Publish", exact=True).click()
    expect(alert(page)).to_be_focused()
    page.get_by_role("link", name="Throw this draft away").click()
    expect(alert(page)).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("button", name="Keep it as a file").click()
    download.value.save_as(tmp_path / "kept.json")
    kept = json.loads((tmp_path / "kept.json").read_text())
    assert "Hours of work" in words_of(kept["title"])
    page.get_by_role("button", name="Begin a new draft with it").click()
    page.wait_for_url(f"**/design/{lost.kind}s/{an_id(73)}")
    expect(page.get_by_label("Title").first).to_have_value("Hours of work")
    assert lost.begun[0]["document"] == kept
    with page.expect_response("**/save"):
        write(page, "And more")
    expect(page.locator(".editor-bar .save-state")).to_have_text("Saved")
    expect(alert(page)).to_be_empty()
    assert "And more" in words_of(lost.document["title"])


@pytest.mark.parametrize("lost", ["form", "scale"], indirect=True)
def test_where_somebody_began_anew_already_the_page_stays_and_leads_there(
    page: Page, lost: Lost
) -> None:
    lost.is_there, lost.refusal = False, DraftExists(draft_id=an_id(72))
    write(page, "Hours of work")
    page.get_by_role("button", name="Begin a new draft with it").click()
    expect(alert(page)).to_contain_text("already working on this")
    way = page.get_by_role("link", name="Look at that draft in another tab")
    assert way.get_attribute("href") == f"/design/{lost.kind}s/{an_id(72)}"
    expect(page.get_by_label("Title").first).to_have_value("Hours of work")


@pytest.mark.parametrize("lost", ["form", "framework"], indirect=True)
def test_who_was_logged_out_logs_in_in_another_tab_and_it_is_saved_by_itself(
    page: Page, lost: Lost
) -> None:
    lost.log_out()
    write(page, "Hours of work")
    expect(alert(page)).to_contain_text("You are logged out")
    assert violations(page) == []
    link = page.get_by_role("link", name="Log in in another tab")
    assert (link.get_attribute("href"), link.get_attribute("target")) == ("/sign-in", "_blank")
    page.get_by_role("link", name="Publish", exact=True).click()
    expect(alert(page)).to_be_focused()
    log_in(page, lost, ADMIN)
    expect(page.locator(".editor-bar .save-state")).to_have_text("Saved")
    expect(alert(page)).to_be_empty()
    assert "Hours of work" in words_of(lost.document["title"])


@pytest.mark.parametrize("lost", ["form", "framework"], indirect=True)
def test_on_a_phone_it_is_in_sight_however_far_down_somebody_writes(page: Page, lost: Lost) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    lost.log_out()
    page.get_by_label("Title").first.scroll_into_view_if_needed()
    write(page, "Hours of work")
    expect(alert(page).get_by_text("You are logged out")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


@pytest.mark.parametrize("lost", ["programme"], indirect=True)
def test_nothing_is_saved_in_the_name_of_somebody_else(page: Page, lost: Lost) -> None:
    lost.log_out()
    log_in(page, lost, me("local_admin", person_id=an_id(2)))
    write(page, "Hours of work")
    expect(alert(page)).to_contain_text("Somebody else is logged in now")
    assert lost.kept == 0


def log_in(page: Page, lost: Lost, whom: dict[str, Any]) -> None:
    """In another tab; then back to this one."""
    lost.sessions[LATER] = whom
    origin = page.url.split("/design/")[0]
    page.context.add_cookies([{"name": "tessera-session", "value": LATER, "url": origin}])
    page.evaluate("dispatchEvent(new Event('focus'))")
