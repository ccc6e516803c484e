"""An assessor, learners who ask, peers that answer from memory, and a mail server that obeys."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

import pytest

from libs.chassis import testing
from libs.chassis.database import Database, OpenDatabase
from libs.chassis.delivery import Delivery
from libs.chassis.principal import Principal
from libs.chassis.timers import due_timers
from libs.contracts import accounts
from libs.contracts import notifications as contract
from libs.contracts.accounts import (
    PersonChangedV1,
    RelationChangedV1,
    SecretWantedV1,
    SecurityNoticeV1,
)
from libs.contracts.dashboards import ReportReadyV1
from libs.contracts.faults import NotFound
from libs.contracts.portfolio import PersonInformedV1, RequestChangedV1
from services.notifications import projections, queries
from services.notifications.mail.dependency import open_post_office
from services.notifications.service import NotificationsService
from services.notifications.settings import NotificationSettings, _server
from services.notifications.use_cases import inbox

from .mail_servers import MailPost

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)  # a Sunday, ten o'clock in Amsterdam
HEARD = {
    PersonChangedV1: projections.person_changed,
    RelationChangedV1: projections.relation_changed,
    SecretWantedV1: projections.secret_wanted,
    SecurityNoticeV1: projections.security_notice,
    RequestChangedV1: projections.request_changed,
    PersonInformedV1: projections.person_informed,
    ReportReadyV1: projections.report_ready,
}


class Peers:
    """Accounts and portfolio from memory; `down` makes every call fail."""

    def __init__(self):
        self.replies = {}
        self.calls = []
        self.down = None

    def call(self, method, principal, /, **fields):
        self.calls.append((method.name, principal, fields))
        if self.down is not None:
            raise self.down
        if method is accounts.FRESH_LINK:
            return {"token": f"token-{len(self.calls)}-" + "x" * 30}
        key = (method.name, str(next(iter(fields.values()))))
        if key not in self.replies:
            raise NotFound()
        reply = self.replies[key]
        if isinstance(reply, Exception):
            raise reply
        return reply


@dataclass
class World:
    database: OpenDatabase
    clock: testing.FixedClock
    post: MailPost
    peers: Peers
    service: NotificationsService
    institution_id: uuid.UUID = field(default_factory=uuid.uuid4)
    requests: dict = field(default_factory=dict)

    def hear(self, event, occurred_at=None):
        act = HEARD[type(event)]
        delivery = Delivery.of(
            event, consumer=act.__name__, occurred_at=occurred_at or self.clock()
        )
        self.database.consume(delivery, act)

    def person(self, name, given_name, language="nl", **more):
        person_id = uuid.uuid4()
        self.peers.replies["address_of", str(person_id)] = {
            "email": f"{given_name.lower()}@praktijk.example",
            "name": name,
            "given_name": given_name,
            "language": language,
            "timezone": "Europe/Amsterdam",
            "institution_name": "Huisartsopleiding Noord",
            **more,
        }
        self.hear(
            PersonChangedV1(
                institution_id=self.institution_id,
                person_id=person_id,
                state="active",
                language=language,
                timezone=more.get("timezone", "Europe/Amsterdam"),
                version=1,
            )
        )
        return person_id

    def ask(self, learner_id, email=None, assessor_id=None, language="en", **more):
        """A learner asked somebody: as portfolio answers about it, and as its first event."""
        request_id = uuid.uuid4()
        request = {
            "request_id": str(request_id),
            "record_id": str(uuid.uuid4()),
            "participant_id": str(uuid.uuid4()),
            "state": "open",
            "asked_at": "2026-11-22T09:00:00Z",
            "expires_at": "2026-12-20T09:00:00Z",
        }
        self.peers.replies["request_for_mail", str(request_id)] = {
            "request": request,
            "email": email,
            "person_id": str(assessor_id) if assessor_id else None,
            "assessor_name": "Dr P. Jansen",
            "message": "",
            "language": language,
            "learner_id": str(learner_id),
            "title": {"en": "consultation", "nl": "consult"},
            "minutes": 1,
            "stage": "assess",
            "place": "",
            "encounter_date": "2026-11-20",
            "auth": "account" if assessor_id else "link",
            **more,
        }
        self.requests[request_id] = (learner_id, assessor_id)
        self.request_event(request_id)
        return request_id

    def request_event(self, request_id, state="open", remind_now=0, version=1, **more):
        learner_id, assessor_id = self.requests[request_id]
        told = self.peers.replies["request_for_mail", str(request_id)]["request"]
        told["state"] = state
        occurred_at = more.pop("occurred_at", None)
        fields = {
            "institution_id": self.institution_id,
            "request_id": request_id,
            "record_id": uuid.UUID(told["record_id"]),
            "participant_id": uuid.UUID(told["participant_id"]),
            "portfolio_id": uuid.uuid4(),
            "learner_id": learner_id,
            "form_key": "kpb",
            "stage": "assess",
            "role": "assessor",
            "assessor_id": assessor_id,
            "state": state,
            "asked_at": self.clock(),
            "expires_at": None,
            "remind_now": remind_now,
            "version": version,
            **more,
        }
        self.hear(RequestChangedV1(**fields), occurred_at)

    def inform(self, person_id, kind="returned", learner_id=None, occurred_at=None):
        self.hear(
            PersonInformedV1(
                institution_id=self.institution_id,
                person_id=person_id,
                kind=kind,
                record_id=uuid.UUID(int=7),
                portfolio_id=uuid.uuid4(),
                learner_id=learner_id or person_id,
                form_key="kpb",
            ),
            occurred_at,
        )

    def fire_due(self):
        """What the service's timer would do now."""
        for timer in due_timers(self.database, "send_mail"):
            self.service.send_mail(timer)

    # -- what people see ------------------------------------------------------------------

    def who(self, person_id, institution_id=None, roles=()):
        return Principal(
            kind="person",
            issuer="gateway",
            person_id=person_id,
            institution_id=institution_id or self.institution_id,
            roles=frozenset(roles),
        )

    def inbox(self, person_id, cursor=None, limit=30, **more):
        call = testing.call(self.who(person_id, **more), contract.INBOX)
        return self.database.read(call, queries.inbox, {"cursor": cursor, "limit": limit})

    def mark_read(self, person_id, message_ids=None):
        call = testing.call(self.who(person_id), contract.MARK_READ)
        return self.database.write(call, inbox.mark_read, {"message_ids": message_ids})

    def prefer(self, person_id, **request):
        call = testing.call(self.who(person_id), contract.CHANGE_PREFERENCES)
        request.setdefault("preferences", {})
        return self.database.write(call, inbox.change_preferences, request)

    def states(self, *request_ids, who=None):
        """As the learner of the first request reads it, or somebody else."""
        learner_id, _assessor_id = self.requests[request_ids[0]]
        call = testing.call(who or self.who(learner_id), contract.MAIL_STATES)
        request = {"request_ids": list(request_ids)}
        return self.database.read(call, queries.mail_states, request)["states"]

    def mailed(self):
        return testing.outbox(self.database, contract.RequestMailedV1)


@pytest.fixture
def clock():
    return testing.FixedClock(NOW)


@pytest.fixture
def urls(fresh_database):
    return fresh_database("notifications")


@pytest.fixture
def database(urls, clock):
    opened = Database.standalone(urls.app_url, service="notifications", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def post():
    server = MailPost()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def world(database, clock, post):
    settings = NotificationSettings(
        smtp_url=_server(post.url),
        mail_from="no-reply@tessera.example",
        public_origin="https://tessera.example",
        product="Tessera",
    )
    service = NotificationsService()
    service.database, service.rpc_client = database, Peers()
    service.post = open_post_office(settings)
    return World(database, clock, post, service.rpc_client, service)


@pytest.fixture
def sanne(world):
    return world.person("Sanne de Vries", "Sanne")
