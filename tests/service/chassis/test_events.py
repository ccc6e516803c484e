"""Events: from the outbox over the broker to one effect, whatever fails on the way."""

import json
import statistics
import time
import urllib.request
import uuid

import amqp
import pytest
import sqlalchemy as sa

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.chassis.replay import replay
from libs.chassis.testing import call, running_service
from tests.service.chassis.toy import contract, use_cases

TOY = "tests.service.chassis.toy"
pytestmark = pytest.mark.usefixtures("empty_queues")


def make(database, principal, name="tile"):
    request = {"name": name, "fail": ""}
    reply = database.write(call(principal, contract.MAKE_THING), use_cases.make_thing, request)
    return uuid.UUID(reply["thing_id"])


def heard(database, principal):
    """thing id -> how often it was heard."""

    def query(tx):
        return tx.session.execute(sa.text("SELECT thing_id, times FROM heard")).all()

    return {row.thing_id: row.times for row in database.run(principal, query)}


def eventually(truth, within_s=10.0):
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if truth():
            return True
        time.sleep(0.05)
    return False


def parked(rabbitmq_url):
    with connect(rabbitmq_url, name="test") as connection:
        channel = connection.channel()
        eventbus.declare_parking(channel, "toy")
        return channel.queue_declare(eventbus.parking_of("toy"), passive=True).message_count


def metric(process, name):
    page = urllib.request.urlopen(f"http://127.0.0.1:{process.metrics_port}/metrics").read()
    lines = [line for line in page.decode().splitlines() if line.startswith(name)]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)


def test_a_committed_event_is_heard_once(toy, toy_database, somebody):
    thing = make(toy_database, somebody)
    assert eventually(lambda: heard(toy_database, somebody) == {thing: 1})


def test_hearing_an_event_counts_how_long_it_took_and_how_late_it_was(toy, toy_database, somebody):
    make(toy_database, somebody)
    assert eventually(lambda: metric(toy, "tessera_event_seconds_count") == 1)
    assert metric(toy, "tessera_event_lag_seconds_count") == 1
    took = metric(toy, "tessera_event_seconds_sum")
    # Late by the way from the outbox over the broker, so longer than the handling alone.
    assert 0 < took < metric(toy, "tessera_event_lag_seconds_sum") < 5


def test_an_event_committed_while_the_service_was_down_is_sent_at_its_start(
    toy_database, toy_environment, somebody
):
    thing = make(toy_database, somebody)
    with running_service(TOY, toy_environment):
        assert eventually(lambda: heard(toy_database, somebody) == {thing: 1})


def test_events_arrive_within_a_quarter_of_a_second(toy, toy_database, somebody):
    make(toy_database, somebody)
    assert eventually(lambda: len(heard(toy_database, somebody)) == 1)
    waits = []
    for number in range(2, 12):
        began = time.monotonic()
        make(toy_database, somebody)
        assert eventually(lambda n=number: len(heard(toy_database, somebody)) == n)
        waits.append(time.monotonic() - began)
    # The median: one pause of a busy computer is not ours.
    assert statistics.median(waits) < 0.25


def test_a_message_that_comes_twice_has_one_effect(toy, toy_database, somebody, rabbitmq_url):
    thing = uuid.uuid4()
    event = contract.ThingMadeV1(institution_id=somebody.institution_id, thing_id=thing)
    message = {
        "content_type": "application/json",
        "message_id": str(uuid.uuid4()),
        "type": event.NAME,
        "application_headers": {eventbus.OCCURRED_HEADER: "2026-11-22T09:00:00+00:00"},
    }
    with connect(rabbitmq_url, name="test") as connection:
        channel = connection.channel()
        for _ in range(3):
            body = json.dumps(event.to_wire())
            channel.basic_publish(amqp.Message(body, **message), "toy.events", event.NAME)
    assert eventually(lambda: heard(toy_database, somebody) == {thing: 1})
    time.sleep(0.5)
    assert heard(toy_database, somebody) == {thing: 1}


