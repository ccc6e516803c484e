"""Events that may be missed: heard by every process that listens, and a gap is noticed."""

import json
import threading
import time
import uuid

import amqp
import pytest

from libs.chassis import eventbus, listening
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


def start(url, heard, hearing=None, hear=None):
    threading.Thread(
        target=listen,
        args=(url,),
        kwargs={
            "name": "one",
            "events": (AccessRevokedV1,),
            "hear": hear or (lambda _name, body: heard.append(body["person_id"])),
            "after_gap": lambda: heard.append("gap"),
            "hearing": hearing,
        },
        daemon=True,
    ).start()


def test_a_message_that_cannot_be_heard_costs_no_other(rabbitmq_url):
    heard, bad, good = [], uuid.uuid4(), uuid.uuid4()
    hearing = threading.Event()

    def hear(_name, body):
        if body["person_id"] == str(bad):
            raise RuntimeError("what nobody thought of")
        heard.append(body["person_id"])

    start(rabbitmq_url, heard, hearing, hear)
    assert hearing.wait(10)
    publish(rabbitmq_url, bad)
    publish(rabbitmq_url, good)
    assert eventually(lambda: heard)
    assert heard == [str(good)]


def test_a_listener_that_fails_otherwise_begins_anew(rabbitmq_url, monkeypatch):
    heard, failures, subscribe = [], [LookupError(), ValueError()], listening._subscribe

    def fail_at_first(*args):
        if failures:
            raise failures.pop()
        subscribe(*args)

    monkeypatch.setattr(listening, "_subscribe", fail_at_first)
    start(rabbitmq_url, heard)
    assert told(rabbitmq_url, [heard])


def test_a_listener_says_whether_it_hears(rabbitmq_server, rabbitmq_url):
    hearing = threading.Event()
    start(rabbitmq_url, [], hearing)
    assert hearing.wait(10)
    rabbitmq_server.kill()
    try:
        assert eventually(lambda: not hearing.is_set())
    finally:
        rabbitmq_server.start()
    assert hearing.wait(20)
