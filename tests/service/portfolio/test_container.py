"""The service as a process of its own, on a real broker, with a forms service beside it."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid

import amqp
import pytest
import sqlalchemy as sa

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from libs.chassis.testing import keys, running_service
from libs.contracts import accounts, forms
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from libs.contracts.subscriptions import SUBSCRIPTIONS
from services.portfolio.domain.addresses import address_hash

from .forms_stand_in.service import library
from .world import KPB, PROGRAMME

INSTITUTION, NETWORK, LEARNER = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
PERSON = {"issuer": "gateway", "institution_id": INSTITUTION, "network_id": NETWORK}


@pytest.fixture
def urls(fresh_database):
    return fresh_database("portfolio")


@pytest.fixture
def platform(urls, rabbitmq_url, tmp_path):
    """Portfolio and the stand-in of forms, ready; yields the gateway's RPC client."""
    with connect(rabbitmq_url, name="test") as connection:
        eventbus.declare_all(connection.channel(), SUBSCRIPTIONS)
    shared = {"AMQP_URL": rabbitmq_url, "DATABASE_URL": urls.app_url}
    stand_in = shared | keys(tmp_path / "keys", "forms")
    own = shared | keys(tmp_path / "keys", "portfolio")
    gateway = keys(tmp_path / "keys", "gateway")
    with (
        running_service("tests.service.portfolio.forms_stand_in", stand_in),
        running_service("services.portfolio", own, log=tmp_path / "portfolio.log"),
    ):
        client = RpcClient(
            rabbitmq_url, "gateway", read_private_key(gateway["PASSPORT_PRIVATE_KEY_FILE"])
        )
        yield client
        client.close()


def tell(rabbitmq_url: str, event) -> None:
    message = amqp.Message(
        json.dumps(event.to_wire()),
        content_type="application/json",
        message_id=str(uuid.uuid4()),
        type=event.NAME,
        application_headers={eventbus.OCCURRED_HEADER: dt.datetime.now(dt.UTC).isoformat()},
    )
    with connect(rabbitmq_url, name="test") as connection:
        connection.channel().basic_publish(
            message, eventbus.exchange_of(event.NAME.split(".")[0]), event.NAME
        )


def eventually(find, within_s: float = 15.0):
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            found = find()
        except NotFound:
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


def messages(rabbitmq_url: str, queue: str) -> list[dict]:
    with connect(rabbitmq_url, name="test") as connection:
        channel, found = connection.channel(), []
        while message := channel.basic_get(queue, no_ack=True):
            found.append(json.loads(message.body))
        return found


def enrolled() -> accounts.LearnerEnrolledV1:
    return accounts.LearnerEnrolledV1(
        institution_id=INSTITUTION,
        network_id=NETWORK,
        enrolment_id=uuid.uuid4(),
        person_id=LEARNER,
        programme_key=PROGRAMME,
        starts_on=dt.date.today(),
        cohort="now",
        part_time=100,
        version=1,
    )


def published() -> list[forms.DefinitionPublishedV1]:
    """Only the programme: the forms are fetched when they are first needed."""
    return [
        forms.DefinitionPublishedV1(
            institution_id=None,
            network_id=NETWORK,
            kind=one["kind"],
            key=one["key"],
            definition_version=one["version"],
            hash=one["hash"],
        )
        for one in library()
        if one["kind"] == "programme"
    ]


def test_from_enrolment_to_data_points_over_the_broker(platform, urls, rabbitmq_url):
    learner = Principal(
        kind="person",
        person_id=LEARNER,
        roles=frozenset({"learner"}),
        assurance="password",
        **PERSON,
    )
    tell(rabbitmq_url, enrolled())
    for event in published():
        tell(rabbitmq_url, event)
    home = eventually(
        lambda: (reply := platform.call(contract.HOME, learner))["portfolios"] and reply
    )
    portfolio_id = home["portfolios"][0]["portfolio_id"]
    asked = platform.call(
        contract.ASK_FEEDBACK,
        learner,
        idempotency_key=str(uuid.uuid4()),
        portfolio_id=portfolio_id,
        form_key="kpb",
        assessor={"email": "jansen@praktijk.nl", "name": "Dr Jansen"},
        context={"encounter_date": dt.date.today().isoformat()},
    )
    link = link_of(urls, asked)
    receipt = platform.call(
        contract.SEND,
        link,
        idempotency_key=str(uuid.uuid4()),
        record_id=asked["record_id"],
        stage="assess",
        answers=KPB,
    )
    assert receipt["state"] == "done"
    heard = eventbus.queue_of("dashboards", "portfolio_changed")
    told = eventually(lambda: [one for one in messages(rabbitmq_url, heard) if "points" in one])
    assert {point["lineage"] for point in told[-1]["points"] if point["value"]} == {
        "gp-areas/medical",
        "gp-areas/communication",
    }
    read = platform.call(contract.RECORD, learner, record_id=asked["record_id"])
    assert KPB["strong"] in str(read)


def link_of(urls, asked) -> Principal:
    engine = sa.create_engine(urls.app_url.replace("://", "+psycopg2://", 1))
    with engine.begin() as connection:
        connection.execute(
            sa.text("SELECT set_config('app.institution', :id, true)"), {"id": str(INSTITUTION)}
        )
        participant_id = connection.execute(
            sa.text("SELECT participant_id FROM request WHERE id = :id"),
            {"id": asked["request_id"]},
        ).scalar_one()
    engine.dispose()
    return Principal(
        kind="link",
        assurance="link",
        link_record_id=uuid.UUID(asked["record_id"]),
        link_request_id=uuid.UUID(asked["request_id"]),
        link_participant_id=participant_id,
        email_hash=address_hash("jansen@praktijk.nl"),
        **PERSON,
    )
