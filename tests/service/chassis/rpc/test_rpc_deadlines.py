"""Nobody waits for ever, and nothing is begun for someone who no longer waits."""

import time

import pytest

from libs.chassis.calls import Origin, working_for
from libs.chassis.passport import PassportOffice, read_private_key
from libs.chassis.rpc import wire
from libs.contracts.faults import DeadlineExceeded
from tests.service.chassis.rpc.example.contract import MARK, NOBODY, SLEEP, WHOAMI
from tests.service.chassis.rpc.raw import RawCaller


@pytest.fixture
def raw(rabbitmq_url, example):
    caller = RawCaller(rabbitmq_url)
    yield caller
    caller.close()


@pytest.fixture
def passport(keys, learner):
    office = PassportOffice("gateway", read_private_key(keys / "gateway.private.json"))
    return office.passport(learner, "example")


def test_a_caller_gets_a_fault_at_its_deadline(example, client, learner):
    started = time.monotonic()

    with pytest.raises(DeadlineExceeded):
        client.call(SLEEP, learner, deadline_s=0.5, seconds=2)

    assert 0.45 < time.monotonic() - started < 0.9


def test_a_late_reply_does_not_answer_another_call(example, client, learner):
    with pytest.raises(DeadlineExceeded):
        client.call(SLEEP, learner, deadline_s=0.2, seconds=0.4)

    for _ in range(4):
        assert client.call(SLEEP, learner, seconds=0.15) == {"slept": 0.15}


def test_a_request_whose_deadline_has_passed_is_not_begun(raw, passport, tmp_path):
    marked = tmp_path / "marked"
    headers = {wire.PASSPORT: passport, wire.DEADLINE: int(time.time() * 1000) - 1}

    raw.send(MARK.address, {"args": [], "kwargs": {"path": str(marked)}}, headers)

    assert raw.reply()["error"]["fault"]["code"] == "chassis.deadline_exceeded"
    assert not marked.exists()


def test_a_deadline_that_is_no_number_is_refused(raw, passport):
    headers = {wire.PASSPORT: passport, wire.DEADLINE: "soon"}

    raw.send(WHOAMI.address, {"args": [], "kwargs": {}}, headers)

    assert raw.reply()["error"]["fault"]["code"] == "chassis.invalid_request"


def test_a_call_made_during_another_has_no_more_time_than_that_one(example, client, learner):
    with working_for(Origin("c", deadline=time.time() + 1)):
        left = client.call(WHOAMI, learner, deadline_s=10)["seconds_left"]

    assert left <= 1


def test_a_call_is_not_sent_when_the_time_is_already_up(client, learner):
    with working_for(Origin("c", deadline=time.time() - 1)), pytest.raises(DeadlineExceeded):
        client.call(WHOAMI, learner)


def test_requests_are_transient_and_expire_at_their_deadline(rabbitmq_url, client, learner):
    raw = RawCaller(rabbitmq_url)
    raw.channel.queue_declare("rpc-nobody", exclusive=True)
    raw.channel.queue_bind("rpc-nobody", "nameko-rpc", "nobody.*")

    with pytest.raises(DeadlineExceeded):
        client.call(NOBODY, learner, deadline_s=0.4)

    time.sleep(0.1)
    assert raw.channel.basic_get("rpc-nobody") is None
    with pytest.raises(DeadlineExceeded):
        # Read before it expires, to look at its properties.
        raw.channel.basic_consume("rpc-nobody", callback=raw.messages.append)
        client.call(NOBODY, learner, deadline_s=0.3)
    raw.connection.drain_events(timeout=2)
    raw.close()
    properties = raw.messages[-1].properties
    assert properties["delivery_mode"] == 1
    assert 200 <= int(properties["expiration"]) <= 300
