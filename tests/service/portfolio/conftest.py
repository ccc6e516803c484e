"""Fixtures of the portfolio's tests: a migrated database and a settled institution in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from libs.chassis.database import Database, OpenDatabase
from libs.chassis.testing import FixedClock
from services.portfolio.service import PortfolioService

from .world import START, World, publish_library


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def db(fresh_database, clock) -> Iterator[OpenDatabase]:  # type: ignore[no-untyped-def]
    opened = Database.standalone(
        fresh_database("portfolio").app_url,
        service="portfolio",
        clock=clock,
        unnamed=PortfolioService.database.unnamed,
    )
    yield opened
    opened.close()


@pytest.fixture
def network(db: OpenDatabase) -> uuid.UUID:
    found = uuid.uuid4()
    publish_library(db, found)
    return found


@pytest.fixture
def world(db: OpenDatabase, clock: FixedClock, network: uuid.UUID) -> World:
    found = World(db, clock, network)
    found.settle_in()
    return found


@pytest.fixture
def elsewhere(db: OpenDatabase, clock: FixedClock, network: uuid.UUID) -> World:
    """Another institution of the same network, with people and a portfolio of its own."""
    found = World(db, clock, network)
    found.settle_in()
    return found
