"""A small institution for the tests: people, relations, the library's forms, and calls by them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from libs import formengine
from libs.chassis.database import OpenDatabase
from libs.chassis.delivery import Delivery
from libs.chassis.principal import Principal
from libs.chassis.testing import FixedClock, call, outbox
from libs.chassis.timers import due_timers
from libs.contracts import accounts, documents, forms
from libs.contracts import portfolio as contract
from libs.contracts.base import Event, Method
from services.portfolio import projections, queries, use_cases
from services.portfolio.domain.addresses import address_hash

LIBRARY = Path(__file__).parents[3] / "services" / "forms" / "library"
START = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)
PROGRAMME = "gp-specialty-training"
PLACES = {"scale": "scales", "framework": "frameworks", "form": ".", "programme": "programmes"}
TIMERS: dict[str, Callable[..., object]] = {
    "record_wake": use_cases.wake_record,
    "open_portfolio": projections.retry_enrolment,
    "decision_expires": use_cases.expire_decision,
    "move_drafts": use_cases.move_drafts,
    "unsent_file": use_cases.forget_unsent,
}


class World:
    """One institution in a network, with a learner, a trainer, a teacher and a head."""

    def __init__(self, db: OpenDatabase, clock: FixedClock, network: uuid.UUID) -> None:
        self.db, self.clock, self.network = db, clock, network
        self.institution = uuid.uuid4()
        self.learner = self.person("learner")
        self.trainer = self.person("trainer")
        self.teacher = self.person("teacher")
        self.head = self.person("head")
        self.portfolio_id = uuid.UUID(int=0)

    # People

    def person(self, *roles: str, email: str = "") -> Principal:
        found = Principal(
            kind="person",
            issuer="gateway",
            person_id=uuid.uuid4(),
            institution_id=self.institution,
            network_id=self.network,
            roles=frozenset(roles),
            assurance="password",
            email_hash=address_hash(email or f"{uuid.uuid4().hex}@example.org"),
        )
        self.hear(
            accounts.MembershipChangedV1(
                institution_id=self.institution,
                network_id=self.network,
                membership_id=uuid.uuid4(),
                person_id=found.person_id,
                roles=roles,
                starts_on=None,
                ends_on=None,
                version=1,
            )
        )
        return found

    def link(self, record_id: str, email: str = "jansen@praktijk.nl") -> Principal:
        """The capability of the external assessor with this address on a record."""
        row = self.rows(
            "SELECT p.id, r.id FROM participant p JOIN request r ON r.participant_id = p.id"
            " WHERE p.record_id = :record AND p.email_hash = :hash",
            record=record_id,
            hash=address_hash(email),
        )[0]
        return Principal(
            kind="link",
            issuer="gateway",
            institution_id=self.institution,
            network_id=self.network,
            assurance="link",
            link_record_id=uuid.UUID(str(record_id)),
            link_participant_id=row[0],
            link_request_id=row[1],
            email_hash=address_hash(email),
        )

    # Facts of other services

    def hear(self, event: Event, **extra: Any) -> None:
        handlers = {
            accounts.LearnerEnrolledV1: projections.learner_enrolled,
            accounts.RelationChangedV1: projections.relation_changed,
            accounts.MembershipChangedV1: projections.membership_changed,
            accounts.PersonChangedV1: projections.person_changed,
            accounts.PersonErasedV1: projections.person_erased,
            forms.DefinitionRetiredV1: projections.definition_retired,
            documents.FileStoredV1: projections.file_stored,
            documents.FileRefusedV1: projections.file_refused,
        }
        delivery = Delivery.of(event, consumer="test", occurred_at=self.clock())
        self.db.consume(delivery, handlers[type(event)])

    def hear_published(
        self,
        document: dict[str, Any],
        number: int,
        *,
        open_drafts: str = "finish",
        of_network: bool = True,
    ) -> str:
        """A version of a form as forms tells of it; then the timers that follow are carried out."""
        name = formengine.content_hash(document)
        event = forms.DefinitionPublishedV1(
            institution_id=None if of_network else self.institution,
            network_id=self.network,
            kind=document["format"].split("/")[0],
            key=document["key"],
            definition_version=number,
            hash=name,
            open_drafts=open_drafts,
        )
        self.db.consume(
            Delivery.of(event, consumer="test", occurred_at=self.clock()),
            partial(projections.definition_published, document=document),
        )
        self.pass_time()
        return name

    def hear_retired(self, kind: str, key: str, is_retired: bool = True, **when: Any) -> None:
        event = forms.DefinitionRetiredV1(
            institution_id=None,
            network_id=self.network,
            kind=kind,
            key=key,
            is_retired=is_retired,
        )
        told = Delivery.of(event, consumer="test", occurred_at=when.get("at", self.clock()))
        self.db.consume(told, projections.definition_retired)

    def relate(
        self, kind: str, staff: Principal, *, until: dt.date | None = None, **changes: Any
    ) -> accounts.RelationChangedV1:
        event = accounts.RelationChangedV1(
            institution_id=self.institution,
            network_id=self.network,
            relation_id=changes.get("relation_id", uuid.uuid4()),
            kind=kind,
            person_id=staff.person_id,
            learner_id=changes.get("learner", self.learner).person_id,
            starts_on=changes.get("since", dt.date(2026, 3, 1)),
            ends_on=until,
            version=changes.get("version", 1),
        )
        self.hear(event)
        return event

    def enrol(self, learner: Principal, **changes: Any) -> accounts.LearnerEnrolledV1:
        event = accounts.LearnerEnrolledV1(
            institution_id=self.institution,
            network_id=self.network,
            enrolment_id=changes.get("enrolment_id", uuid.uuid4()),
            person_id=learner.person_id,
            programme_key=changes.get("programme_key", PROGRAMME),
            starts_on=changes.get("starts_on", dt.date(2026, 3, 1)),
            cohort="2026-03",
            part_time=changes.get("part_time", 100),
            version=changes.get("version", 1),
        )
        self.hear(event)
        return event

    def settle_in(self) -> None:
        """Relations and the learner's portfolio."""
        self.relate("supervises", self.trainer)
        self.relate("teaches", self.teacher)
        self.enrol(self.learner)
        self.portfolio_id = self.portfolio_of(self.learner)

    def portfolio_of(self, learner: Principal) -> uuid.UUID:
        return self.rows(
            "SELECT id FROM portfolio WHERE learner_id = :learner", learner=learner.person_id
        )[0][0]

    # Calls

    def do(self, who: Principal, method: Method, use_case: Callable[..., Any], **fields: Any):
        """A write as the front door does it: loaded by the contract's schema."""
        key = fields.pop("key", None) or str(uuid.uuid4())
        request = method.request().load(plain(fields))
        return self.db.write(call(who, method, idempotency_key=key), use_case, request)

    def see(self, who: Principal, method: Method, query: Callable[..., Any], **fields: Any):
        return self.db.read(call(who, method), query, method.request().load(plain(fields)))

    def ask(self, **changes: Any) -> dict[str, Any]:
        fields = {
            "portfolio_id": self.portfolio_id,
            "form_key": "kpb",
            "assessor": {"email": "jansen@praktijk.nl", "name": "Dr Jansen"},
            "context": {"encounter_date": self.clock().date(), "place": "Spreekuur"},
            "answers": {"situation": "Consult bij hoofdpijn"},
        } | changes
        who = fields.pop("who", self.learner)
        return self.do(who, contract.ASK_FEEDBACK, use_cases.ask_feedback, **fields)

    def start(self, form_key: str, **changes: Any) -> str:
        fields = {
            "portfolio_id": self.portfolio_id,
            "form_key": form_key,
            "context": {"encounter_date": self.clock().date()},
        } | changes
        who = fields.pop("who", self.learner)
        reply = self.do(who, contract.START_RECORD, use_cases.start_record, **fields)
        return reply["record_id"]

    def send(self, who: Principal, record_id: str, stage: str, answers: Any = None, **more: Any):
        return self.do(
            who,
            contract.SEND,
            use_cases.send,
            record_id=record_id,
            stage=stage,
            answers=answers,
            **more,
        )

    def adapt(self, kind: str, requirement: str | None = None, **changes: Any) -> str:
        """The teacher (or `who`) changes the learner's plan, from `since` on."""
        who, since = changes.pop("who", self.teacher), changes.pop("since", None)
        reason = changes.pop("reason", "Agreed in the progress talk")
        reply = self.do(
            who,
            contract.ADAPT_PLAN,
            partial(use_cases.adapt_plan, account_name="Noor Teacher"),
            portfolio_id=self.portfolio_id,
            kind=kind,
            requirement=requirement,
            changes=changes,
            from_on=since,
            reason=reason,
        )
        return reply["adaptation_id"]

    def end(self, adaptation_id: str, who: Principal | None = None, reason: str = "Back") -> None:
        self.do(
            who or self.teacher,
            contract.END_ADAPTATION,
            partial(use_cases.end_adaptation, account_name="Noor Teacher"),
            adaptation_id=adaptation_id,
            reason=reason,
        )

    def plan(self, who: Principal | None = None) -> dict[str, Any]:
        fields = {"portfolio_id": self.portfolio_id}
        return self.see(who or self.teacher, contract.PLAN, queries.plan, **fields)

    def record(self, who: Principal, record_id: str) -> dict[str, Any]:
        return self.see(who, contract.RECORD, queries.record, record_id=record_id)

    # Looking behind

    def events(self, kind: type[Event]) -> list[Any]:
        return outbox(self.db, kind)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        from sqlalchemy import text

        who = Principal(
            kind="service",
            issuer="portfolio",
            institution_id=self.institution,
            network_id=self.network,
        )
        return self.db.run(who, lambda tx: tx.session.execute(text(sql), values).all())

    def pass_time(self, **duration: float) -> None:
        """Move the clock and carry out the timers that have become due."""
        self.clock.forward(**duration)
        for _ in range(20):
            due = [timer for kind in TIMERS for timer in due_timers(self.db, kind)]
            for timer in due:
                self.db.fire(timer, TIMERS[timer.kind])
            if not due:
                return
        raise AssertionError("timers never come to rest")


