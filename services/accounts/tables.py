"""The rows of accounts. Personal columns say so in `info`; each wall is in the first migration.

A person exists once, whatever number of institutions they belong to, and is reached only through
a membership (or by themself). `home_institution_id` is the institution that keeps the account:
it alone changes names and e-mail address.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from libs.chassis.tables import declarative_base

Base: Any = declarative_base()
PII = {"pii": True}
ROLE_LIST = (
    "ARRAY['learner','trainer','teacher','coach','head','committee','secretary','local_admin',"
    "'national_admin']"
)


class Network(Base):
    """Institutions that share national administrators, frameworks, forms and programmes."""

    __tablename__ = "network"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    setup: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


class Institution(Base):
    __tablename__ = "institution"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    network_id: Mapped[UUID | None] = mapped_column(ForeignKey("network.id"))
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    theme: Mapped[dict[str, Any] | None]
    contact: Mapped[dict[str, Any]] = mapped_column(info=PII)
    sign_on: Mapped[str] = mapped_column(Text)
    password_profile: Mapped[str] = mapped_column(Text)
    failures_allowed: Mapped[int] = mapped_column(Integer)
    reset_unblocks: Mapped[bool]
    user_name_scheme: Mapped[str] = mapped_column(Text)
    # What administrators put off while setting up; see domain/setup.py.
    setup: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    __table_args__ = (
        CheckConstraint("sign_on IN ('password', 'sso')", name="sign_on"),
        CheckConstraint("password_profile IN ('classic', 'modern')", name="password_profile"),
        CheckConstraint("failures_allowed BETWEEN 1 AND 20", name="failures_allowed"),
        Index("ix_institution_network_id", "network_id"),
    )


class Person(Base):
    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    home_institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    user_name: Mapped[str] = mapped_column(Text, info=PII)
    given_name: Mapped[str] = mapped_column(Text, info=PII)
    family_name: Mapped[str] = mapped_column(Text, info=PII)
    email: Mapped[str] = mapped_column(Text, info=PII)
    # Where to tell that the address was changed: that mail goes to the old one.
    former_email: Mapped[str | None] = mapped_column(Text, info=PII)
    former_email_until: Mapped[dt.datetime | None]
    language: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        CheckConstraint("language IN ('en', 'nl')", name="language"),
        Index("uq_person_user_name", func.lower(user_name), unique=True),
        Index("uq_person_email", func.lower(email), unique=True),
    )


class Credential(Base):
    """The password of a person (argon2id) and what failed log-ins did to it."""

    __tablename__ = "credential"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    set_at: Mapped[dt.datetime | None]
    failures: Mapped[int] = mapped_column(Integer)
    blocked_at: Mapped[dt.datetime | None]
    wait_until: Mapped[dt.datetime | None]
    last_sign_in_at: Mapped[dt.datetime | None] = mapped_column(info=PII)
    last_membership_id: Mapped[UUID | None]


class UnknownName(Base):
    """Failed log-ins with a name nobody has count as real ones do, so that the work, and with it
    the time, is the same. Holds a hash only and belongs to no institution."""

    __tablename__ = "unknown_name"
    name_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[dt.datetime]


class Membership(Base):
    """A person in an institution: roles, from and until civil dates (both included)."""

    __tablename__ = "membership"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PII)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("institution_id", "person_id"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint(f"roles <@ {ROLE_LIST}", name="roles"),
        Index("ix_membership_person_id", "person_id"),
    )


class Enrolment(Base):
    __tablename__ = "enrolment"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PII)
    programme_key: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[dt.date]
    cohort: Mapped[str] = mapped_column(Text)
    part_time: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("institution_id", "person_id", "programme_key"),
        CheckConstraint("part_time BETWEEN 20 AND 100", name="part_time"),
        Index("ix_enrolment_person_id", "person_id"),
    )


class Relation(Base):
    """A staff person's relation with a learner, both ends included; open without an end."""

    __tablename__ = "relation"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    kind: Mapped[str] = mapped_column(Text)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PII)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PII)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    place: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("institution_id", "kind", "person_id", "learner_id", "starts_on"),
        CheckConstraint("kind IN ('supervises', 'teaches', 'coaches')", name="kind"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("person_id <> learner_id", name="two_people"),
        Index("ix_relation_person_id", "person_id"),
        Index("ix_relation_learner_id", "learner_id"),
    )


class Secret(Base):
    """A mail with a link or code that should go out, or went out: only the hash is here."""

    __tablename__ = "secret"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PII)
    purpose: Mapped[str] = mapped_column(Text)
    session_id: Mapped[UUID | None]
    new_email: Mapped[str | None] = mapped_column(Text, info=PII)
    wanted_at: Mapped[dt.datetime]
    secret_hash: Mapped[str | None] = mapped_column(Text)
    valid_until: Mapped[dt.datetime | None]
    tries: Mapped[int] = mapped_column(Integer)
    used_at: Mapped[dt.datetime | None]
    voided_at: Mapped[dt.datetime | None]
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        CheckConstraint("purpose IN ('activation', 'reset', 'email', 'code')", name="purpose"),
        Index("ix_secret_person_id", "person_id"),
        Index("ix_secret_wanted_at", "wanted_at"),
    )


class Session(Base):
    """A log-in. `institution_id` and `membership_id` are where the person acts now."""

    __tablename__ = "session"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PII)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    token_hash: Mapped[str] = mapped_column(Text)
    started_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    assurance: Mapped[str] = mapped_column(Text)
    raised_assurance: Mapped[str | None] = mapped_column(Text)
    assurance_until: Mapped[dt.datetime | None]
    user_agent: Mapped[str] = mapped_column(Text, info=PII)
    network_address: Mapped[str] = mapped_column(Text, info=PII)
    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index("ix_session_person_id", "person_id"),
        Index("ix_session_started_at", "started_at"),
    )


class Device(Base):
    """A browser somebody signed in with before, by the hash of the token it keeps."""

    __tablename__ = "device"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, info=PII)
    token_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    first_seen_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]


class Capability(Base):
    """What an external assessor's links open: one request, one record, one e-mail address.

    Told first by whichever comes first: portfolio's event (then there is no address yet) or
    notifications asking for a link. `version` is the request's.
    """

    __tablename__ = "capability"
    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    record_id: Mapped[UUID]
    participant_id: Mapped[UUID]
    email: Mapped[str | None] = mapped_column(Text, info=PII)
    not_after: Mapped[dt.datetime | None]
    ends_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(Integer)


class CapabilityToken(Base):
    """One mailed token of a capability; all of them work and end together."""

    __tablename__ = "capability_token"
    token_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey("capability.request_id"))
    made_at: Mapped[dt.datetime]
    __table_args__ = (Index("ix_capability_token_request_id", "request_id"),)


class ImportBatch(Base):
    """A file somebody looked at before importing it; its rows are cleared after a month."""

    __tablename__ = "import_batch"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    file_name: Mapped[str] = mapped_column(Text)
    made_by: Mapped[UUID | None]
    made_at: Mapped[dt.datetime]
    applied_at: Mapped[dt.datetime | None]
    counts: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    __table_args__ = (Index("ix_import_batch_made_at", "made_at"),)


class ImportedRow(Base):
    __tablename__ = "import_row"
    batch_id: Mapped[UUID] = mapped_column(
        ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))
    values: Mapped[dict[str, Any]] = mapped_column(info=PII)
