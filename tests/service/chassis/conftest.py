"""A migrated database, keys and, on request, a running process of the toy service."""

import uuid

import pytest

from deploy.local.databases import Databases, make_database, make_role, with_login
from libs.chassis import eventbus, testing
from libs.chassis.amqp.connection import connect
from libs.chassis.database import Database
from libs.chassis.migrate import upgrade
from libs.chassis.principal import Principal
from tests.service.chassis.toy import contract

TOY = "tests.service.chassis.toy"


@pytest.fixture
def toy_urls(postgres_admin_url):
    name = f"toy_{uuid.uuid4().hex[:8]}"
    make_role(postgres_admin_url, "toy_owner", "for-tests")
    make_role(postgres_admin_url, "toy_app", "for-tests")
    make_database(postgres_admin_url, name, "toy_owner", ["toy_app"])
    urls = Databases(
        owner_url=with_login(postgres_admin_url, "toy_owner", "for-tests", name),
        app_url=with_login(postgres_admin_url, "toy_app", "for-tests", name),
    )
    upgrade(TOY, urls.owner_url)
    return urls


@pytest.fixture
def toy_database(toy_urls):
    database = Database.standalone(toy_urls.app_url, service="toy")
    yield database
    database.close()


@pytest.fixture
def toy_environment(toy_urls, rabbitmq_url, tmp_path):
    return {
        "DATABASE_URL": toy_urls.app_url,
        "AMQP_URL": rabbitmq_url,
        **testing.keys(tmp_path / "keys", "toy"),
    }


@pytest.fixture
def somebody():
    return Principal(
        kind="person",
        issuer="gateway",
        person_id=uuid.uuid4(),
        institution_id=uuid.uuid4(),
        roles=frozenset({"learner"}),
        assurance="password",
    )


@pytest.fixture
def toy(toy_environment):
    with testing.running_service(TOY, toy_environment) as process:
        yield process


@pytest.fixture
def empty_queues(rabbitmq_url):
    """The queues of the toy service, there and empty."""
    with connect(rabbitmq_url, name="test") as connection:
        channel = connection.channel()
        for queue in (eventbus.queue_of("toy", "thing_made"), eventbus.parking_of("toy")):
            channel.queue_delete(queue)
        eventbus.declare_all(channel, {contract.ThingMadeV1.NAME: ["toy.thing_made"]})


@pytest.fixture
def quick_delays(monkeypatch, toy_environment):
    """Retries after a second each, so that the fifth try comes soon."""
    toy_environment["EVENT_DELAYS_S"] = "1,1,1,1"
