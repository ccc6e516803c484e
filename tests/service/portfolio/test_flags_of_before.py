"""Concerns that were reported before flags had a key are closed like all others."""

from __future__ import annotations

import uuid

from libs.chassis import migrate
from libs.chassis.database import Database
from libs.chassis.testing import FixedClock

from .test_flags import CLOSED, FORM, REPORT, flags
from .world import World, publish_library

PACKAGE = "services.portfolio"
BEFORE = "20261128_0930"


def test_a_concern_reported_before_is_brought_up_to_date_by_its_review(
    fresh_database, clock: FixedClock
):
    urls = fresh_database("portfolio")
    db = Database.standalone(urls.app_url, service="portfolio", clock=clock)
    network = uuid.uuid4()
    publish_library(db, network)
    world = World(db, clock, network)
    world.settle_in()
    record_id = world.start(FORM, who=world.trainer)
    world.send(world.trainer, record_id, "report", REPORT)
    migrate.downgrade(PACKAGE, urls.owner_url, BEFORE)
    migrate.upgrade(PACKAGE, urls.owner_url)
    world.send(world.learner, record_id, "reply", {"side": "Het klopt."})
    world.send(world.head, record_id, "review", CLOSED)
    assert [one["detail"] for one in flags(world)] == [{"state": "closed"}]
    db.close()
