"""The form builder on a page of a browser, on a draft that is kept and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.unit.gateway.design_samples import DRAFT_ID
from tests.unit.gateway.design_world import Drafts
from tests.unit.gateway.staff_world import gateway, me
from tests.unit.gateway.watching import address_of, watched

EDITOR = f"/design/forms/{DRAFT_ID}"


PHONE = {"is_mobile": True, "has_touch": True}


@contextmanager
def builder_of(
    browser: Browser,
    drafts: Drafts,
    *,
    size: tuple[int, int] = (1280, 900),
    chosen: Mapping[str, Any] | None = None,
    **replies: Any,
) -> Iterator[Page]:
    """The builder with one of `drafts`; on a desk, or on what is `chosen` of the browser."""
    with (
        gateway(me("local_admin"), **drafts.replies() | replies) as (client, _fake),
        address_of(client) as origin,
        watched(browser, origin, *size, base_url=origin, **(chosen or {})) as page,
    ):
        page.goto(EDITOR)
        expect(page.locator(".canvas-item .canvas-item__drawn > *").first).to_be_attached()
        yield page


def saved(page: Page) -> None:
    expect(page.locator(".editor-bar .save-state")).to_have_text("Saved")


def stage(drafts: Drafts, place: int) -> Mapping[str, Any]:
    """A step of the draft as it was saved last."""
    found: Mapping[str, Any] = drafts.document["stages"][place]
    return found


def open_folds(page: Page) -> None:
    page.locator(".builder__panel details").evaluate_all("all => all.forEach(e => e.open = true)")
