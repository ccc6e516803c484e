"""One effect per Idempotency-Key: the reply is kept in the transaction of the effect."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from libs.chassis import tables
from libs.chassis.calls import Call
from libs.chassis.transaction import Transaction
from libs.contracts.faults import IdempotencyKeyReused, RequestInProgress

_CLAIM = sa.text(
    "SELECT pg_try_advisory_xact_lock(hashtextextended(:principal || :operation || :key, 0)),"
    " (SELECT jsonb_build_object('hash', request_hash, 'reply', reply) FROM idempotency"
    "  WHERE principal = :principal AND operation = :operation AND key = :key)"
)


def plain(value: Any) -> Any:
    """A reply as plain JSON types, so that the first answer and a repeated one are the same."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value


def request_hash(request: Mapping[str, Any]) -> str:
    canonical = json.dumps(plain(request), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _row_key(call: Call) -> dict[str, str]:
    who = call.principal
    person = who.person_id or who.link_participant_id or who.acting_for or who.kind
    return {
        "principal": f"{person}",
        "operation": call.method.address,
        "key": call.idempotency_key or "",
    }


def claim(tx: Transaction, call: Call, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """The kept reply of this key, or None when the effect is ours to make now.

    Raises RequestInProgress while another try runs, IdempotencyKeyReused for another request.
    """
    ours, stored = tx.session.execute(_CLAIM, _row_key(call)).one()
    if stored is not None:
        if stored["hash"] != request_hash(request):
            raise IdempotencyKeyReused()
        return dict(stored["reply"])
    if not ours:
        raise RequestInProgress()
    return None


def kept_of(tx: Transaction, operation: str) -> dict[str, Any] | None:
    """The kept reply of what the caller did before, in this operation, with the key of the call
    at hand; None where that had no effect, or it was forgotten."""
    if tx.call is None or tx.call.idempotency_key is None:
        return None
    row = _row_key(tx.call) | {"operation": operation}
    query = sa.select(tables.idempotency.c.reply).where(
        *(tables.idempotency.c[name] == value for name, value in row.items())
    )
    return tx.session.execute(query).scalar_one_or_none()


def keep(tx: Transaction, call: Call, request: Mapping[str, Any], reply: dict[str, Any]) -> None:
    """Keep the reply for later repeats, in the same transaction."""
    tx.session.execute(
        sa.insert(tables.idempotency).values(
            **_row_key(call),
            institution_id=tx.principal.institution_id,
            request_hash=request_hash(request),
            reply=reply,
            created_at=tx.now,
        )
    )