def test_a_poisoned_event_is_parked_after_five_tries_and_others_pass_by(
    quick_delays, toy_database, toy_environment, somebody, rabbitmq_url, tmp_path
):
    """Row 17 of the fault matrix: a poison message, here among fifty of its batches."""
    antidote = tmp_path / "antidote"
    toy_environment["TOY_ANTIDOTE"] = str(antidote)
    log = tmp_path / "log"
    with running_service(TOY, toy_environment, log=log) as process:
        poisoned = make(toy_database, somebody, "poison")
        healthy = {make(toy_database, somebody) for _ in range(50)}
        assert eventually(lambda: set(heard(toy_database, somebody)) == healthy)
        assert eventually(lambda: parked(rabbitmq_url) == 1, within_s=20)
        assert metric(process, "tessera_event_failures_total") == eventbus.MAX_TRIES
        assert message_id_of(toy_database, poisoned) == parked_line(log)["message_id"]
        antidote.touch()
        assert replay(rabbitmq_url, "toy").sent == 1
        assert eventually(lambda: set(heard(toy_database, somebody)) == healthy | {poisoned})
        assert parked(rabbitmq_url) == 0


def message_id_of(database, thing):
    query = "SELECT message_id::text FROM outbox WHERE body LIKE :thing"
    with database.engine.connect() as connection:
        return connection.scalar(sa.text(query), {"thing": f"%{thing}%"})


def parked_line(log):
    """The line an operator finds, to look a message up by."""
    (line,) = [line for line in log.read_text().splitlines() if '"event_parked"' in line]
    return json.loads(line)


def test_a_message_nobody_can_read_is_parked_too(quick_delays, toy_environment, rabbitmq_url):
    with running_service(TOY, toy_environment), connect(rabbitmq_url, name="test") as connection:
        channel = connection.channel()
        message = amqp.Message("{not json", type=contract.ThingMadeV1.NAME)
        channel.basic_publish(message, "toy.events", contract.ThingMadeV1.NAME)
        assert eventually(lambda: parked(rabbitmq_url) == 1, within_s=20)


def test_an_event_without_a_way_to_its_consumer_is_kept_until_there_is_one(
    toy, toy_database, somebody, rabbitmq_url
):
    """Row 9 of the fault matrix: a queue deleted or a binding missing."""
    queue, name = eventbus.queue_of("toy", "thing_made"), contract.ThingMadeV1.NAME
    with connect(rabbitmq_url, name="test") as connection:
        channel = connection.channel()
        channel.queue_unbind(queue, "toy.events", name)
        thing = make(toy_database, somebody)
        assert eventually(lambda: metric(toy, "tessera_outbox_unroutable_total") >= 1)
        assert heard(toy_database, somebody) == {}
        channel.queue_bind(queue, "toy.events", name)
    assert eventually(lambda: heard(toy_database, somebody) == {thing: 1})


def test_a_consumer_makes_its_queue_anew_when_someone_deletes_it(
    toy, toy_database, somebody, rabbitmq_url
):
    """Row 9 of the fault matrix: the queue itself is deleted; events meanwhile wait."""
    queue = eventbus.queue_of("toy", "thing_made")
    before = make(toy_database, somebody)
    assert eventually(lambda: heard(toy_database, somebody) == {before: 1})
    with connect(rabbitmq_url, name="test") as connection:
        connection.channel().queue_delete(queue)
    things = {make(toy_database, somebody) for _ in range(20)}
    everything = dict.fromkeys(things | {before}, 1)
    assert eventually(lambda: heard(toy_database, somebody) == everything)
    assert eventually(lambda: metric(toy, "tessera_outbox_waiting") == 0)


def test_an_event_that_nobody_hears_is_not_kept_for_ever(toy, toy_database, somebody):
    make(toy_database, somebody)

    def unsent():
        with toy_database.engine.connect() as connection:
            return connection.scalar(sa.text("SELECT count(*) FROM outbox WHERE sent_at IS NULL"))

    assert eventually(lambda: unsent() == 0)


def test_a_due_timer_fires_once(toy, toy_database, somebody):
    make(toy_database, somebody, "later")

    def names():
        return toy_database.read(call(somebody, contract.THINGS), use_cases.things, {})["names"]

    assert names() == ["later"]
    assert eventually(lambda: names() == ["renamed"])
    with toy_database.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM timers")) == 0


def test_a_second_replica_stands_by_and_takes_over(toy_database, toy_environment, somebody):
    with running_service(TOY, toy_environment) as first:
        assert eventually(lambda: metric(first, "tessera_outbox_relay_leads") == 1)
        with running_service(TOY, toy_environment) as second:
            assert metric(second, "tessera_outbox_relay_leads") == 0
            first.kill()
            first.wait()
            thing = make(toy_database, somebody)
            assert eventually(lambda: heard(toy_database, somebody) == {thing: 1})
            assert metric(second, "tessera_outbox_relay_leads") == 1
