"""Many writes in one transaction, and many deliveries: each on its own merits."""

import dataclasses
import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from libs.chassis.delivery import Delivery
from libs.chassis.testing import call
from libs.chassis.together import together
from libs.contracts.base import Fault
from tests.service.chassis.toy import contract, use_cases

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def names(database, principal):
    query = sa.text("SELECT name FROM thing ORDER BY id")
    return database.run(principal, lambda tx: list(tx.session.scalars(query)))


def make(lot, principal, name, fail=""):
    request = {"name": name, "fail": fail}
    return lot.write(call(principal, contract.MAKE_THING), use_cases.make_thing, request)


def test_of_many_writes_the_refused_one_leaves_nothing_behind(toy_database, somebody):
    with together(toy_database) as lot:
        make(lot, somebody, "first")
        with pytest.raises(Fault):
            make(lot, somebody, "refused", fail="fault")
        make(lot, somebody, "last")
    assert names(toy_database, somebody) == ["first", "last"]
    assert len(sent_by(toy_database)) == 4  # two events each


def test_nothing_of_a_lot_that_fails_is_kept(toy_database, somebody):
    with pytest.raises(RuntimeError), together(toy_database) as lot:
        make(lot, somebody, "first")
        raise RuntimeError
    assert names(toy_database, somebody) == []


def sent_by(database):
    with database.engine.connect() as connection:
        return connection.execute(sa.text("SELECT name FROM outbox")).all()


def delivery(principal, thing_id, message_id=None):
    event = contract.ThingMadeV1(institution_id=principal.institution_id, thing_id=thing_id)
    one = Delivery.of(event, consumer="events.toy.thing_made", occurred_at=NOW)
    return dataclasses.replace(one, message_id=message_id or one.message_id)


def heard(database, principal):
    query = sa.text("SELECT thing_id, times FROM heard")
    return database.run(principal, lambda tx: dict(map(tuple, tx.session.execute(query))))


def test_a_batch_applies_each_message_once_for_each_institution(toy_database, somebody):
    other = dataclasses.replace(somebody, institution_id=uuid.uuid4())
    ours, theirs = delivery(somebody, uuid.uuid4()), delivery(other, uuid.uuid4())
    again = delivery(somebody, ours.event.thing_id, ours.message_id)

    assert toy_database.consume_all([ours, theirs, again], use_cases.hear) == 2
    assert toy_database.consume_all([ours, theirs], use_cases.hear) == 0

    assert heard(toy_database, somebody) == {ours.event.thing_id: 1}
    assert heard(toy_database, other) == {theirs.event.thing_id: 1}


def test_what_a_batch_needs_is_read_ahead_of_its_effects_and_for_new_messages_alone(
    toy_database, somebody
):
    known, new = delivery(somebody, uuid.uuid4()), delivery(somebody, uuid.uuid4())
    toy_database.consume_all([known], use_cases.hear)
    steps = []

    for _ in range(2):
        toy_database.consume_all(
            [known, new],
            lambda _, event: steps.append(event),
            before=lambda _, events: steps.append(events),
        )

    assert steps == [[new.event], new.event]
