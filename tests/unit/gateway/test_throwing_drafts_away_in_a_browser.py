"""A draft of any kind is thrown away from its editor or the list, after the page that asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from libs.contracts.faults import NotFound
from tests.accessible import violations
from tests.unit.gateway.design_samples import DRAFT, DRAFT_ID, DRAFTS, LIBRARY
from tests.unit.gateway.programme_samples import PROGRAMME_DESIGN
from tests.unit.gateway.staff_world import Fake, gateway, me
from tests.unit.gateway.watching import address_of, watched

SHIPPED = {
    "form": "kpb.json",
    "framework": "frameworks/gp-epas-1.json",
    "scale": "scales/mini-cex-1.json",
    "programme": "programmes/gp-specialty-training.json",
}


class Drafts:
    """One draft of a kind, until it is thrown away."""

    def __init__(self, kind: str) -> None:
        self.kind, self.is_there, self.kept = kind, True, 0
        self.document = json.loads((LIBRARY / SHIPPED[kind]).read_text())

    def replies(self) -> dict[str, Any]:
        return PROGRAMME_DESIGN | {
            "forms__draft": lambda draft_id: self.draft() if self.is_there else NotFound(),
            "forms__drafts": lambda kind: {"drafts": [self.line()] if self.is_there else []},
            "forms__save_draft": self.save,
            "forms__discard_draft": self.discard,
        }

    def draft(self) -> dict[str, Any]:
        return DRAFT | {"kind": self.kind, "document": self.document, "problems": []}

    def line(self) -> dict[str, Any]:
        title = {"kind": self.kind, "title": self.document["title"]}
        return DRAFTS["drafts"][0] | title | {"problems": 0}

    def save(self, document: dict[str, Any], rev: int, **_fields: Any) -> dict[str, Any]:
        self.document, self.kept = document, self.kept + 1
        return {"rev": rev + 1, "problems": [], "updated_at": DRAFT["updated_at"]}

    def discard(self, draft_id: str, rev: int) -> dict[str, Any]:
        self.is_there = False
        return {}


@pytest.fixture(params=sorted(SHIPPED))
def drafts(request: pytest.FixtureRequest) -> Drafts:
    return Drafts(request.param)


@pytest.fixture
def served(drafts: Drafts) -> Iterator[tuple[str, Fake]]:
    with (
        gateway(me("local_admin"), **drafts.replies()) as (client, fake),
        address_of(client) as origin,
    ):
        yield origin, fake


@pytest.fixture
def page(browser: Browser, served: tuple[str, Fake]) -> Iterator[Page]:
    with watched(browser, served[0], 1280, 900, base_url=served[0]) as opened:
        yield opened


def test_a_draft_is_thrown_away_from_its_editor_once_that_is_meant(
    page: Page, drafts: Drafts, served: tuple[str, Fake]
) -> None:
    editor = f"/design/{drafts.kind}s/{DRAFT_ID}"
    page.goto(editor)
    page.get_by_label("Title").first.fill("Other words")
    page.get_by_role("link", name="Throw this draft away").click()
    page.wait_for_url("**/discard")
    assert drafts.kept == 1, "who keeps it keeps what was typed last"
    assert violations(page) == []
    expect(page.locator("main")).to_contain_text("never published")
    page.get_by_role("link", name="Keep it").click()
    page.wait_for_url(f"**{editor}")
    assert drafts.is_there
    page.get_by_role("link", name="Throw this draft away").click()
    page.get_by_role("button", name="Throw this draft away").click()
    page.wait_for_url(f"**/design/{drafts.kind}s")
    assert not drafts.is_there
    expect(page.get_by_text("The draft is gone")).to_be_visible()
    expect(page.get_by_role("link", name="Throw away")).to_have_count(0)


@pytest.mark.parametrize("drafts", ["form"], indirect=True)
def test_the_list_leads_to_it_on_the_smallest_phone(page: Page, drafts: Drafts) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/design/forms")
    assert violations(page) == []
    page.get_by_role("link", name="Throw away the draft of Short practice assessment").click()
    page.wait_for_url("**/discard")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    page.get_by_role("button", name="Throw this draft away").click()
    page.wait_for_url("**/design/forms")
    assert not drafts.is_there


@pytest.mark.parametrize("drafts", ["form"], indirect=True)
def test_a_draft_that_cannot_be_drawn_is_thrown_away_too(page: Page, drafts: Drafts) -> None:
    drafts.document["roles"] = 5
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/design/forms/{DRAFT_ID}")
    expect(page.get_by_text("This draft cannot be drawn")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Throw this draft away").click()
    page.get_by_role("button", name="Throw this draft away").click()
    page.wait_for_url("**/design/forms")
    assert not drafts.is_there
