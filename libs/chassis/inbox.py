"""Exactly one effect per message and consumer: the claim is a row of the effect's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import insert

from libs.chassis import tables
from libs.chassis.transaction import Transaction


def claim_messages(
    tx: Transaction, consumer: str, message_ids: Iterable[uuid.UUID]
) -> set[uuid.UUID]:
    """Those of the messages that this consumer has not yet handled.

    Claimed in one order everywhere, so two replicas with the same messages never deadlock.
    """
    rows = [
        {"consumer": consumer, "message_id": message_id, "received_at": tx.now}
        for message_id in sorted(set(message_ids))
    ]
    claimed = tx.session.execute(
        insert(tables.inbox).on_conflict_do_nothing().returning(tables.inbox.c.message_id),
        rows,
    )
    return set(claimed.scalars())
