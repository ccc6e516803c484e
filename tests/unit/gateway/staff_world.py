"""A gateway whose services are replies by method: for pages of staff, administrators, account."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import marshmallow as ma
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.clients import accounts as accounts_client
from gateway.clients import forms as forms_client
from gateway.clients import notifications as notifications_client
from gateway.settings import Settings
from libs.chassis.principal import Principal
from libs.contracts.base import Fault, Method
from libs.contracts.faults import InvalidRequest, NotSignedIn

TOKEN = "a-session-token-of-a-test-person"
INSTITUTION = "00000000-0000-4000-8000-0000000000aa"
SETTINGS = Settings(
    amqp_url="amqp://nowhere",
    passport_private_key_file="",
    passport_public_keys_file="",
    public_origin="http://127.0.0.1:5000",
    file_origin="http://127.0.0.1:5000",
    live_origin="http://127.0.0.1:5001",
    metrics_port=0,
    metrics_host="127.0.0.1",
    log_level="WARNING",
    cookie_suffix="",
)


def an_id(number: int) -> str:
    return str(uuid.UUID(int=number + (4 << 76) + (8 << 60)))


def days_ago(days: float) -> str:
    return (dt.datetime.now(dt.UTC) - dt.timedelta(days=days)).isoformat()


INSTITUTION_REPLY = {
    "institution_id": INSTITUTION,
    "name": "Huisartsopleiding Waterland",
    "short_name": "Waterland",
    "network": {"id": "1", "name": "Huisartsopleiding Nederland"},
    "timezone": "Europe/Amsterdam",
    "languages": ["nl", "en"],
    "theme": None,
    "contact": {
        "name": "Karin Smit",
        "role": "Contact person",
        "email": "karin@waterland.example",
        "phone": "020 123 4567",
        "opening_hours": "Monday to Thursday, 9-16",
    },
    "password_profile": "classic",
    "user_name_scheme": "",
    "failures_allowed": 3,
    "reset_unblocks": True,
}


class Fake:
    """Answers by `service.method`; keeps what was asked. A Fault as a reply is raised."""

    def __init__(self, replies: Mapping[str, Any]) -> None:
        self.replies = dict(replies)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.keys: list[str | None] = []

    def call(
        self,
        method: Method,
        _principal: Principal,
        /,
        *,
        idempotency_key: str | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        plain = json.loads(json.dumps(fields, default=str))
        _refuse_unfit(method, plain)
        self.asked.append((method.address, plain))
        self.keys.append(idempotency_key)
        reply = self.replies[method.address]
        reply = reply(**plain) if callable(reply) else reply
        if isinstance(reply, Fault):
            raise reply
        return copy.deepcopy(reply)

    def gather(
        self, requests: Sequence[tuple[Method, Principal, Mapping[str, Any]]]
    ) -> list[dict[str, Any]]:
        return [self.call(method, who, **fields) for method, who, fields in requests]

    def fields_of(self, address: str) -> dict[str, Any]:
        """What the last call of this method asked."""
        return next(fields for name, fields in reversed(self.asked) if name == address)

    def keys_of(self, address: str) -> list[str | None]:
        """The Idempotency-Keys of all calls of this method, in their order."""
        asked = zip(self.asked, self.keys, strict=True)
        return [key for (name, _fields), key in asked if name == address]

    def times(self, address: str) -> int:
        return sum(name == address for name, _fields in self.asked)


def _refuse_unfit(method: Method, fields: Mapping[str, Any]) -> None:
    """As the door of every service does."""
    try:
        method.request().load(fields)
    except ma.ValidationError as error:
        raise InvalidRequest(errors=error.messages_dict) from error


def me(*roles: str, **more: Any) -> dict[str, Any]:
    return {
        "person_id": an_id(1),
        "name": "Els Jansen",
        "given_name": "Els",
        "initials": "EJ",
        "language": "en",
        "timezone": "Europe/Amsterdam",
        "institution_timezone": "Europe/Amsterdam",
        "institution_id": INSTITUTION,
        "institution_name": "Huisartsopleiding Waterland",
        "network_id": an_id(3),
        "network_name": "Huisartsopleiding Nederland",
        "membership_id": an_id(4),
        "roles": list(roles),
        "memberships": [
            {
                "membership_id": an_id(4),
                "institution_id": INSTITUTION,
                "institution_name": "Huisartsopleiding Waterland",
                "roles": list(roles),
            }
        ],
        "portfolio_hint": None,
        "session": {
            "id": an_id(5),
            "assurance": "password",
            "started_at": days_ago(0.1),
            "expires_at": days_ago(-1),
        },
    } | more


def person_name(number: int) -> tuple[str, str]:
    names = [
        ("Sanne de Vries", "SV"),
        ("Daan Bakker", "DB"),
        ("Fatima El Amrani", "FA"),
        ("Joris van den Berg-Hoogenboom", "JB"),
        ("Mei Ling Chen", "MC"),
    ]
    return names[number % len(names)]


def names_reply(person_ids: Sequence[str]) -> dict[str, Any]:
    found = {}
    for person_id in person_ids:
        name, initials = person_name(uuid.UUID(person_id).int & 0xFF)
        found[person_id] = {"name": name, "given_name": name.split()[0], "initials": initials}
    return {"names": found}


def basic(mine: Mapping[str, Any]) -> dict[str, Any]:
    """The replies every page needs."""

    def resume(session_token: str, by_itself: bool = False) -> Any:
        return {"me": mine} if session_token == TOKEN else NotSignedIn()

    return {
        "accounts.resume_session": resume,
        "accounts.names": names_reply,
        "accounts.institution": INSTITUTION_REPLY,
        "notifications.badge": {"unread": 3},
        "notifications.mail_states": {"states": {}},
        "forms.definitions": {
            "definitions": [
                {"key": "shift", "title": {"en": "Shift", "nl": "Dienst"}, "owner": "network"},
                {
                    "key": "kpb",
                    "title": {"en": "Short practice assessment", "nl": "KPB"},
                    "owner": "network",
                },
                {
                    "key": "gp",
                    "title": {"en": "GP specialty training", "nl": "Huisarts"},
                    "owner": "network",
                },
            ]
        },
        "forms.definition": definition,
    }


def definition(kind: str, key: str, version: int | None = None) -> dict[str, Any]:
    document: dict[str, Any] = {
        "title": {"en": key.title()},
        "phases": [{"key": "ha1", "title": {"en": "Practice, year 1"}}],
        "stages": [{"id": "approval", "act": "approve", "batch": key == "shift"}],
    }
    return {"kind": kind, "key": key, "version": 1, "hash": "0" * 64, "document": document}


@contextmanager
def gateway(mine: Mapping[str, Any] | None, **replies: Any) -> Iterator[tuple[FlaskClient, Fake]]:
    """A browser signed in as `mine` (nobody for None), and what the services were asked.

    Replies are named `service__method`.
    """
    forget_everything()
    given = {name.replace("__", ".", 1): reply for name, reply in replies.items()}
    fake = Fake({**basic(mine or me("learner")), **given})
    app = create_app(SETTINGS, client=fake)  # type: ignore[arg-type]
    app.testing = True
    browser = app.test_client()
    if mine is not None:
        browser.set_cookie("tessera-session", TOKEN)
    yield browser, fake


def forget_everything() -> None:
    accounts_client.forget_all_sessions()
    forms_client.forget_newest()
    notifications_client.try_again()


def token_of(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found, "the page carries no token"
    return found[1]


def post(browser: FlaskClient, path: str, data: Mapping[str, Any], **more: Any) -> Any:
    """Post a form as the page at /privacy would let it: with its token."""
    token = token_of(browser.get("/privacy").text)
    return browser.post(path, data={**data, "csrf_token": token}, **more)


def flashed(browser: FlaskClient) -> str:
    """The messages the next page will show, one after another."""
    with browser.session_transaction() as session:
        told = [message for _category, message in session.get("_flashes", [])]
        return " ".join(one["text"] if isinstance(one, dict) else one for one in told)
