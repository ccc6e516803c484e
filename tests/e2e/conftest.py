"""The whole platform with a small demo, and browsers for the people in it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from deploy.local.platform import Platform
from tests.e2e.attaching import offer_forms
from tests.e2e.browsing import Visits
from tests.e2e.mails import Mails
from tests.e2e.world import World

# Names a run directory to use and leave running, for who works on these tests.
KEPT_RUN = "TESSERA_BROWSER_RUN"
# Long enough to take back what was sent, also on a busy machine; else nothing waits for a minute.
UNDO_S = 6
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def platform(server_directory: Path) -> Iterator[Platform]:
    """A platform of these tests' own, so tests that kill servers do not kill theirs."""
    kept = os.environ.get(KEPT_RUN)
    running = Platform(Path(kept) if kept else server_directory / "browser-tests")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("UNDO_S", str(UNDO_S))
        running.start()
    yield running
    if not kept:
        running.stop()
        running.backing.postgres.remove()


@pytest.fixture(scope="package")
def world(platform: Platform) -> Iterator[World]:
    """The people: the small demo, and new ones on request."""
    people = World(platform)
    yield people
    people.close()


@pytest.fixture(scope="package")
def mails(platform: Platform) -> Mails:
    inbox = platform.addresses().inbox
    assert inbox is not None
    return Mails(inbox)


@pytest.fixture(scope="package")
def forms_with_files(browser: Browser, world: World) -> None:
    """Two forms with files and signatures, offered to the learners of the demo."""
    visits = Visits(browser, world.platform)
    offer_forms(visits, world)
    visits.close()


@pytest.fixture
def visits(
    browser: Browser, world: World, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Visits]:
    """Pages of this test; when it fails, a picture of each is left in the test's folder.

    A browser that complains (a script that fails, a policy that is broken) fails the test.
    """
    opened = Visits(browser, world.platform)
    yield opened
    failed = request.node.stash.get(FAILED, False)
    if failed:
        _picture(opened, tmp_path)
    opened.close()
    assert failed or not opened.complaints, opened.complaints


def _picture(opened: Visits, folder: Path) -> None:
    for number, page in enumerate(opened.pages):
        place = folder / f"page-{number}.png"
        page.screenshot(path=place, full_page=True)
        logging.getLogger(__name__).warning("%s is pictured in %s", page.url, place)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: Any = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report
