"""The real service on the real broker: an event in, a mail out, the state told by RPC."""

import datetime as dt
import json
import time
import urllib.request
import uuid
from contextlib import ExitStack

import pytest

from libs.chassis import testing
from libs.chassis.migrate import drift
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.relay import Publisher
from libs.chassis.rpc import RpcClient
from libs.contracts import notifications as contract
from libs.contracts.portfolio import RequestChangedV1

STAND_INS = "tests.service.notifications.stand_ins"


def test_the_tables_are_those_of_the_migrations(urls):
    assert drift("services.notifications", urls.owner_url) == []


@pytest.fixture
def running(urls, rabbitmq_url, mail_server, tmp_path):
    """Notifications with its two peers; a client that signs as the gateway."""
    keys, log = tmp_path / "keys", tmp_path / "log"
    mail = {
        "SMTP_URL": mail_server.url,
        "MAIL_FROM": "Tessera <no-reply@tessera.example>",
        "PUBLIC_ORIGIN": "https://tessera.example",
    }
    with ExitStack() as stack:
        for name in ("accounts", "portfolio"):
            environment = {"AMQP_URL": rabbitmq_url, **testing.keys(keys, name)}
            stack.enter_context(
                testing.running_service(f"{STAND_INS}.{name}", environment, log=log)
            )
        environment = {
            "DATABASE_URL": urls.app_url,
            "AMQP_URL": rabbitmq_url,
            **mail,
            **testing.keys(keys, "notifications"),
        }
        stack.enter_context(testing.running_service("services.notifications", environment, log=log))
        client = RpcClient(rabbitmq_url, "gateway", read_private_key(keys / "gateway.private.json"))
        yield client
        client.close()


def asked(institution_id, request_id, learner_id):
    return RequestChangedV1(
        institution_id=institution_id,
        request_id=request_id,
        record_id=uuid.uuid4(),
        participant_id=uuid.uuid4(),
        portfolio_id=uuid.uuid4(),
        learner_id=learner_id,
        form_key="kpb",
        stage="assess",
        role="assessor",
        assessor_id=None,
        state="open",
        asked_at=dt.datetime.now(dt.UTC),
        expires_at=None,
        remind_now=0,
        version=1,
    )


def tell(rabbitmq_url, event):
    """Publish an event as its owner's relay would."""
    publisher = Publisher(rabbitmq_url, "portfolio")
    body = json.dumps(event.to_wire())
    row = (1, str(uuid.uuid4()), event.NAME, body, uuid.uuid4().hex, dt.datetime.now(dt.UTC))
    publisher.send([row])
    publisher.close()


def test_a_request_becomes_a_mail_and_its_state_is_told(
    running, rabbitmq_url, mail_server, tmp_path
):
    institution_id, request_id, learner_id = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    tell(rabbitmq_url, asked(institution_id, request_id, learner_id))
    who = Principal(
        kind="person", issuer="gateway", person_id=learner_id, institution_id=institution_id
    )
    until, state = time.monotonic() + 15, {}
    while time.monotonic() < until and state.get("state") != "sent":
        reply = running.call(contract.MAIL_STATES, who, request_ids=[request_id])
        state = reply["states"].get(str(request_id), {})
        time.sleep(0.2)
    log = (tmp_path / "log").read_text()
    assert state.get("state") == "sent", log
    assert "jansen" not in log and "Sanne" not in log and "t" * 43 not in log
    address = f"{mail_server.inbox_url}/api/messages?to=p.jansen@ziekenhuis.example"
    with urllib.request.urlopen(address, timeout=5) as answer:
        assert "Sanne de Vries vraagt uw feedback" in answer.read().decode()
    assert running.call(contract.BADGE, who) == {"unread": 0}
    assert running.call(contract.INBOX, who)["messages"] == []
    changed = running.call(contract.CHANGE_PREFERENCES, who, quiet={"from": "22:00", "to": "07:00"})
    assert changed == running.call(contract.PREFERENCES, who)
    assert running.call(contract.MARK_READ, who) == {"unread": 0}
