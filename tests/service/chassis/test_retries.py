"""What becomes of a message that failed: its delays, its parking, its replay; never its loss."""

import json
import os
import re
import subprocess
import sys
import uuid
from collections import Counter
from contextlib import contextmanager
from urllib.parse import urlsplit

import amqp
import psycopg2
import pytest

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.chassis.replay import Replayed, replay
from libs.chassis.testing import running_service
from tests.service.chassis.test_events import eventually, heard, make, metric, parked
from tests.service.chassis.toy import contract

TOY = "tests.service.chassis.toy"
QUEUE = eventbus.queue_of("toy", "thing_made")
GONE = eventbus.queue_of("toy", "gone")
PARKING = eventbus.parking_of("toy")
OCCURRED = "2026-11-22T09:00:00+00:00"
pytestmark = pytest.mark.usefixtures("empty_queues")


@pytest.fixture
def channel(rabbitmq_url):
    with connect(rabbitmq_url, name="test") as connection:
        yield connection.channel()


def message(institution, *, poison=False, **headers):
    """An event of the toy service as the relay sends it, with further headers."""
    event = contract.ThingMadeV1(institution_id=institution, thing_id=uuid.uuid4(), poison=poison)
    return amqp.Message(
        json.dumps(event.to_wire()),
        message_id=str(uuid.uuid4()),
        correlation_id=uuid.uuid4().hex,
        type=event.NAME,
        application_headers={eventbus.OCCURRED_HEADER: OCCURRED, **headers},
    )


def count(channel, queue):
    return channel.queue_declare(queue, passive=True).message_count


# -- delays ------------------------------------------------------------------------------------


def test_the_delays_are_1_5_15_and_60_seconds_on_the_broker(rabbitmq_url):
    waits = {}
    for seconds in eventbus.DELAYS_S:
        queue = eventbus.DELAY_EXCHANGE.format(seconds)
        waits[queue] = ttl_ms(rabbitmq_url, queue)
    assert waits == {"delay.1": 1000, "delay.5": 5000, "delay.15": 15_000, "delay.60": 60_000}


def ttl_ms(rabbitmq_url, queue):
    """What the broker has: it tells whoever declares the queue with another one."""
    arguments = {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": eventbus.RETRY_EXCHANGE,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
        "x-message-ttl": 7,
    }
    otherwise = {"durable": True, "auto_delete": False, "arguments": arguments}
    with (
        connect(rabbitmq_url, name="test") as connection,
        pytest.raises(amqp.PreconditionFailed) as told,
    ):
        connection.channel().queue_declare(queue, **otherwise)
    found = re.search(r"'x-message-ttl'.*current is '(\d+)'", str(told.value), re.DOTALL)
    assert found, told.value
    return int(found.group(1))


def test_each_failure_waits_longer_than_the_one_before(toy, channel, somebody):
    for failures, seconds in enumerate((1, 5, 15, 60)):
        queue = eventbus.DELAY_EXCHANGE.format(seconds)
        channel.queue_purge(queue)
        before = {eventbus.TRIES_HEADER: failures}
        poison = message(somebody.institution_id, poison=True, **before)
        channel.basic_publish(poison, "toy.events", contract.ThingMadeV1.NAME)
        assert eventually(lambda queue=queue: count(channel, queue) == 1), queue
        waiting = channel.basic_get(queue, no_ack=True)
        assert waiting.headers[eventbus.TRIES_HEADER] == failures + 1
        assert waiting.properties["message_id"] == poison.properties["message_id"]


@contextmanager
def away(admin_url, database_url):
    """The database cannot be reached meanwhile: nobody gets in, and who is inside is out."""
    name = urlsplit(database_url).path[1:]
    admin = psycopg2.connect(admin_url)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        try:
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
            admin.close()


def test_a_time_without_our_own_database_counts_as_no_try(
    toy, toy_urls, toy_database, somebody, channel, postgres_admin_url
):
    event = message(somebody.institution_id, **{eventbus.TRIES_HEADER: eventbus.MAX_TRIES - 1})
    with away(postgres_admin_url, toy_urls.app_url):
        channel.basic_publish(event, "toy.events", contract.ThingMadeV1.NAME)
        assert eventually(lambda: has_let_go(channel))
        waiting = channel.basic_get(QUEUE)
        # One more would have parked it.
        assert waiting.headers[eventbus.TRIES_HEADER] == eventbus.MAX_TRIES - 1
        assert waiting.headers["x-delivery-count"] >= 1
        channel.basic_reject(waiting.delivery_tag, requeue=True)
    thing = uuid.UUID(json.loads(event.body)["thing_id"])
    assert eventually(lambda: heard(toy_database, somebody) == {thing: 1})
    assert metric(toy, "tessera_event_failures_total") == 0


def has_let_go(channel):
    """Nobody consumes, and the message lies there."""
    _, messages, consumers = channel.queue_declare(QUEUE, passive=True)
    return (messages, consumers) == (1, 0)


