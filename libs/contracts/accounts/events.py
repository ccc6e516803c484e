"""What the accounts service tells."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from libs.contracts.base import Event


@dataclass(frozen=True, kw_only=True)
class PersonChangedV1(Event):
    """A person was created or their name, language, address or state changed (names are asked by
    RPC). `email_hash`: SHA-256 (hex) of the address, as in the passport; for comparing alone."""

    NAME = "accounts.person_changed.v1"
    person_id: uuid.UUID
    state: str
    language: str
    timezone: str
    version: int
    email_hash: str | None = None


@dataclass(frozen=True, kw_only=True)
class MembershipChangedV1(Event):
    """A person's roles in one institution, from and until civil dates."""

    NAME = "accounts.membership_changed.v1"
    membership_id: uuid.UUID
    person_id: uuid.UUID
    roles: tuple[str, ...]
    starts_on: dt.date | None
    ends_on: dt.date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class LearnerEnrolledV1(Event):
    """A learner starts (or changes) a programme; portfolio opens the portfolio on it.

    `ended`: taken back before there was a portfolio, so none is waited for any more.
    """

    NAME = "accounts.learner_enrolled.v1"
    enrolment_id: uuid.UUID
    person_id: uuid.UUID
    programme_key: str
    starts_on: dt.date
    cohort: str
    part_time: int
    version: int
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class RelationChangedV1(Event):
    """A staff member's relation with a learner; `ends_on` None means open-ended."""

    NAME = "accounts.relation_changed.v1"
    relation_id: uuid.UUID
    kind: str
    person_id: uuid.UUID
    learner_id: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class SecretWantedV1(Event):
    """A mail with a secret (activation, reset, email, code) should go out; notifications asks
    for the secret itself just before sending."""

    NAME = "accounts.secret_wanted.v1"
    secret_id: uuid.UUID
    person_id: uuid.UUID
    purpose: str


@dataclass(frozen=True, kw_only=True)
class SecurityNoticeV1(Event):
    """Something the person should hear by mail: password_changed, email_changed, blocked."""

    NAME = "accounts.security_notice.v1"
    person_id: uuid.UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class AccessRevokedV1(Event):
    """Sessions or roles of a person ended: caches drop, live streams close. session_id None
    means all of them."""

    NAME = "accounts.access_revoked.v1"
    person_id: uuid.UUID
    session_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PersonErasedV1(Event):
    """Every other service erases what it holds of this person and confirms."""

    NAME = "accounts.person_erased.v1"
    person_id: uuid.UUID
    erasure_id: uuid.UUID
