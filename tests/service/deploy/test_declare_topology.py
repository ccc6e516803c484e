"""The command that declares the topology, as the user the operator's guide makes for it."""

import os
import subprocess
import sys
from pathlib import Path

import amqp
import pytest

from deploy.local.servers import RabbitServer
from libs.chassis import declare_topology, eventbus
from libs.chassis.amqp.connection import connect
from tests.architecture.guide import broker_rights
from tests.contract import published

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    rights = broker_rights()["topology"]
    broker = RabbitServer(tmp_path_factory.mktemp("topology"), {"topology": rights})
    broker.start()
    yield broker
    broker.stop()


def run(**environment):
    return subprocess.run(
        [sys.executable, "-m", "libs.chassis.declare_topology"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
    )


def test_every_consumer_has_its_queue_afterwards_and_again_changes_nothing(broker):
    for _ in range(2):
        done = run(AMQP_URL=broker.url_of("topology"))
        assert done.returncode == 0, done.stderr
    with connect(broker.url, name="test") as connection:
        channel = connection.channel()
        for consumers in published.subscriptions().values():
            for consumer in consumers:
                queue = eventbus.queue_of(*consumer.split(".", 1))
                assert channel.queue_declare(queue, passive=True).queue == queue
                service = consumer.split(".", 1)[0]
                channel.queue_declare(eventbus.parking_of(service), passive=True)


def test_an_event_sent_before_its_consumer_ever_ran_waits_for_it(broker):
    declare_topology.declare(broker.url_of("topology"))
    name, (consumer, *_) = next(iter(published.subscriptions().items()))
    with connect(broker.url, name="test") as connection:
        channel = connection.channel()
        channel.confirm_select()
        exchange = eventbus.exchange_of(name.split(".", 1)[0])
        channel.basic_publish_confirm(
            amqp.Message("{}", delivery_mode=2), exchange, name, mandatory=True
        )
        queue = eventbus.queue_of(*consumer.split(".", 1))
        assert channel.queue_declare(queue, passive=True).message_count == 1


def test_without_an_address_it_says_how_it_is_used():
    done = run(AMQP_URL="")
    assert done.returncode == 1
    assert done.stderr.startswith("usage: AMQP_URL=")
