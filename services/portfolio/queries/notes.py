"""The owner's scratchpad."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs.chassis.transaction import Transaction

from ..tables import Note
from .access import own_portfolio


def notes(tx: Transaction, *, portfolio_id: UUID) -> dict[str, Any]:
    """The caller's own notes, last changed first."""
    portfolio = own_portfolio(tx, portfolio_id)
    query = select(Note).where(Note.portfolio_id == portfolio.id).order_by(Note.changed_at.desc())
    return {
        "notes": [
            {"note_id": note.id, "text": note.text, "rev": note.rev, "changed_at": note.changed_at}
            for note in tx.session.scalars(query)
        ]
    }
