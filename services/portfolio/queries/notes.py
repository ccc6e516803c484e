"""The owner's scratchpad."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from libs.chassis.transaction import Transaction

from ..domain.access import OWNER, Access
from ..tables import Note
from .access import Seen, looked_into, own_portfolio
from .pages import page, values_of


def notes(
    tx: Transaction, *, portfolio_id: UUID, cursor: str | None = None, limit: int = 100
) -> dict[str, Any]:
    """The caller's own notes, last changed first."""
    portfolio = own_portfolio(tx, portfolio_id)
    query = select(Note).where(Note.portfolio_id == portfolio.id)
    after = values_of(cursor, 2)
    if after:
        query = query.where(tuple_(Note.changed_at, Note.id) < tuple(after))
    query = query.order_by(Note.changed_at.desc(), Note.id.desc()).limit(limit + 1)
    rows, more = page(list(tx.session.scalars(query)), limit, "changed_at", "id")
    looked_into(tx, "notes.list", Seen(portfolio, Access({OWNER})))
    return {
        "notes": [
            {"note_id": note.id, "text": note.text, "rev": note.rev, "changed_at": note.changed_at}
            for note in rows
        ],
        "next": more,
    }
