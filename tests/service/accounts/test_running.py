"""The service as a process of its own, called over RabbitMQ, its events on the broker."""

import datetime as dt
import json
import uuid

import amqp
import pytest

from libs.chassis import eventbus, testing
from libs.chassis.amqp.connection import connect, publish
from libs.chassis.database import Database
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc.client import RpcClient
from libs.contracts import accounts as contract
from libs.contracts.faults import Forbidden, InvalidRequest, NotSignedIn
from libs.contracts.portfolio import RequestChangedV1
from tests.service.accounts.world import ANONYMOUS, NETWORK, OOST, PASSWORD, World


@pytest.fixture
def running(urls, rabbitmq_url, tmp_path):
    """The world, on the wall clock, and a client for each of two issuers."""
    database = Database.standalone(urls.app_url, service="accounts")
    world = World(database, testing.FixedClock(dt.datetime.now(dt.UTC)))
    world.found()
    environment = {
        "DATABASE_URL": urls.app_url,
        "AMQP_URL": rabbitmq_url,
        **testing.keys(tmp_path / "keys", "accounts"),
    }
    clients = {
        issuer: RpcClient(
            rabbitmq_url,
            issuer,
            read_private_key(tmp_path / "keys" / f"{issuer}.private.json"),
        )
        for issuer in ("gateway", "notifications")
    }
    log = tmp_path / "accounts.log"
    with testing.running_service("services.accounts", environment, log=log):
        yield world, clients["gateway"], clients["notifications"]
    for client in clients.values():
        client.close()
    database.close()


def test_somebody_is_invited_sets_a_password_and_works_over_the_bus(running):
    world, gateway, notifications = running
    world.add("sanne", password=None)
    (wanted,) = world.events(contract.SecretWantedV1)
    mailer = Principal(kind="service", issuer="notifications")
    mail = notifications.call(contract.MAIL_SECRET, mailer, secret_id=wanted.secret_id)
    key = str(uuid.uuid4())
    reply = gateway.call(
        contract.SET_PASSWORD,
        ANONYMOUS,
        idempotency_key=key,
        token=mail["secret"],
        password=PASSWORD,
    )
    who = world.principal_of(reply["me"])
    resumed = gateway.call(contract.RESUME_SESSION, ANONYMOUS, session_token=reply["session_token"])
    assert resumed["me"] == reply["me"]
    (session,) = gateway.call(contract.SESSIONS, who)["sessions"]
    assert session["current"] is True
    gateway.call(contract.SIGN_OUT, ANONYMOUS, session_token=reply["session_token"])
    with pytest.raises(NotSignedIn):
        gateway.call(contract.RESUME_SESSION, ANONYMOUS, session_token=reply["session_token"])


def test_refusals_arrive_as_their_own_faults_and_are_counted(running):
    world, gateway, _ = running
    world.add("sanne")
    here = {"user_name": "sanne", "device_token": "d" * 40}
    gateway.call(contract.SIGN_IN, ANONYMOUS, password=PASSWORD, **here)
    for left in (2, 1):
        with pytest.raises(contract.SignInRefused) as refused:
            gateway.call(contract.SIGN_IN, ANONYMOUS, password="wrong", **here)
        assert refused.value.params == {"tries_left": left}
    with pytest.raises(contract.AccountBlocked):
        gateway.call(contract.SIGN_IN, ANONYMOUS, password="wrong", **here)


def test_no_key_makes_a_log_in_keep_its_token(running, urls):
    import sqlalchemy as sa

    world, gateway, _ = running
    world.add("sanne")
    key = str(uuid.uuid4())
    tokens = {
        gateway.call(
            contract.SIGN_IN,
            ANONYMOUS,
            idempotency_key=key,
            user_name="sanne",
            password=PASSWORD,
        )["session_token"]
        for _ in range(2)
    }
    assert len(tokens) == 2
    with world.db.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM idempotency")).scalar() == 0


def test_secrets_are_for_notifications_only(running):
    world, gateway, _ = running
    with pytest.raises(Forbidden):
        gateway.call(contract.MAIL_SECRET, ANONYMOUS, secret_id=uuid.uuid4())


