"""The example service as a process, keys, and a client, for the tests of RPC."""

import uuid

import pytest

from libs.chassis.passport import new_keys, read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from tests.service.chassis.rpc.processes import ServiceProcess

EXAMPLE = "tests.service.chassis.rpc.example"
NEIGHBOUR = "tests.service.chassis.rpc.neighbour"
DOOMED = "tests.service.chassis.rpc.doomed"


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """A folder with the keys of the gateway, the example service and a neighbour."""
    directory = tmp_path_factory.mktemp("keys")
    new_keys(directory, ["gateway", "example", "neighbour"])
    return directory


@pytest.fixture(scope="session")
def example_environment(rabbitmq_url, keys):
    return {
        "AMQP_URL": rabbitmq_url,
        "PASSPORT_PRIVATE_KEY_FILE": str(keys / "example.private.json"),
        "PASSPORT_PUBLIC_KEYS_FILE": str(keys / "public.json"),
    }


@pytest.fixture(scope="module")
def example(example_environment, tmp_path_factory):
    """The example service, running."""
    service = ServiceProcess(EXAMPLE, tmp_path_factory.mktemp("example"), example_environment)
    yield service.start()
    service.stop()


@pytest.fixture(scope="module")
def client(rabbitmq_url, keys):
    """The gateway's client."""
    client = RpcClient(rabbitmq_url, "gateway", read_private_key(keys / "gateway.private.json"))
    yield client
    client.close()


@pytest.fixture
def learner():
    return Principal(
        kind="person",
        issuer="gateway",
        person_id=uuid.uuid4(),
        institution_id=uuid.uuid4(),
        roles=frozenset({"learner"}),
        assurance="password",
        session_id=uuid.uuid4(),
    )


@pytest.fixture
def start_example(example_environment, tmp_path):
    """Start the example service with settings of its own; stopped after the test."""
    started = []

    def start(package=EXAMPLE, wait=True, port=None, **environment):
        service = ServiceProcess(package, tmp_path, example_environment | environment, port)
        started.append(service)
        return service.start(wait)

    yield start
    for service in started:
        service.stop()


@pytest.fixture(scope="module")
def neighbour(example_environment, keys, tmp_path_factory):
    """A service that calls the example service."""
    environment = example_environment | {
        "PASSPORT_PRIVATE_KEY_FILE": str(keys / "neighbour.private.json")
    }
    service = ServiceProcess(NEIGHBOUR, tmp_path_factory.mktemp("neighbour"), environment)
    yield service.start()
    service.stop()
