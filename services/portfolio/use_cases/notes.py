"""The scratchpad: the owner's alone, by a wall in the database itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound, RevisionMismatch

from ..queries.access import own_portfolio
from ..tables import Note


def write_note(
    tx: Transaction, *, portfolio_id: UUID, note_id: UUID | None, rev: int, text: str
) -> dict[str, Any]:
    """Write a new note or change one. Raises RevisionMismatch, NotFound, Forbidden."""
    portfolio = own_portfolio(tx, portfolio_id)
    note = _changed(tx, note_id, portfolio_id, rev, text) if note_id else None
    if note is None:
        note = Note(
            id=tx.new_id(),
            institution_id=portfolio.institution_id,
            person_id=portfolio.learner_id,
            portfolio_id=portfolio.id,
            text=text,
            rev=1,
            changed_at=tx.now,
        )
        tx.session.add(note)
    tx.audit(
        "note.write",
        object_kind="note",
        object_id=note.id,
        subject_id=note.person_id,
        basis="owner",
    )
    return {"note_id": note.id, "rev": note.rev}


def _changed(tx: Transaction, note_id: UUID, portfolio_id: UUID, rev: int, text: str) -> Note:
    note = _own_note(tx, note_id)
    if note.portfolio_id != portfolio_id:
        raise NotFound()
    if note.rev != rev:
        raise RevisionMismatch(rev=note.rev)
    note.text, note.rev, note.changed_at = text, rev + 1, tx.now
    return note


def delete_note(tx: Transaction, *, note_id: UUID) -> dict[str, Any]:
    """Throw a note away. Raises NotFound."""
    note = _own_note(tx, note_id)
    tx.session.delete(note)
    tx.audit(
        "note.delete",
        object_kind="note",
        object_id=note_id,
        subject_id=note.person_id,
        basis="owner",
    )
    return {}


def _own_note(tx: Transaction, note_id: UUID) -> Note:
    # Row-level security shows a note to its owner only, so anybody else finds nothing here.
    note = tx.session.get(Note, note_id, with_for_update=True)
    if note is None:
        raise NotFound()
    return note
