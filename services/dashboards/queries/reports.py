"""Where an ordered report stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..tables import Report
from .access import visible


def report(tx: Transaction, *, report_id: UUID) -> dict[str, Any]:
    """For whoever may see its portfolio. Raises NotFound."""
    found = tx.session.get(Report, report_id)
    if found is None:
        raise NotFound()
    visible(tx, found.portfolio_id)
    return {"report_id": found.id, "state": found.state, "file_id": found.file_id}
