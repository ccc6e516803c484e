"""The day of an institution far from Amsterdam, in what follows a call: consumers and timers."""

import dataclasses
import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from libs.chassis import eventbus
from libs.chassis.database import Database
from libs.chassis.delivery import Delivery
from libs.chassis.events import delivery_of
from libs.chassis.testing import FixedClock, call
from libs.chassis.timers import due_timers
from tests.service.chassis.toy import contract, use_cases

# In Auckland it is the morning of the next day; in Amsterdam the evening before.
NOW = dt.datetime(2026, 10, 5, 20, 0, tzinfo=dt.UTC)
AUCKLAND, THERE, HERE = "Pacific/Auckland", dt.date(2026, 10, 6), dt.date(2026, 10, 5)


@pytest.fixture
def clock():
    return FixedClock(NOW)


@pytest.fixture
def database(toy_urls, clock):
    opened = Database.standalone(toy_urls.app_url, service="toy", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def far(somebody):
    return dataclasses.replace(somebody, zone=AUCKLAND)


def make(database, principal, name="tile"):
    request = {"name": name, "fail": ""}
    database.write(call(principal, contract.MAKE_THING), use_cases.make_thing, request)


def delivered(database) -> Delivery:
    """The event of a thing as a consumer gets it from the broker."""
    told = sa.text("SELECT name, body, message_id FROM outbox WHERE name = :name")
    with database.engine.connect() as connection:
        row = connection.execute(told, {"name": contract.ThingMadeV1.NAME}).one()
    properties = {"type": row.name, "message_id": str(row.message_id)}
    headers = {eventbus.OCCURRED_HEADER: NOW.isoformat()}
    message = SimpleNamespace(properties=properties, headers=headers, body=row.body)
    return delivery_of(message, "toy.thing_made")


def days_of_consumer(database):
    days = []
    database.consume(delivered(database), lambda tx, _event: days.append(tx.today()))
    return days


def days_of_timer(database):
    days = []
    for timer in due_timers(database, "rename"):
        database.fire(timer, lambda tx, _timer: days.append(tx.today()))
    return days


def test_a_consumer_has_the_day_of_the_institution_where_the_event_began(database, far):
    make(database, far)
    assert days_of_consumer(database) == [THERE]


def test_an_event_of_an_institution_near_by_says_nothing_of_zones(database, somebody):
    make(database, somebody)
    assert delivered(database).zone == "Europe/Amsterdam"
    assert days_of_consumer(database) == [HERE]


def test_a_timer_has_the_day_of_the_institution_for_which_it_was_set(database, far, clock):
    make(database, far, "later")
    clock.forward(seconds=2)
    (timer,) = due_timers(database, "rename")
    assert (timer.zone, dict(timer.payload)) == (AUCKLAND, {"to": "renamed"})
    assert days_of_timer(database) == [THERE]


def test_what_a_consumer_sets_and_tells_keeps_the_zone(database, far, clock):
    make(database, far)

    def go_on(tx, event):
        tx.schedule("rename", event.thing_id, tx.now)
        tx.emit(contract.NobodyHearsV1(institution_id=event.institution_id, number=7))

    database.consume(delivered(database), go_on)
    assert days_of_timer(database) == [THERE]
    with database.engine.connect() as connection:
        told = connection.execute(sa.text("SELECT body FROM outbox ORDER BY id DESC")).scalars()
        assert AUCKLAND in next(told)


def test_a_timer_that_is_moved_by_who_knows_no_zone_keeps_its_own(database, far, somebody, clock):
    """When a read model is filled again, nobody is there to say where the institution is."""
    for who in (far, somebody):
        database.run(who, lambda tx: tx.schedule("rename", "one", tx.now, {"to": tx.source}))
    (timer,) = due_timers(database, "rename")
    assert (timer.zone, dict(timer.payload)) == (AUCKLAND, {"to": "toy"})
    assert days_of_timer(database) == [THERE]


def test_behind_the_wall_of_another_institution_the_day_is_not_that_of_the_one_before(
    database, far
):
    def days(tx):
        here = tx.today()
        tx.act_for(far.institution_id, far.network_id)
        again = tx.today()
        tx.act_for(uuid.uuid4())
        return here, again, tx.today()

    assert database.run(far, days) == (THERE, THERE, HERE)
