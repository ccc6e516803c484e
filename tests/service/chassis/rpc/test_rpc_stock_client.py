"""An unmodified nameko 2.14 client with a passport in its context data can call a service."""

import uuid

import pytest
from nameko.exceptions import MethodNotFound, RemoteError, UnknownService
from nameko.standalone.rpc import ClusterRpcProxy, ServiceRpcProxy

from libs.chassis.passport import PassportOffice, read_private_key


@pytest.fixture
def context(keys, learner):
    office = PassportOffice("gateway", read_private_key(keys / "gateway.private.json"))
    return {"passport": office.passport(learner, "example"), "correlation_id": "from-stock"}


@pytest.fixture
def proxy(example, rabbitmq_url, context):
    with ClusterRpcProxy({"AMQP_URI": rabbitmq_url}, context_data=context, timeout=10) as proxy:
        yield proxy


def test_it_gets_results(proxy, learner):
    note_id = str(uuid.uuid4())

    assert proxy.example.echo(note_id=note_id, length=3)["note_id"] == note_id
    reply = proxy.example.whoami()
    assert reply["person_id"] == str(learner.person_id)
    assert reply["correlation_id"] == "from-stock"


def test_a_proxy_of_one_service_gets_results_too(example, rabbitmq_url, context):
    config = {"AMQP_URI": rabbitmq_url}
    with ServiceRpcProxy("example", config, context_data=context, timeout=10) as service:
        assert service.whoami()["kind"] == "person"


def test_it_gets_faults_as_remote_errors(proxy):
    with pytest.raises(RemoteError) as failed:
        proxy.example.fail(way="fault")

    assert failed.value.exc_type == "NoteIsLocked"
    assert failed.value.value == "The note is locked."


def test_it_is_told_of_an_unknown_method_in_its_own_way(proxy):
    with pytest.raises(MethodNotFound):
        proxy.example.not_there()


def test_it_is_told_of_an_unknown_service_in_its_own_way(proxy):
    with pytest.raises(UnknownService):
        proxy.nobody.ask()


def test_positional_arguments_are_refused(proxy):
    with pytest.raises(RemoteError) as failed:
        proxy.example.echo(str(uuid.uuid4()))

    assert failed.value.exc_type == "InvalidRequest"


def test_without_a_passport_it_is_not_signed_in(example, rabbitmq_url):
    stranger = ClusterRpcProxy({"AMQP_URI": rabbitmq_url}, timeout=10)

    with stranger as proxy, pytest.raises(RemoteError) as failed:
        proxy.example.whoami()

    assert failed.value.exc_type == "NotSignedIn"
