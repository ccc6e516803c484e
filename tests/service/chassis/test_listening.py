"""Events that may be missed: heard by every process that listens, and a gap is noticed."""

import json
import threading
import time
import uuid

import amqp
import pytest

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.chassis.listening import listen
from libs.contracts.accounts import AccessRevokedV1


@pytest.fixture
def listeners(rabbitmq_url):
    """Two processes' worth of listeners: what each has heard, and how many gaps."""
    heard, gaps = [[], []], [[], []]
    for number in (0, 1):
        threading.Thread(
            target=listen,
            args=(rabbitmq_url,),
            kwargs={
                "name": f"listener-{number}",
                "events": (AccessRevokedV1,),
                "hear": lambda _name, body, n=number: heard[n].append(body["person_id"]),
                "after_gap": lambda n=number: gaps[n].append(1),
            },
            daemon=True,
        ).start()
    return heard, gaps


def publish(url, person_id):
    event = AccessRevokedV1(institution_id=None, person_id=person_id)
    with connect(url, name="test") as connection:
        channel = connection.channel()
        eventbus.declare_sender(channel, "accounts")
        message = amqp.Message(json.dumps(event.to_wire()), type=event.NAME)
        channel.basic_publish(message, eventbus.exchange_of("accounts"), event.NAME)


def eventually(truth, within_s=10.0):
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if truth():
            return True
        time.sleep(0.05)
    return False


def told(url, heard):
    """Whether an event published now, or soon, reaches every listener."""
    person_id = uuid.uuid4()

    def arrived():
        publish(url, person_id)
        return all(str(person_id) in one for one in heard)

    return eventually(arrived)


def test_every_listener_hears_of_ended_access(rabbitmq_url, listeners):
    heard, gaps = listeners
    assert told(rabbitmq_url, heard)
    assert gaps == [[], []]


def test_a_listener_notices_that_it_missed_something(rabbitmq_server, rabbitmq_url, listeners):
    heard, gaps = listeners
    assert told(rabbitmq_url, heard)
    rabbitmq_server.kill()
    rabbitmq_server.start()
    assert told(rabbitmq_server.url, heard)
    assert gaps == [[1], [1]]
