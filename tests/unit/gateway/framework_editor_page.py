"""The framework editor on a page of a browser, with services that count saves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from tests.unit.gateway.framework_samples import FRAMEWORKS, IDS
from tests.unit.gateway.staff_world import Fake, gateway, me
from tests.unit.gateway.watching import address_of

EDITOR = f"/design/frameworks/{IDS['tree']}"


@contextmanager
def served_frameworks(**replies: Any) -> Iterator[tuple[str, Fake]]:
    """The address of a gateway with sample replies, and its services, which count saves."""
    rev = [4]

    def save(**asked: Any) -> dict[str, Any]:
        rev[0] += 1
        return {"rev": rev[0], "problems": [], "updated_at": "2026-11-22T10:00:00Z"}

    with (
        gateway(me("local_admin"), **FRAMEWORKS | {"forms__save_draft": save} | replies) as (
            client,
            fake,
        ),
        address_of(client) as origin,
    ):
        yield origin, fake


def outline(page: Page) -> list[str]:
    """The rows as they stand: two spaces a level, then the title."""
    told: list[str] = page.eval_on_selector_all(
        ".tree__row",
        """rows => rows.map(row => '  '.repeat(row.getAttribute('aria-level') - 1)
             + row.querySelector('.tree__title').value)""",
    )
    return told


def saved(page: Page, fake: Fake) -> dict[str, Any]:
    """The document as it was sent last, when all of it is."""
    expect(page.locator(".save-state")).to_have_text("Saved")
    document: dict[str, Any] = fake.fields_of("forms.save_draft")["document"]
    return document
