"""What the pages of the gateway are tried with: the form builder on a desk, with one draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.unit.gateway.builder_page import builder_of
from tests.unit.gateway.design_world import Drafts


@pytest.fixture
def drafts() -> Drafts:
    return Drafts()


@pytest.fixture
def replies() -> dict[str, Any]:
    """What services say besides the forms service about the draft."""
    return {}


@pytest.fixture
def page(browser: Browser, drafts: Drafts, replies: dict[str, Any]) -> Iterator[Page]:
    with builder_of(browser, drafts, **replies) as opened:
        yield opened
