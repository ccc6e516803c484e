"""Rebuilding: what was lost or went wrong is as before once the owners restated their facts."""

import pytest
import sqlalchemy as sa

from libs.chassis import testing
from libs.chassis.principal import Principal
from libs.chassis.timers import due_timers
from libs.contracts.dashboards import REBUILD
from services.dashboards import use_cases
from tests.service.dashboards.models import clear, service, snapshot
from tests.service.dashboards.stories import Story


@pytest.fixture
def heard(desk):
    story = Story(seed=11)
    events = [
        *story.long(15),
        story.request(),
        story.goal(),
        story.registration(),
        story.decision(),
        story.relation(story.id()),
        story.enrolled(),
    ]
    desk.hear(*events)
    desk.fetch_programmes()
    return story, newest_of(events)


def newest_of(events):
    """The facts as their owners restate them: only the newest revision of each contribution."""
    kept = {}
    for number, event in enumerate(events):
        kept[getattr(event, "contribution_id", number)] = event
    return list(kept.values())


def test_read_models_that_were_dropped_are_rebuilt_as_before(desk, heard):
    story, facts = heard
    before = snapshot(desk.database, story)
    clear(desk.database, story)
    assert snapshot(desk.database, story)["view"] == []
    desk.hear(*reversed(facts))
    assert snapshot(desk.database, story) == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE point SET value = 1",
        "DELETE FROM point",
        "DELETE FROM area",
        "UPDATE area SET points = points + 1",
        "UPDATE record SET state = 'draft'",
        "UPDATE view SET open_requests = 17, registrations = '[]', decisions = '[]'",
        "DELETE FROM view",
        "UPDATE goal SET state = 'met'",
    ],
)
def test_what_went_wrong_is_mended_in_place(desk, heard, damage):
    story, facts = heard
    before = snapshot(desk.database, story)
    with desk.database.transaction(service(story)) as tx:
        tx.session.execute(sa.text(damage))
    assert snapshot(desk.database, story) != before
    desk.hear(*facts)
    assert snapshot(desk.database, story) == before


def test_the_owners_are_asked_page_by_page_until_there_is_no_more(desk, database):
    gateway = Principal(kind="service", issuer="gateway")
    database.write(testing.call(gateway, REBUILD), use_cases.begin_rebuild, {})
    asked = []
    for page in ({"sent": 5, "next": "a"}, {"sent": 2, "next": None}):
        (timer,) = due_timers(database, "rebuild")
        asked.append(timer.payload.get("cursor"))
        database.fire(timer, lambda tx, due, page=page: use_cases.rebuild_step(tx, due, page=page))
    assert asked == [None, "a"]
    assert due_timers(database, "rebuild") == []
    with database.transaction(gateway) as tx:
        row = tx.session.execute(sa.text("SELECT sent, cursor, finished_at FROM rebuild")).one()
    assert (row.sent, row.cursor) == (7, None)
    assert row.finished_at is not None
