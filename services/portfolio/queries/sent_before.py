"""Whether a Send that comes again took effect the first time."""

from __future__ import annotations

from uuid import UUID

from libs.chassis import idempotency
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract


def sent_before(
    tx: Transaction, *, record_id: UUID, stage: str, on_device: bool = False
) -> dict[str, bool]:
    """For who can no longer read the record and so cannot post the same once more: whoever has the
    key of a Send of their own was told before how it went. Of an anonymous round that has closed
    nothing is kept, and nothing is known here."""
    method = contract.SEND_ON_DEVICE if on_device else contract.SEND
    kept = idempotency.kept_of(tx, method.address)
    return {"sent": kept is not None and kept["record_id"] == str(record_id)}
