"""The client: one connection per process, shared by threads, leaving nothing on the broker."""

import time
from concurrent.futures import ThreadPoolExecutor

import amqp
import pytest

from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from tests.service.chassis.rpc.example.contract import SLEEP, WHOAMI
from tests.service.chassis.rpc.raw import RawCaller


@pytest.fixture
def own_client(rabbitmq_url, keys):
    clients = []

    def make(**options):
        key = read_private_key(keys / "gateway.private.json")
        clients.append(RpcClient(rabbitmq_url, "gateway", key, **options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def test_many_threads_share_a_client_and_each_gets_its_own_answer(example, client, learner):
    def ask(number):
        return client.call(WHOAMI, learner, correlation_id=str(number))["correlation_id"]

    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(ask, range(600)))

    assert answers == [str(number) for number in range(600)]


def test_a_client_leaves_no_queue_behind(example, rabbitmq_url, own_client, learner):
    client = own_client()
    client.call(WHOAMI, learner)
    queue = f"rpc.reply-gateway-{client._link.route().address}"
    assert not _is_gone(rabbitmq_url, queue)

    client.close()

    until = time.monotonic() + 5
    while not _is_gone(rabbitmq_url, queue) and time.monotonic() < until:
        time.sleep(0.05)
    assert _is_gone(rabbitmq_url, queue)


def _is_gone(url, queue):
    caller = RawCaller(url)
    try:
        caller.channel.queue_declare(queue, passive=True)
    except amqp.exceptions.NotFound:
        return True
    except amqp.exceptions.ResourceLocked:
        return False  # it is the client's alone
    finally:
        caller.close()
    return False


def test_an_idle_client_keeps_its_connection(example, own_client, learner):
    client = own_client(heartbeat_s=1)
    client.call(WHOAMI, learner)
    address = client._link.route().address

    time.sleep(4)  # the broker drops a connection after two silent intervals

    client.call(WHOAMI, learner)
    assert client._link.route().address == address


def test_a_client_waiting_long_keeps_its_connection(example, own_client, learner):
    client = own_client(heartbeat_s=1)

    assert client.call(SLEEP, learner, deadline_s=6, seconds=4) == {"slept": 4}
