"""Dashboards and forms as processes of their own: facts arrive by the bus, views by RPC."""

import datetime as dt
import json
import threading
import time
import uuid
from dataclasses import replace

import amqp
import pytest

from libs.chassis import eventbus, testing
from libs.chassis.amqp.connection import connect
from libs.chassis.database import Database
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.relay import message_of
from libs.chassis.rpc import RpcClient
from libs.contracts import dashboards as contract
from libs.contracts.dashboards import ViewChangedV1
from libs.contracts.forms import DEFINITION
from libs.contracts.subscriptions import SUBSCRIPTIONS
from services.dashboards.service import DashboardsService
from services.forms import use_cases
from tests.service.dashboards.stories import Story

GP_AREAS = "gp-areas/medical"


def eventually(truth, within_s=15.0):
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        found = truth()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it never came true")


@pytest.fixture(scope="module")
def environment(service_database, rabbitmq_url, tmp_path_factory):
    folder = tmp_path_factory.mktemp("processes")
    return {
        name: {
            "DATABASE_URL": service_database(name).app_url,
            "AMQP_URL": rabbitmq_url,
            **testing.keys(folder, name),
        }
        for name in ("forms", "dashboards")
    } | {"folder": folder}


@pytest.fixture(scope="module")
def client(environment, rabbitmq_url):
    with connect(rabbitmq_url, name="test declares") as connection:
        eventbus.declare_all(connection.channel(), SUBSCRIPTIONS)
    folder = environment["folder"]
    with (
        testing.running_service("services.forms", environment["forms"], log=folder / "log"),
        testing.running_service(
            "services.dashboards", environment["dashboards"], log=folder / "log"
        ),
    ):
        key = read_private_key(testing.keys(folder, "gateway")["PASSPORT_PRIVATE_KEY_FILE"])
        client = RpcClient(rabbitmq_url, "gateway", key)
        yield client
        client.close()


@pytest.fixture
def story(client, environment):
    """A learner on the programme of the library."""
    story = Story(seed=uuid.uuid4().int)
    database = Database.standalone(environment["forms"]["DATABASE_URL"], service="forms")
    admin = principal(story, "local_admin")
    database.run(admin, lambda tx: use_cases.publish_library(tx, owner="institution"))
    database.close()
    found = client.call(DEFINITION, admin, kind="programme", key="gp-specialty-training")
    story.programme_hash = found["hash"]
    return story


def principal(story, *roles, person_id=None):
    return Principal(
        kind="person",
        issuer="gateway",
        person_id=person_id or uuid.uuid4(),
        institution_id=story.institution_id,
        roles=frozenset(roles),
    )


def send(rabbitmq_url, *events):
    """As the relay of their service would: what the broker has not confirmed may be lost."""
    now = dt.datetime.now(dt.UTC)
    with connect(rabbitmq_url, name="test sends") as connection:
        channel = connection.channel()
        for event in events:
            body = json.dumps(event.to_wire())
            row = (0, str(uuid.uuid4()), event.NAME, body, uuid.uuid4().hex, now)
            exchange = eventbus.exchange_of(event.NAME.split(".")[0])
            channel.basic_publish_confirm(message_of(row), exchange, event.NAME, mandatory=True)


def points_of(client, story):
    learner = principal(story, "learner", person_id=story.learner_id)
    return client.call(contract.OVERVIEW, learner, portfolio_id=story.portfolio_id)["points"]


def test_facts_from_the_bus_become_views_with_the_programme_fetched_from_forms(
    client, story, rabbitmq_url
):
    learner = principal(story, "learner", person_id=story.learner_id)
    opened = story.opened(programme_key="gp-specialty-training")
    point = story.point(GP_AREAS, 4, outcome="medical", scale="supervision@1")
    send(rabbitmq_url, story.points(point), story.record(), opened)

    def complete():
        try:
            found = client.call(contract.OVERVIEW, learner, portfolio_id=story.portfolio_id)
        except Exception:
            return None
        return found if found["requirements"] and found["points"] else None

    overview = eventually(complete)
    assert overview["programme"]["phase"] == "ha1"
    assert len(overview["areas"]) == 7
    assert overview["areas"][0]["lineage"] == GP_AREAS
    assert overview["areas"][0]["points"] == 1
    area = client.call(contract.AREA, learner, portfolio_id=story.portfolio_id, lineage=GP_AREAS)
    assert "combel" in area["missing"] and "kpb" not in area["missing"]
    head = principal(story, "head")
    assert client.call(contract.LEARNERS, head)["counts"]["all"] == 1
    freshness = client.call(contract.FRESHNESS, head)
    assert freshness["freshness_s"] < 60
    assert freshness["parked"] == 0


