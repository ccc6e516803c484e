"""The broker goes away and comes back: callers are told at once, nobody needs a restart."""

import contextlib
import os
import signal
import threading
import time

import pytest

from deploy.local.servers import RabbitServer
from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from libs.contracts.base import Fault
from libs.contracts.faults import ServiceUnavailable
from tests.service.chassis.rpc.example.contract import MARK, SLEEP, WHOAMI


@pytest.fixture(scope="module")
def broker(server_directory):
    """A broker of our own to be cruel to."""
    server = RabbitServer(server_directory / "cruel")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def service(broker, start_example):
    return start_example(AMQP_URL=broker.url)


@pytest.fixture
def caller(broker, keys):
    client = RpcClient(broker.url, "gateway", read_private_key(keys / "gateway.private.json"))
    yield client
    client.close()


def test_a_killed_broker_is_noticed_at_once_and_its_return_within_five_seconds(
    broker, service, caller, learner, tmp_path
):
    caller.call(WHOAMI, learner)
    marked = tmp_path / "marked"
    under_way = threading.Thread(
        target=lambda: _expect_unavailable(caller, learner, MARK, path=str(marked), seconds=1)
    )
    under_way.start()
    time.sleep(0.3)

    os.kill(broker.pid, signal.SIGKILL)
    under_way.join(2)

    assert not under_way.is_alive()
    for _ in range(3):
        assert _expect_unavailable(caller, learner, WHOAMI) < 1
    time.sleep(1)  # the method ends without a broker to tell
    assert service.is_running()
    assert service.page("/live")[0] == 200
    assert service.page("/ready") == (
        503,
        '{"ready": false, "failing": {"broker": "ConnectionError"}}',
    )

    broker.start()
    returned = time.monotonic()
    _wait_until_answered(caller, learner)

    assert time.monotonic() - returned < 5
    assert service.is_running()
    assert marked.read_text() == "x"


def test_a_service_started_without_a_broker_serves_when_it_comes(
    broker, start_example, caller, learner
):
    broker.stop()
    service = start_example(wait=False, AMQP_URL=broker.url)
    time.sleep(2)
    assert service.is_running()

    broker.start()
    service.wait_until_ready(within_s=5)

    _wait_until_answered(caller, learner)


def test_a_service_without_a_broker_still_ends_on_a_signal(broker, start_example):
    service = start_example(wait=False, AMQP_URL="amqp://guest:guest@127.0.0.1:9/")
    until = time.monotonic() + 10
    while service.page("/live")[0] != 200 and time.monotonic() < until:
        time.sleep(0.05)

    service.send(signal.SIGTERM)

    assert service.wait(10) == 0


def test_a_broker_that_takes_no_messages_hangs_nobody(broker, service, caller, learner):
    """Row 8 of the fault matrix, for calls; tests/faults has it for events."""
    caller.call(WHOAMI, learner)
    broker.limit_memory("0")
    try:
        started = time.monotonic()
        for _ in range(5):
            with contextlib.suppress(ServiceUnavailable):
                _expect_unavailable(caller, learner, WHOAMI)
        assert time.monotonic() - started < 2
    finally:
        broker.limit_memory("absolute", "512MiB")

    _wait_until_answered(caller, learner)
    assert caller.call(SLEEP, learner, seconds=0.1) == {"slept": 0.1}
    assert service.is_running()


def _expect_unavailable(client, principal, method, **fields) -> float:
    started = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        client.call(method, principal, **fields)
    return time.monotonic() - started


def _wait_until_answered(client, principal) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with contextlib.suppress(Fault):
            client.call(WHOAMI, principal, deadline_s=1)
            return
        time.sleep(0.05)
    raise AssertionError("no answer after ten seconds")
