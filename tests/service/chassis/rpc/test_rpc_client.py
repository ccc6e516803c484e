"""The client: one connection per process, shared by threads, leaving nothing on the broker."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import amqp
import pytest

from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from libs.contracts.faults import DeadlineExceeded, ServiceUnavailable
from tests.service.chassis.rpc.example.contract import NOBODY, SLEEP, WHOAMI
from tests.service.chassis.rpc.neighbour.contract import RELAY
from tests.service.chassis.rpc.processes import ROOT
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


def test_a_slow_service_takes_only_its_share_of_the_callers(
    example, neighbour, own_client, learner
):
    client = own_client(max_in_flight=2)
    with ThreadPoolExecutor(4) as threads:
        slow = [threads.submit(client.call, SLEEP, learner, seconds=0.6) for _ in range(2)]
        time.sleep(0.2)
        started = time.monotonic()

        with pytest.raises(ServiceUnavailable):
            client.call(WHOAMI, learner)
        assert time.monotonic() - started < 0.1
        with pytest.raises(DeadlineExceeded):  # another service has a share of its own
            client.call(RELAY, learner, deadline_s=0.2, method="SLEEP", fields={"seconds": 1})

        assert [call.result() for call in slow] == [{"slept": 0.6}] * 2
    assert client.call(WHOAMI, learner)["kind"] == "person"
    with pytest.raises(ServiceUnavailable):
        client.call(NOBODY, learner)
    for _ in range(3):
        assert client.call(WHOAMI, learner)["kind"] == "person"


@pytest.mark.filterwarnings("ignore:Using fork")
def test_a_forked_process_gets_a_connection_of_its_own(example, own_client, learner):
    client = own_client()
    client.call(WHOAMI, learner)
    address = client._link.route().address

    child = os.fork()
    if child == 0:
        try:
            kind = client.call(WHOAMI, learner)["kind"]
            os._exit(0 if kind == "person" and client._link.route().address != address else 1)
        except BaseException:
            os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    client.call(WHOAMI, learner)
    assert client._link.route().address == address


GEVENT_SCRIPT = """
import gevent.monkey
gevent.monkey.patch_all()
import sys, uuid
from gevent.pool import Pool
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from tests.service.chassis.rpc.example.contract import SLEEP
url, key = sys.argv[1:]
client = RpcClient(url, "gateway", read_private_key(key))
person = Principal("person", "gateway", person_id=uuid.uuid4())
Pool(8).map(lambda _: client.call(SLEEP, person, seconds=0.3), range(8))
assert "nameko" not in sys.modules and "eventlet" not in sys.modules
client.close()
print("done")
"""


def test_green_threads_of_gevent_can_share_a_client(example, rabbitmq_url, keys):
    key = str(keys / "gateway.private.json")

    done = subprocess.run(
        [sys.executable, "-c", GEVENT_SCRIPT, rabbitmq_url, key],
        capture_output=True,
        text=True,
        timeout=30,
        cwd=ROOT,
    )

    assert done.stdout == "done\n", done.stderr


def test_a_client_can_tell_whether_it_has_a_broker(own_client, rabbitmq_url, keys):
    own_client().check()
    key = read_private_key(keys / "gateway.private.json")
    lonely = RpcClient("amqp://guest:guest@127.0.0.1:9/", "gateway", key)
    started = time.monotonic()

    with pytest.raises(ServiceUnavailable):
        lonely.check()

    assert time.monotonic() - started < 1
    lonely.close()
