"""The figures that say what waits are right when it matters: while something is away."""

import threading
import time

import amqp
import pytest

from deploy.local.servers import RabbitServer
from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from libs.chassis.testing import call, running_service
from tests.service.chassis.test_events import eventually, metric
from tests.service.chassis.toy import contract, use_cases

TOY = "tests.service.chassis.toy"


@pytest.fixture(scope="module")
def mortal_broker(server_directory):
    """A broker of these tests' own, to kill."""
    server = RabbitServer(server_directory / "mortal")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def environment(toy_environment, mortal_broker):
    with connect(mortal_broker.url, name="test") as connection:
        eventbus.declare_all(connection.channel(), {contract.ThingMadeV1.NAME: ["toy.thing_made"]})
    return toy_environment | {"AMQP_URL": mortal_broker.url}


@pytest.fixture
def client(mortal_broker, toy_environment):
    folder = toy_environment["PASSPORT_PRIVATE_KEY_FILE"].rsplit("/", 1)[0]
    client = RpcClient(
        mortal_broker.url, "gateway", read_private_key(f"{folder}/gateway.private.json")
    )
    yield client
    client.close()


def make(database, principal):
    request = {"name": "tile", "fail": ""}
    database.write(call(principal, contract.MAKE_THING), use_cases.make_thing, request)


def test_events_that_cannot_be_sent_grow_old_and_are_counted(
    environment, mortal_broker, toy_database, somebody
):
    with running_service(TOY, environment) as toy:
        assert eventually(lambda: metric(toy, "tessera_outbox_relay_leads") == 1)
        # RabbitMQ may not find its queue again when it is killed while it is still making it.
        make(toy_database, somebody)
        assert eventually(lambda: metric(toy, "tessera_outbox_waiting") == 0)
        time.sleep(3)
        mortal_broker.kill()
        try:
            make(toy_database, somebody)
            assert eventually(lambda: metric(toy, "tessera_outbox_waiting") == 2)
            assert eventually(lambda: metric(toy, "tessera_outbox_age_seconds") > 3)
            older = metric(toy, "tessera_outbox_age_seconds")
            assert eventually(lambda: metric(toy, "tessera_outbox_age_seconds") > older + 1)
        finally:
            mortal_broker.start()
        assert eventually(lambda: metric(toy, "tessera_outbox_waiting") == 0, within_s=15)
        assert eventually(lambda: metric(toy, "tessera_outbox_age_seconds") == 0)


def test_a_relay_lets_go_of_a_broker_that_confirms_nothing(
    environment, mortal_broker, toy_database, somebody, tmp_path
):
    """Row 8 of the fault matrix: within ten seconds, the rows kept, the age growing."""
    log = tmp_path / "log"
    with running_service(TOY, environment, log=log) as toy:
        assert eventually(lambda: metric(toy, "tessera_outbox_relay_leads") == 1)
        mortal_broker.limit_memory("0")
        try:
            began = time.monotonic()
            make(toy_database, somebody)
            assert eventually(lambda: "relay_interrupted" in log.read_text(), within_s=20)
            assert time.monotonic() - began <= 10
            assert eventually(lambda: metric(toy, "tessera_outbox_age_seconds") > 5)
            assert metric(toy, "tessera_outbox_waiting") == 2
        finally:
            mortal_broker.limit_memory("absolute", "512MiB")
        assert eventually(lambda: metric(toy, "tessera_outbox_waiting") == 0, within_s=20)


def test_parked_messages_and_those_not_yet_heard_are_counted(environment, mortal_broker):
    with running_service(TOY, environment) as toy, connect(mortal_broker.url, name="test") as one:
        channel = one.channel()
        for number in range(3):
            message = amqp.Message(str(number))
            channel.basic_publish(message, eventbus.PARKING_EXCHANGE, "toy")
        assert eventually(lambda: metric(toy, "tessera_parked_messages") == 3)
        name = 'tessera_events_waiting{handler="toy.thing_made"}'
        assert metric(toy, name) == 0
        channel.queue_purge(eventbus.parking_of("toy"))
        assert eventually(lambda: metric(toy, "tessera_parked_messages") == 0)


def test_busy_workers_and_lent_connections_are_counted(environment, client, somebody):
    with running_service(TOY, environment | {"RPC_WORKERS": "4"}) as toy:
        slow = threading.Thread(
            target=client.gather, args=([(contract.SLOW_QUERY, somebody, {"seconds": 2.0})] * 3,)
        )
        slow.start()
        time.sleep(0.7)
        assert metric(toy, 'tessera_workers_busy{pool="rpc"}') == 3
        assert metric(toy, 'tessera_workers_max{pool="rpc"}') == 4
        assert metric(toy, "tessera_database_connections_in_use") >= 3
        assert metric(toy, "tessera_database_connections_max") == 15
        slow.join()
        assert eventually(lambda: metric(toy, 'tessera_workers_busy{pool="rpc"}') == 0)


def test_workers_that_wait_for_a_place_or_a_connection_are_counted(environment, client, somebody):
    """Twenty slow queries at once: fifteen get a connection, five wait for one."""
    with running_service(TOY, environment | {"RPC_WORKERS": "20"}) as toy:
        slow = threading.Thread(
            target=client.gather, args=([(contract.SLOW_QUERY, somebody, {"seconds": 2.0})] * 20,)
        )
        slow.start()
        assert eventually(lambda: metric(toy, "tessera_database_connections_waiting") == 5)
        slow.join()
        assert eventually(lambda: metric(toy, "tessera_database_connections_waiting") == 0)


def test_a_slow_query_holds_up_nobody_else(environment, client, somebody):
    """psycopg2 is green: while PostgreSQL works, the other workers of the process go on."""
    with running_service(TOY, environment):
        client.call(contract.PING, somebody)
        client.call(contract.SLOW_QUERY, somebody, seconds=0.0)
        slow = threading.Thread(
            target=client.call, args=(contract.SLOW_QUERY, somebody), kwargs={"seconds": 2.0}
        )
        began = time.monotonic()
        slow.start()
        waits = []
        while slow.is_alive():
            asked = time.monotonic()
            client.call(contract.PING, somebody)
            waits.append(time.monotonic() - asked)
            time.sleep(0.02)
        assert time.monotonic() - began > 2
        assert len(waits) > 20
        assert sorted(waits)[len(waits) * 95 // 100] < 0.1
        assert max(waits) < 0.5
