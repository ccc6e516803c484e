"""What other services tell that accounts must know."""

from __future__ import annotations

import datetime as dt

from libs.chassis.transaction import Transaction
from libs.contracts.portfolio import RequestChangedV1
from services.accounts.tables import Capability
from services.accounts.use_cases import links

# After Send the link shows a receipt and allows a correction for a day.
CORRECTION = dt.timedelta(hours=24)
_ENDED_AT_ONCE = frozenset({"declined", "withdrawn", "passed_on"})


def request_changed(tx: Transaction, event: RequestChangedV1) -> None:
    """All links of a request end with it. Requests to account holders have no links."""
    if event.assessor_id is not None:
        return
    capability = links.locked(
        tx, event.request_id, record_id=event.record_id, participant_id=event.participant_id
    )
    if event.version <= capability.version:
        return
    capability.version = event.version
    capability.not_after = event.expires_at or capability.not_after
    _end(tx, capability, event.state)


def _end(tx: Transaction, capability: Capability, state: str) -> None:
    occurred_at = tx.occurred_at or tx.now
    if state in _ENDED_AT_ONCE:
        capability.ends_at = occurred_at
    elif state == "submitted":
        capability.ends_at = occurred_at + CORRECTION
    elif state == "expired":
        capability.not_after = min(capability.not_after or occurred_at, occurred_at)
    else:
        capability.ends_at = None
