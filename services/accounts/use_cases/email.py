"""Changing one's own e-mail address: confirmed from the new one, told to the old one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.exc import IntegrityError

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import AlreadyInUse
from libs.contracts.faults import TooManyRequests
from services.accounts.queries import access
from services.accounts.tables import Person
from services.accounts.use_cases import facts, mail_secrets

# How long a notice about the change still goes to the old address.
FORMER_LASTS = dt.timedelta(days=1)
ALL_LINKS = ("activation", "reset", "email")


def ask_email_change(tx: Transaction, *, email: str) -> dict[str, Any]:
    person_id = access.person_id(tx)
    person = tx.session.get_one(Person, person_id)
    if mail_secrets.too_many(tx, person_id, ("email",)):
        raise TooManyRequests(retry_after=3600)
    mail_secrets.want(tx, person, access.institution_id(tx), "email", new_email=email.strip())
    access.audit(
        tx, "email.ask_change", object_kind="person", object_id=person_id, subject_id=person_id
    )
    return {"sent_to": email.strip()}


def confirm_email_change(tx: Transaction, *, token: str) -> dict[str, Any]:
    """Consume the link that went to the new address. Raises LinkEnded and AlreadyInUse."""
    secret = mail_secrets.take(tx, token, ("email",))
    person = tx.session.get_one(Person, secret.person_id, with_for_update=True)
    secret.used_at = tx.now
    put_email(tx, person, secret.new_email or person.email)
    facts.changed(tx, person)
    access.audit(
        tx, "email.change", object_kind="person", object_id=person.id, subject_id=person.id
    )
    return {"email": person.email}


def put_email(tx: Transaction, person: Person, email: str) -> None:
    """Give a person another address. Links mailed to the old one end, and it is told; the caller
    tells how the person stands.

    Raises AlreadyInUse.
    """
    mail_secrets.void(tx, person.id, ALL_LINKS)
    person.former_email, person.former_email_until = person.email, tx.now + FORMER_LASTS
    person.email = email
    try:
        tx.session.flush()
    except IntegrityError as error:
        raise AlreadyInUse(field="email") from error
    facts.tell_notice(tx, person.id, "email_changed")