def test_a_send_is_shown_and_told_within_a_second(client, story, rabbitmq_url):
    """From the bus to the view, and on to whoever follows the portfolio and the cohort."""
    heard: list[tuple[float, str]] = []
    stop = threading.Event()
    listening = threading.Event()

    def listen():
        with connect(rabbitmq_url, name="test listens") as connection:
            channel = connection.channel()
            queue = channel.queue_declare(exclusive=True).queue
            channel.exchange_declare("dashboards.events", "topic", durable=True, auto_delete=False)
            channel.queue_bind(queue, "dashboards.events", ViewChangedV1.NAME)
            channel.basic_consume(
                queue,
                callback=lambda m: heard.append((time.monotonic(), json.loads(m.body)["topic"])),
                no_ack=True,
            )
            listening.set()
            while not stop.is_set():
                try:
                    connection.drain_events(timeout=0.1)
                except (TimeoutError, amqp.exceptions.ConnectionError):
                    continue

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    listening.wait(5)
    send(rabbitmq_url, story.opened())
    portfolio, cohort = f"portfolio:{story.portfolio_id}", f"cohort:{story.institution_id}"
    eventually(lambda: {portfolio, cohort} <= {topic for _, topic in heard})
    heard.clear()
    started = time.monotonic()
    send(rabbitmq_url, *[story.points(story.point(GP_AREAS, 3)) for _ in range(5)])
    eventually(lambda: points_of(client, story) == 5)
    eventually(lambda: portfolio in [topic for _, topic in heard])
    assert [topic for _, topic in heard].count(portfolio) <= 5
    assert next(at for at, topic in heard if topic == portfolio) - started < 1.0
    eventually(lambda: cohort in [topic for _, topic in heard])
    assert [topic for _, topic in heard].count(cohort) <= 2
    stop.set()
    thread.join(2)


def test_every_subscription_of_dashboards_has_its_handler():
    handlers = {name for consumers in SUBSCRIPTIONS.values() for name in consumers}
    for consumer in handlers:
        service, handler = consumer.split(".")
        if service == "dashboards":
            assert hasattr(DashboardsService, handler)


def test_the_effect_on_a_network_leaves_out_who_keeps_an_own_version(
    client, environment, rabbitmq_url
):
    network, key = uuid.uuid4(), "gp-specialty-training"
    admin = replace(principal(Story(seed=1), "national_admin", "local_admin"), network_id=network)
    database = Database.standalone(environment["forms"]["DATABASE_URL"], service="forms")
    database.run(admin, lambda tx: use_cases.publish_library(tx, owner="network"))
    institutions = [uuid.uuid4(), uuid.uuid4()]
    document = client.call(DEFINITION, admin, kind="programme", key=key)["document"]
    mine = {"kind": "programme", "document": document | {"title": {"en": "Ours", "nl": "Van ons"}}}
    own = replace(admin, institution_id=institutions[1])
    database.run(own, lambda tx: use_cases.publish_definition(tx, **mine))
    database.close()
    for institution_id in institutions:
        for _ in range(3):
            learner = Story(institution_id, seed=uuid.uuid4().int)
            opened = learner.opened(programme_key=key)
            send(rabbitmq_url, replace(opened, network_id=network))

    def counted():
        asked = {"document": document, "owner": "network"}
        found = client.call(contract.PROGRAMME_EFFECT, admin, **asked)["institutions"]
        told = {one["institution_id"]: (one["own_version"], one["learners"]) for one in found}
        return told == {
            str(institutions[0]): (False, 3),
            str(institutions[1]): (True, 0),
        }

    eventually(counted)
