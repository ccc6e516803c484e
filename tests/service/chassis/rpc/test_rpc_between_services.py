"""A service calls another while it serves a call: same client, green threads."""

import time

import pytest

from libs.chassis.calls import Origin, working_for
from libs.contracts.faults import DeadlineExceeded, ServiceUnavailable
from tests.service.chassis.rpc.neighbour.contract import RELAY


def test_the_call_says_who_asks_for_whom_and_keeps_its_trace(example, neighbour, client, learner):
    with working_for(Origin("trace-7", network_address="192.0.2.7")):
        reply = client.call(RELAY, learner, deadline_s=3, method="TRACE")["replies"][0]

    assert reply["issuer"] == "neighbour"
    assert reply["acting_for"] == str(learner.person_id)
    assert reply["institution_id"] == str(learner.institution_id)
    assert reply["correlation_id"] == "trace-7"
    assert reply["network_address"] == "192.0.2.0/24"
    assert 2 < reply["seconds_left"] <= 3


def test_it_does_not_wait_for_ever(example, neighbour, client, learner):
    started = time.monotonic()

    with pytest.raises(DeadlineExceeded):
        client.call(RELAY, learner, deadline_s=0.5, method="SLEEP", fields={"seconds": 3})

    assert time.monotonic() - started < 1
    for _ in range(12):  # no worker of the neighbour is still taken
        client.call(RELAY, learner, method="SLEEP", fields={"seconds": 0})


def test_it_is_told_at_once_that_a_service_does_not_run(example, neighbour, client, learner):
    client.call(RELAY, learner, method="TRACE")
    started = time.monotonic()

    with pytest.raises(ServiceUnavailable):
        client.call(RELAY, learner, method="NOBODY")

    assert time.monotonic() - started < 0.2


def test_many_calls_under_way_do_not_hold_each_other_up(example, neighbour, client, learner):
    fields = {"method": "SLEEP", "fields": {"seconds": 0.2}, "times": 2}
    started = time.monotonic()

    replies = client.gather([(RELAY, learner, fields)] * 5)

    assert [len(reply["replies"]) for reply in replies] == [2] * 5
    assert time.monotonic() - started < 1
