"""What a link opens. Looking changes nothing, so mail scanners do no harm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from services.accounts.domain.people import email_hash, masked_email
from services.accounts.domain.tokens import token_hash
from services.accounts.queries import doors
from services.accounts.tables import Capability, Device, Institution


def open_link(tx: Transaction, *, token: str) -> dict[str, Any]:
    """Raises NotFound for a token that nobody was mailed."""
    door = doors.of_link(tx, token_hash(token))
    if door is None:
        raise NotFound()
    tx.act_for(door.institution_id, door.network_id)
    capability = tx.session.get_one(Capability, door.key_id)
    institution = tx.session.get_one(Institution, door.institution_id)
    email = capability.email or ""
    return {
        "institution_id": institution.id,
        "institution_name": institution.name,
        "timezone": institution.timezone,
        "network_id": institution.network_id,
        "request_id": capability.request_id,
        "record_id": capability.record_id,
        "participant_id": capability.participant_id,
        "email_hint": masked_email(email) if email else "",
        "email_hash": email_hash(email) if email else None,
        "not_after": capability.not_after,
        "state": _state(tx, capability),
    }


def _state(tx: Transaction, capability: Capability) -> str:
    if capability.ends_at is not None and tx.now >= capability.ends_at:
        return "ended"
    if capability.not_after is not None and tx.now >= capability.not_after:
        return "expired"
    return "open"


def known_device(tx: Transaction, *, person_id: UUID, device_token: str) -> dict[str, Any]:
    """Whether the person, one of the link's institution, has logged in with this browser."""
    device = tx.session.get(Device, (person_id, token_hash(device_token)))
    return {"known": device is not None}
