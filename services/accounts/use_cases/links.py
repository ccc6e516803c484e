"""Links of external assessors: a capability for one request, not a log-in."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import LinkEnded
from libs.contracts.faults import Forbidden
from services.accounts.domain.people import email_hash
from services.accounts.domain.tokens import token_hash
from services.accounts.queries import access
from services.accounts.tables import Capability, CapabilityToken, Person


def fresh_link(
    tx: Transaction,
    *,
    request_id: UUID,
    record_id: UUID,
    participant_id: UUID,
    not_after: dt.datetime,
    email: str | None = None,
    learner_id: UUID | None = None,
) -> dict[str, Any]:
    """One more token for a request -> {token}; the earlier ones go on working.

    Raises LinkEnded when the request has ended in the meantime, and for the learner's own address:
    nobody answers a request about themself.
    """
    if tx.principal.institution_id is None:
        raise Forbidden("A link belongs to an institution; the passport names none.")
    capability = locked(tx, request_id, record_id=record_id, participant_id=participant_id)
    if capability.ends_at is not None and tx.now >= capability.ends_at:
        raise LinkEnded(state="ended")
    if tx.now >= not_after:
        raise LinkEnded(state="expired")
    address = (email or "").strip()
    if learner_id and address and _is_address_of(tx, learner_id, address):
        raise LinkEnded(state="ended")
    _bind(tx, capability, address, not_after)
    token = secrets.token_urlsafe(32)
    tx.session.add(
        CapabilityToken(
            token_hash=token_hash(token),
            institution_id=capability.institution_id,
            request_id=request_id,
            made_at=tx.now,
        )
    )
    access.audit(tx, "link.make", object_kind="request", object_id=request_id)
    return {"token": token}


def _is_address_of(tx: Transaction, person_id: UUID, address: str) -> bool:
    person = tx.session.get(Person, person_id)
    return person is not None and email_hash(person.email) == email_hash(address)


def locked(
    tx: Transaction, request_id: UUID, *, record_id: UUID, participant_id: UUID
) -> Capability:
    """The row of a request, made if it is not there, locked until the end of the transaction."""
    row = {
        "request_id": request_id,
        "institution_id": tx.principal.institution_id,
        "record_id": record_id,
        "participant_id": participant_id,
        "version": 0,
    }
    tx.session.execute(insert(Capability).values(row).on_conflict_do_nothing())
    return tx.session.get_one(Capability, request_id, with_for_update=True, populate_existing=True)


def _bind(tx: Transaction, capability: Capability, email: str, not_after: dt.datetime) -> None:
    """A link is bound to one address: after a correction, what went to the wrong one ends."""
    if capability.email is not None and capability.email.lower() != email.lower():
        tx.session.execute(
            sa.delete(CapabilityToken).where(CapabilityToken.request_id == capability.request_id)
        )
    capability.email, capability.not_after = email, not_after
