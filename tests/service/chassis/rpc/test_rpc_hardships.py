"""What a method or a message does wrong never ends the process, and always gets an answer."""

import contextlib
import time

import pytest

from libs.chassis.passport import PassportOffice, read_private_key
from libs.chassis.rpc import wire
from libs.contracts.faults import DeadlineExceeded, InternalError, ServiceUnavailable
from tests.service.chassis.rpc.example.contract import FAIL, MARK, SLEEP, WHOAMI
from tests.service.chassis.rpc.raw import RawCaller


@pytest.fixture
def same_process(example, client, learner):
    """Asserts afterwards that the process lives, serves, and holds no message back."""
    before = example.pid
    yield
    replies = client.gather([(WHOAMI, learner, {})] * 20)
    assert len(replies) == 20
    assert example.is_running() and example.pid == before


@pytest.fixture
def raw(rabbitmq_url, example):
    caller = RawCaller(rabbitmq_url)
    yield caller
    caller.close()


@pytest.mark.parametrize("way", ["exit", "timeout", "dependency setup"])
def test_a_worker_that_ends_badly_answers_with_an_error(same_process, client, learner, way):
    for _ in range(12):  # more often than there are workers
        with pytest.raises(InternalError):
            client.call(FAIL, learner, way=way)


@pytest.mark.parametrize("way", ["dependency result", "dependency teardown"])
def test_a_dependency_that_raises_after_the_answer_harms_nobody(same_process, client, learner, way):
    for _ in range(12):
        assert client.call(FAIL, learner, way=way) == {}


def test_a_request_without_a_reply_address_is_carried_out(
    same_process, example, raw, keys, learner, tmp_path
):
    office = PassportOffice("gateway", read_private_key(keys / "gateway.private.json"))
    marked = tmp_path / "marked"
    headers = {wire.PASSPORT: office.passport(learner, "example")}

    raw.send(MARK.address, {"args": [], "kwargs": {"path": str(marked)}}, headers, reply_to=None)

    until = time.monotonic() + 5
    while not marked.exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.2)
    assert marked.read_text() == "x"
    assert "rpc_reply_lost" not in [line["event"] for line in example.log_lines()]


@pytest.mark.parametrize(
    "body", ["", "not json", "[]", "{}", '{"args": [], "kwargs": 3}', '{"args": [1], "kwargs": {}}']
)
def test_a_malformed_body_is_refused(same_process, raw, keys, learner, body):
    office = PassportOffice("gateway", read_private_key(keys / "gateway.private.json"))

    raw.send(WHOAMI.address, body, {wire.PASSPORT: office.passport(learner, "example")})

    assert raw.reply()["error"]["fault"]["code"] == "chassis.invalid_request"


def test_more_calls_than_workers_are_all_answered(example, client, learner):
    started = time.monotonic()

    client.gather([(SLEEP, learner, {"seconds": 0.2})] * 25)

    assert 0.6 <= time.monotonic() - started < 1.5


def test_a_blocked_event_loop_costs_the_connection_but_not_the_process(
    start_example, client, learner
):
    service = start_example(AMQP_HEARTBEAT_S="1")

    with pytest.raises((ServiceUnavailable, DeadlineExceeded)):
        client.call(FAIL, learner, way="block", deadline_s=2.9)
    time.sleep(0.3)
    service.wait_until_ready(within_s=5)

    assert client.call(WHOAMI, learner)["kind"] == "person"
    assert service.is_running()


def test_a_service_makes_its_queue_anew_when_someone_deletes_it(same_process, raw, client, learner):
    raw.channel.queue_delete("rpc-example")

    until = time.monotonic() + 5
    while time.monotonic() < until:
        with contextlib.suppress(ServiceUnavailable):
            client.call(WHOAMI, learner)
            return
        time.sleep(0.05)
    raise AssertionError("the service did not come back")
