"""Which data points, goals, registrations and decisions the caller may read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_

from libs.chassis.transaction import Transaction

from ..domain.access import reader_roles
from ..tables import DataPoint
from .access import Seen, SeenRecord


def may_read(tx: Transaction, seen: Seen | SeenRecord, table: Any = DataPoint) -> Any:
    """SQL: rows whose `see` admits the caller; without `see` everybody with access."""
    words = sorted(reader_roles(seen.access, tx.principal.roles))
    if tx.principal.person_id is not None:
        words.append(str(tx.principal.person_id))
    return or_(table.see.is_(None), table.see.overlap(words))