def test_making_a_person_twice_with_one_key_makes_one(running):
    world, gateway, _ = running
    who = world.administrator()
    fields = {
        "given_name": "Sanne",
        "family_name": "de Vries",
        "user_name": "sanne",
        "email": "sanne@post.example",
        "roles": ["learner"],
        "starts_on": "2026-03-01",
    }
    key = str(uuid.uuid4())
    first = gateway.call(contract.CREATE_PERSON, who, idempotency_key=key, **fields)
    again = gateway.call(contract.CREATE_PERSON, who, idempotency_key=key, **fields)
    assert first == again
    with pytest.raises(InvalidRequest):
        gateway.call(contract.CREATE_PERSON, who, **{**fields, "person_id": str(uuid.uuid4())})


def test_a_file_is_imported_over_the_bus(running):
    import base64

    from tests.service.accounts.test_imports import HEADER, excel

    world, gateway, _ = running
    who = world.administrator()
    content = excel(
        HEADER.split(";"),
        ["sanne", "Sanne", "Vries", "s@x.nl", "aios", "gp", dt.date(2026, 3, 1), "1", "tom"],
        ["tom", "Tom", "Zwart", "t@x.nl", "opleider"],
    )
    seen = gateway.call(
        contract.PREVIEW_IMPORT,
        who,
        file_name="people.xlsx",
        content=base64.b64encode(content).decode(),
        offered={"gp": ["GP"]},
    )
    assert seen["counts"] == {"new": 2, "changed": 0, "same": 0, "error": 0}
    done = gateway.call(
        contract.APPLY_IMPORT, who, import_id=seen["import_id"], offered={"gp": ["GP"]}
    )
    assert done["counts"]["new"] == 2


def test_what_happened_is_published(running, rabbitmq_url):
    world, _, _ = running
    with connect(rabbitmq_url, name="test") as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).queue
        name = contract.MembershipChangedV1.NAME
        channel.queue_bind(queue, eventbus.exchange_of("accounts"), name)
        heard: list[dict] = []
        channel.basic_consume(
            queue, callback=lambda message: heard.append(json.loads(message.body)), no_ack=True
        )
        person_id = world.add("sanne")
        until = dt.datetime.now() + dt.timedelta(seconds=10)
        while not any(one["person_id"] == str(person_id) for one in heard):
            assert dt.datetime.now() < until
            connection.drain_events(timeout=10)
    (body,) = [one for one in heard if one["person_id"] == str(person_id)]
    assert (body["institution_id"], body["network_id"]) == (str(OOST), str(NETWORK))
    assert set(body) == {
        "institution_id",
        "network_id",
        "membership_id",
        "person_id",
        "roles",
        "starts_on",
        "ends_on",
        "version",
    }


def test_the_end_of_a_request_is_heard_and_ends_its_links(running, rabbitmq_url):
    world, gateway, notifications = running
    mailer = Principal(
        kind="service", issuer="notifications", institution_id=OOST, network_id=NETWORK
    )
    request = {name: str(uuid.uuid4()) for name in ("request_id", "record_id", "participant_id")}
    token = notifications.call(
        contract.FRESH_LINK,
        mailer,
        **request,
        email="jansen@kliniek.example",
        not_after=(world.clock() + dt.timedelta(days=28)).isoformat(),
    )["token"]
    assert gateway.call(contract.OPEN_LINK, ANONYMOUS, token=token)["state"] == "open"
    _tell(rabbitmq_url, world, request)
    until = dt.datetime.now() + dt.timedelta(seconds=10)
    while gateway.call(contract.OPEN_LINK, ANONYMOUS, token=token)["state"] != "ended":
        assert dt.datetime.now() < until


def _tell(rabbitmq_url, world, request) -> None:
    """Publish as the relay of portfolio does."""
    event = RequestChangedV1(
        institution_id=OOST,
        network_id=NETWORK,
        **{name: uuid.UUID(value) for name, value in request.items()},
        portfolio_id=uuid.uuid4(),
        learner_id=uuid.uuid4(),
        form_key="kpb",
        stage="assess",
        role="assessor",
        assessor_id=None,
        state="withdrawn",
        asked_at=world.clock(),
        expires_at=None,
        remind_now=0,
        version=2,
    )
    message = amqp.Message(
        json.dumps(event.to_wire()),
        message_id=str(uuid.uuid4()),
        type=event.NAME,
        application_headers={eventbus.OCCURRED_HEADER: world.clock().isoformat()},
    )
    with connect(rabbitmq_url, name="test") as connection:
        channel = connection.channel()
        publish(channel, message, eventbus.exchange_of("portfolio"), event.NAME, mandatory=False)
