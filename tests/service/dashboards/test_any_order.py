"""Duplicated and reordered events give the same read model, and it equals SQL over the facts."""

import datetime as dt
import random
import uuid

import pytest
import sqlalchemy as sa
from hypothesis import Phase
from hypothesis import strategies as st

from libs.chassis import testing
from libs.chassis.database import Database
from services.dashboards.projections import programmes
from tests.generated import each_of, numbers
from tests.service.dashboards.conftest import Desk
from tests.service.dashboards.models import clear, service, snapshot
from tests.service.dashboards.stories import LINEAGES, NOW, Story


@pytest.fixture(scope="module")
def desk(service_database):
    clock = testing.FixedClock(NOW)
    url = service_database("dashboards").app_url
    database = Database.standalone(url, service="dashboards", clock=clock)
    yield Desk(database, clock)
    database.close()


KINDS = ("record", "points", "request", "goal", "registration", "decision", "enrolled", "relation")
STATES = {
    "record": ("draft", "running", "done", "withdrawn"),
    "request": ("open", "seen", "submitted", "expired"),
    "goal": ("open", "met", "withdrawn"),
    "registration": ("registered", "approved", "withdrawn"),
    "decision": ("active", "revoked"),
}
THINGS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 3), st.integers(0, 10_000)),
    min_size=3,
    max_size=9,
)


def history(things):
    """Every version of every thing, as its owner would have sent them one after the other."""
    story = Story(seed=uuid.uuid4().int)  # an institution of its own
    events = [story.opened(), story.opened(part_time=60, version=2)]
    for kind, versions, seed in things:
        pick, thing = random.Random(seed), story.id()
        on = dt.date(2026, 3, 1) + dt.timedelta(days=pick.randrange(260))
        for version in range(1, versions + 1):
            events.append(_version(story, kind, thing, version, on, pick))
    return story, events


def _version(story, kind, thing, version, on, pick):
    changed_at = NOW - dt.timedelta(days=40 - version)
    if kind == "points":
        points = [
            story.point(
                pick.choice(LINEAGES), pick.randint(1, 5), see=pick.choice([None, ["head"]])
            )
            for _ in range(pick.randint(0, 3))
        ]
        given = [*points, story.flag()] if pick.random() < 0.3 else points
        return story.points(
            *given, contribution_id=thing, revision=version, encounter_date=on, record_id=thing
        )
    if kind == "enrolled":
        return story.enrolled(enrolment_id=thing, version=version, part_time=pick.choice([50, 100]))
    if kind == "relation":
        return story.relation(thing, relation_id=thing, version=version)
    more = {f"{kind}_id": thing, "version": version, "state": pick.choice(STATES[kind])}
    if kind == "record":
        more |= {"encounter_date": on, "changed_at": changed_at}
    return getattr(story, kind)(**more)


@numbers("histories", 10)
def test_duplicates_in_any_order_give_the_same_read_model(desk, histories):
    """Row 18 of the fault matrix: duplicated (up to three times) and reordered events."""

    # Shrinking on a database takes minutes.
    @each_of(histories, THINGS, st.integers(0, 2**32 - 1), phases=(Phase.explicit, Phase.generate))
    def _(things, seed):
        story, events = history(things)
        programmes._cache.clear()
        desk.hear(*events)
        desk.fetch_programmes()
        straight = snapshot(desk.database, story)
        shuffler = random.Random(seed)
        for _ in range(3):
            clear(desk.database, story)
            heard = [event for event in events for _ in range(shuffler.randint(1, 3))]
            shuffler.shuffle(heard)
            desk.hear(*heard)
            assert snapshot(desk.database, story) == straight
            clear(desk.database, story)
            cut = shuffler.randrange(len(heard))
            desk.hear_together(*heard[:cut])
            desk.hear_together(*heard[cut:])
            assert snapshot(desk.database, story) == straight
        assert straight["view"]


def test_the_read_model_equals_sql_over_the_facts_after_a_shuffled_history(desk):
    story = Story(seed=99)
    events = story.long(40) * 2
    random.Random(3).shuffle(events)
    desk.hear(*events)
    newest = {}
    for event in events:
        if hasattr(event, "contribution_id"):
            known = newest.setdefault(event.contribution_id, event)
            if event.revision > known.revision:
                newest[event.contribution_id] = event
    sent = sorted(
        (uuid.UUID(point["data_point_id"]), point["lineage"], point["value"])
        for event in newest.values()
        for point in event.points
    )
    with desk.database.transaction(service(story)) as tx:
        kept = tx.session.execute(sa.text("SELECT id, lineage, value FROM point ORDER BY id"))
        assert [tuple(row) for row in kept] == sent
        areas = tx.session.execute(
            sa.text("SELECT lineage, points + narratives FROM area ORDER BY lineage")
        ).all()
        counted = tx.session.execute(
            sa.text("SELECT lineage, count(*) FROM point GROUP BY lineage ORDER BY lineage")
        ).all()
    assert areas == counted


def test_a_repeated_event_changes_neither_version_nor_tells_anybody(desk):
    story = Story(seed=98)
    events = story.long(5)
    desk.hear(*events)
    before = snapshot(desk.database, story), _versions(desk, story)
    desk.hear(*events)
    assert (snapshot(desk.database, story), _versions(desk, story)) == before


def _versions(desk, story):
    with desk.database.transaction(service(story)) as tx:
        told = sa.text("SELECT count(*) FROM outbox WHERE body LIKE :topic")
        topic = {"topic": f"%portfolio:{story.portfolio_id}%"}
        return (
            tx.session.scalar(sa.text("SELECT version FROM view")),
            tx.session.scalar(told, topic),
        )