def publish_library(db: OpenDatabase, network: uuid.UUID) -> None:
    """The library's definitions as the network's, version 1 (frameworks: as they say)."""
    owner = Principal(kind="service", issuer="portfolio", network_id=network)
    for kind, place in PLACES.items():
        for file in sorted((LIBRARY / place).glob("*.json")):
            publish(db, owner, kind, json.loads(file.read_text()))


def publish(
    db: OpenDatabase, owner: Principal, kind: str, document: dict[str, Any], number: int = 0
) -> str:
    name = formengine.content_hash(document)
    number = number or int(document.get("version", 1))
    db.run(
        owner,
        lambda tx: projections.keep_definition(
            tx, kind=kind, key=document["key"], number=number, hash=name, document=document
        ),
    )
    return name


def plain(value: Any) -> Any:
    """As it would travel: ids and dates as text."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, uuid.UUID | dt.date | dt.datetime):
        return value.isoformat() if not isinstance(value, uuid.UUID) else str(value)
    return value


KPB = {
    "areas": {
        "medical": {"v": 2},
        "communication": {"v": 3, "comment": "Je liet echt ruimte voor de hulpvraag."},
    },
    "strong": "Rustige opbouw van het consult.",
    "next_step": "Vat vaker tussendoor samen.",
}
AREAS = (
    "medical",
    "communication",
    "collaboration",
    "leadership",
    "society",
    "science",
    "professionalism",
)


def combel(score: int, overall: str) -> dict[str, Any]:
    return {"areas": {area: {"v": score} for area in AREAS}, "overall": overall}
