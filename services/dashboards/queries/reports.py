"""Where an ordered report stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..tables import Report
from .access import reader_of, visible


def report(tx: Transaction, *, report_id: UUID) -> dict[str, Any]:
    """For who ordered it, while they may see its portfolio. Raises NotFound."""
    found = tx.session.get(Report, report_id)
    if found is None or found.ordered_by != reader_of(tx):
        raise NotFound()
    visible(tx, found.portfolio_id)
    return {"report_id": found.id, "state": found.state, "file_id": found.file_id}
