"""Tables of notifications: the send journal, the inboxes, the wishes, and what it was told.

No address, name, secret or text of a mail is kept: they are asked just before each mail.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from libs.chassis.tables import declarative_base
from services.notifications.domain.journal import STATES

Base = declarative_base()

MAIL_KINDS = ("secret", "notice", "invitation", "reminder", "informed", "digest")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Mail(Base):
    """The send journal: one row per message and recipient.

    `subject_key` names the message once and for all (`invitation:<request>`); `recipient_hash` is
    SHA-256 of the address, known from the first try on; `merged_into` the mail that carried this
    one along; `what` the purpose, notice or kind; `number` the reminder. `interruptions` counts
    the times nobody knows whether the server took it.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint(_one_of("kind", MAIL_KINDS), name="kind_known"),
        CheckConstraint(_one_of("state", STATES), name="state_known"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="sending_leased"),
        UniqueConstraint("institution_id", "subject_key", name="mail_once_per_message"),
        ForeignKeyConstraint(["merged_into"], ["mail.mail_id"], name="mail_merged_into_exists"),
        Index("mail_by_request", "request_id"),
        Index("mail_by_recipient", "institution_id", "recipient_hash"),
    )

    mail_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    subject_key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    person_id: Mapped[UUID | None]
    request_id: Mapped[UUID | None]
    secret_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    recipient_hash: Mapped[str | None] = mapped_column(String(64), info={"pii": True})
    merged_into: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(20))
    tries: Mapped[int]
    interruptions: Mapped[int]
    last_answer: Mapped[str | None] = mapped_column(String(40))
    queued_at: Mapped[dt.datetime]
    lease_until: Mapped[dt.datetime | None]
    changed_at: Mapped[dt.datetime]


class Message(Base):
    """A line in somebody's inbox. `params` holds ids and codes; the page finds the words.

    `in_digest`: a weekly digest will name it; `digest_id`: one did.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("message_by_person", "institution_id", "person_id", "at"),
        Index("message_by_request", "request_id"),
    )

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]
    record_id: Mapped[UUID | None]
    portfolio_id: Mapped[UUID | None]
    request_id: Mapped[UUID | None]
    at: Mapped[dt.datetime]
    in_app: Mapped[bool]
    read_at: Mapped[dt.datetime | None]
    in_digest: Mapped[bool]
    digest_id: Mapped[UUID | None]


class Preference(Base):
    """What a person wants to hear in one institution. Absent: the defaults."""

    __tablename__ = "preference"
    __table_args__ = (
        PrimaryKeyConstraint("institution_id", "person_id", name="preference_pkey"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet_both"),
    )

    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    wishes: Mapped[dict[str, Any]]
    quiet_from: Mapped[dt.time | None] = mapped_column(Time)
    quiet_to: Mapped[dt.time | None] = mapped_column(Time)
    paused_until: Mapped[dt.date | None] = mapped_column(Date)


class Person(Base):
    """Projection of accounts.person_changed: whose morning, and whether they still are here."""

    __tablename__ = "person"
    __table_args__ = (PrimaryKeyConstraint("institution_id", "person_id", name="person_pkey"),)

    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    timezone: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]


class Relation(Base):
    """Projection of accounts.relation_changed: who guides which learner, from and until civil
    dates. They may know how the mails of that learner's requests stand."""

    __tablename__ = "relation"
    __table_args__ = (Index("relation_by_person", "institution_id", "person_id"),)

    relation_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    starts_on: Mapped[dt.date] = mapped_column(Date)
    ends_on: Mapped[dt.date | None] = mapped_column(Date)
    version: Mapped[int]


class Request(Base):
    """Projection of portfolio.request_changed: is it still wanted, and from whom."""

    __tablename__ = "request"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    record_id: Mapped[UUID]
    participant_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    form_key: Mapped[str] = mapped_column(String(200))
    assessor_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[dt.datetime | None]
    remind_now: Mapped[int]
    version: Mapped[int]
