"""Exactly one effect per message and consumer: the claim is a row of the effect's transaction."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.dialects.postgresql import insert

from libs.chassis import tables
from libs.chassis.transaction import Transaction

# At least as long as a message can be parked and replayed.
KEPT_FOR = dt.timedelta(days=30)


def claim_message(tx: Transaction, consumer: str, message_id: uuid.UUID) -> bool:
    """True when this consumer has not yet handled this message."""
    claimed = tx.session.execute(
        insert(tables.inbox)
        .values(consumer=consumer, message_id=message_id, received_at=tx.now)
        .on_conflict_do_nothing()
        .returning(tables.inbox.c.consumer)
    )
    return claimed.first() is not None
