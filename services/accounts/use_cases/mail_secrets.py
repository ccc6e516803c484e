"""Secrets that travel by mail: links to set a password or confirm an address, and codes.

First a secret is only *wanted*, which the event says. Notifications asks for it just before the
mail goes; then it is made, and only its hash stays here.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Timer, Transaction
from libs.contracts.accounts import LinkEnded
from services.accounts.domain import tokens
from services.accounts.domain.people import full_name
from services.accounts.queries import access, doors
from services.accounts.queries.password_rules import state_of
from services.accounts.tables import Credential, Institution, Person, Secret
from services.accounts.use_cases import facts

# More mails than this in an hour help nobody but a prankster.
MAILS_AN_HOUR = 5
ACCESS = ("activation", "reset")


def want_access(tx: Transaction, person: Person, institution_id: UUID) -> Secret:
    """Have a mail sent with a link to set the first or a new password; older ones end."""
    credential = tx.session.get_one(Credential, person.id)
    purpose = "reset" if credential.password_hash else "activation"
    return want(tx, person, institution_id, purpose)


def want(
    tx: Transaction,
    person: Person,
    institution_id: UUID,
    purpose: str,
    *,
    session_id: UUID | None = None,
    new_email: str | None = None,
) -> Secret:
    void(tx, person.id, ACCESS if purpose in ACCESS else (purpose,))
    secret = wanted(tx, person, institution_id, purpose)
    secret.session_id, secret.new_email = session_id, new_email
    tx.session.add(secret)
    facts.tell_secret_wanted(tx, secret)
    return secret


def wanted(tx: Transaction, person: Person, institution_id: UUID, purpose: str) -> Secret:
    """The row of a secret that should be mailed, not yet added."""
    return Secret(
        id=tx.new_id(),
        institution_id=institution_id,
        person_id=person.id,
        purpose=purpose,
        wanted_at=tx.now,
        tries=0,
    )


def want_access_from(tx: Transaction, person: Person, starts_on: dt.date, zone: dt.tzinfo) -> None:
    """Invite a person on the morning their membership begins: before, they could not log in."""
    morning = dt.datetime.combine(starts_on, dt.time(7), zone)
    tx.schedule("first_access", person.id, morning, {"person_id": str(person.id)})


def first_access(tx: Transaction, timer: Timer) -> None:
    """The membership of somebody who was announced earlier begins today."""
    person = tx.session.get(Person, UUID(timer.payload["person_id"]))
    credential = tx.session.get(Credential, person.id) if person else None
    if person and credential and credential.password_hash is None and timer.institution_id:
        want_access(tx, person, timer.institution_id)
        access.audit(
            tx, "person.invite", object_kind="person", object_id=person.id, subject_id=person.id
        )


def void(tx: Transaction, person_id: UUID, purposes: tuple[str, ...]) -> None:
    """End open secrets of a person: a newer link ends older ones, a new address ends all."""
    tx.session.flush()
    tx.session.execute(
        sa.update(Secret)
        .where(
            Secret.person_id == person_id,
            Secret.purpose.in_(purposes),
            Secret.used_at.is_(None),
            Secret.voided_at.is_(None),
        )
        .values(voided_at=tx.now),
        # No secret is held in memory here; looking for them costs more than the statement.
        execution_options={"synchronize_session": False},
    )


def too_many(tx: Transaction, person_id: UUID, purposes: tuple[str, ...]) -> bool:
    """Whether this person was mailed often enough in the last hour."""
    recent = sa.select(sa.func.count()).where(
        Secret.person_id == person_id,
        Secret.purpose.in_(purposes),
        Secret.wanted_at > tx.now - dt.timedelta(hours=1),
    )
    return (tx.session.scalar(recent) or 0) >= MAILS_AN_HOUR


def mail_secret(tx: Transaction, *, secret_id: UUID) -> dict[str, Any]:
    """Make the secret a mail is about to carry. Asked again, a new one takes its place.

    Raises LinkEnded when the mail is no longer wanted.
    """
    door = doors.of_secret(tx, secret_id)
    if door is None:
        raise LinkEnded(state="ended")
    tx.act_for(door.institution_id, door.network_id)
    secret = tx.session.get_one(Secret, secret_id, with_for_update=True)
    wanted_until = secret.wanted_at + tokens.wanted_for(secret.purpose)
    if secret.used_at or secret.voided_at or tx.now >= wanted_until:
        raise LinkEnded(state="ended")
    value = _make(secret)
    secret.valid_until = tx.now + tokens.lasts(secret.purpose)
    access.audit(
        tx, "secret.make", object_kind="secret", object_id=secret.id, subject_id=secret.person_id
    )
    return _mail(tx, secret, value)


def _make(secret: Secret) -> str:
    if secret.purpose == "code":
        code = f"{secrets.randbelow(10**6):06d}"
        secret.secret_hash = tokens.code_hash(secret.id, code)
        return code
    token = secrets.token_urlsafe(32)
    secret.secret_hash = tokens.token_hash(token)
    return token


def _mail(tx: Transaction, secret: Secret, value: str) -> dict[str, Any]:
    person = tx.session.get_one(Person, secret.person_id)
    institution = tx.session.get_one(Institution, secret.institution_id)
    return {
        "purpose": secret.purpose,
        "secret": value,
        "valid_until": secret.valid_until,
        "email": secret.new_email or person.email,
        "name": full_name(person.given_name, person.family_name),
        "given_name": person.given_name,
        "language": person.language,
        "user_name": person.user_name,
        "institution_name": institution.name,
        "timezone": person.timezone or institution.timezone,
        "contact": institution.contact,
    }


def take(tx: Transaction, token: str, purposes: tuple[str, ...]) -> Secret:
    """The valid secret of a token, locked, behind its wall. The caller marks it used.

    Raises LinkEnded.
    """
    door = doors.of_secret_token(tx, tokens.token_hash(token))
    if door is None:
        raise LinkEnded(state="ended")
    doors.enter(tx, door)
    secret = tx.session.get_one(Secret, door.key_id, with_for_update=True, populate_existing=True)
    state = state_of(tx, secret)
    if state != "valid" or secret.purpose not in purposes:
        raise LinkEnded(state=state if state != "valid" else "ended")
    return secret