# -- never lost --------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["delay.1", PARKING])
def test_a_failed_message_without_a_queue_to_go_to_stays_and_ends_parked(
    quick_delays, toy_database, toy_environment, somebody, rabbitmq_url, channel, missing
):
    """Row 9 of the fault matrix: somebody deletes the queue that a failed message goes to."""
    with running_service(TOY, toy_environment) as process:
        channel.queue_delete(missing)
        make(toy_database, somebody, "poison")
        # The try whose message could not go anywhere comes once more.
        tries = eventbus.MAX_TRIES + 1
        failures = "tessera_event_failures_total"
        # On a busy computer a confirm may be late, and then it comes another time too.
        assert eventually(lambda: metric(process, failures) >= tries, within_s=60)
        assert eventually(lambda: parked(rabbitmq_url) == 1, within_s=30)


def park(channel, queue, institution):
    lost = message(institution, **{eventbus.QUEUE_HEADER: queue, eventbus.TRIES_HEADER: 5})
    channel.basic_publish_confirm(lost, eventbus.PARKING_EXCHANGE, "toy", mandatory=True)
    return lost.properties["message_id"]


def test_replay_sends_a_message_again_under_its_id_with_its_tries_forgotten(
    channel, rabbitmq_url, somebody
):
    message_id = park(channel, QUEUE, somebody.institution_id)
    assert replay(rabbitmq_url, "toy") == Replayed(sent=1)
    again = channel.basic_get(QUEUE, no_ack=True)
    assert again.properties["message_id"] == message_id
    assert again.properties["correlation_id"] and again.properties["type"]
    ours = {name: value for name, value in again.headers.items() if name != "x-delivery-count"}
    assert ours == {eventbus.OCCURRED_HEADER: OCCURRED, eventbus.TRIES_HEADER: 0}


def test_replay_names_the_queue_that_is_not_there_and_keeps_its_messages_parked(
    channel, rabbitmq_url, somebody
):
    ids = [park(channel, queue, somebody.institution_id) for queue in (GONE, QUEUE, GONE)]
    told = run_replay(rabbitmq_url)
    assert told.returncode == 1
    assert "1 message(s) sent again to toy." in told.stdout
    assert f"2 message(s) stay parked: the queue {GONE} is not there" in told.stderr
    assert channel.basic_get(QUEUE, no_ack=True).properties["message_id"] == ids[1]
    assert eventually(lambda: count(channel, PARKING) == 2)
    kept = [channel.basic_get(PARKING) for _ in range(2)]
    assert [one.properties["message_id"] for one in kept] == [ids[0], ids[2]]
    assert {one.headers[eventbus.QUEUE_HEADER] for one in kept} == {GONE}


def test_replay_in_vain_does_not_bring_a_message_nearer_to_being_dropped_by_the_broker(
    channel, rabbitmq_url, somebody
):
    """RabbitMQ 4 drops what was fetched and put back twenty times; every broker counts it."""
    ids = [park(channel, queue, somebody.institution_id) for queue in (GONE, "")]
    for _ in range(3):
        in_vain = replay(rabbitmq_url, "toy")
        assert (in_vain.sent, in_vain.kept.total()) == (0, 2)
    kept = [channel.basic_get(PARKING) for _ in ids]
    assert [one.properties["message_id"] for one in kept] == ids
    assert [one.headers.get("x-delivery-count", 0) for one in kept] == [0, 0]
    assert [one.headers[eventbus.TRIES_HEADER] for one in kept] == [5, 5]


def test_what_the_broker_parked_itself_is_replayed_to_its_queue_also_after_a_replay_in_vain(
    channel, rabbitmq_url, somebody
):
    """It names the queue in its own way, and may not do so of a copy."""
    crashing = message(somebody.institution_id)
    channel.basic_publish_confirm(crashing, eventbus.RETRY_EXCHANGE, QUEUE, mandatory=True)
    for _ in range(eventbus.DELIVERY_LIMIT + 1):
        assert eventually(lambda: put_back(channel))
    assert eventually(lambda: count(channel, PARKING) == 1)
    channel.queue_delete(QUEUE)
    assert replay(rabbitmq_url, "toy") == Replayed(kept=Counter({QUEUE: 1}))
    eventbus.declare_consumer(channel, "toy", "thing_made", [contract.ThingMadeV1.NAME])
    assert replay(rabbitmq_url, "toy") == Replayed(sent=1)
    again = channel.basic_get(QUEUE, no_ack=True)
    assert again.properties["message_id"] == crashing.properties["message_id"]


def put_back(channel):
    """What a consumer does that dies of a message; False when there is none."""
    fetched = channel.basic_get(QUEUE)
    if fetched is not None:
        channel.basic_reject(fetched.delivery_tag, requeue=True)
    return fetched is not None


def run_replay(rabbitmq_url):
    return subprocess.run(
        [sys.executable, "-m", "libs.chassis.replay", "toy"],
        env={**os.environ, "AMQP_URL": rabbitmq_url},
        capture_output=True,
        text=True,
        timeout=60,
    )
