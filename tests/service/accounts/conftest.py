"""A fresh migrated database with the small world in it."""

from collections.abc import Iterator

import pytest

from libs.chassis.database import Database
from libs.chassis.testing import FixedClock
from tests.service.accounts.world import NOON, World


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def urls(fresh_database):
    """Addresses of this test's own database, as owner and as application role."""
    return fresh_database("accounts")


@pytest.fixture
def world(urls, clock) -> Iterator[World]:
    database = Database.standalone(urls.app_url, service="accounts", clock=clock)
    made = World(database, clock)
    made.found()
    yield made
    database.close()
