"""The service as a process of its own, called over the bus."""

import uuid

import pytest

from libs.chassis import testing
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from libs.contracts import forms as contract
from libs.contracts.faults import NotFound
from tests.service.forms.documents import FORM, FRAMEWORK


@pytest.fixture
def client(fresh_database, rabbitmq_url, tmp_path):
    keys = testing.keys(tmp_path / "keys", "forms")
    environment = {
        "DATABASE_URL": fresh_database("forms").app_url,
        "AMQP_URL": rabbitmq_url,
        **keys,
    }
    with testing.running_service("services.forms", environment, log=tmp_path / "log"):
        key = read_private_key(
            testing.keys(tmp_path / "keys", "gateway")["PASSPORT_PRIVATE_KEY_FILE"]
        )
        client = RpcClient(rabbitmq_url, "gateway", key)
        yield client
        client.close()


def test_a_form_is_published_and_read_over_the_bus(client):
    admin = Principal(
        kind="person",
        issuer="gateway",
        person_id=uuid.uuid4(),
        institution_id=uuid.uuid4(),
        roles=frozenset({"local_admin"}),
    )
    client.call(contract.PUBLISH_DEFINITION, admin, kind="framework", document=FRAMEWORK)
    published = client.call(contract.PUBLISH_DEFINITION, admin, kind="form", document=FORM)
    assert client.call(contract.CHECK_DEFINITION, admin, kind="form", document=FORM) == {
        "problems": []
    }
    read = client.call(contract.DEFINITION_BY_HASH, admin, hash=published["hash"])
    assert read["document"] == FORM
    listed = client.call(contract.DEFINITIONS, admin, kind="form")["definitions"]
    assert [(one["key"], one["minutes"]) for one in listed] == [("short-obs", 2)]
    with pytest.raises(NotFound):
        client.call(contract.DEFINITION, admin, kind="form", key="another")
