"""Files that were added to a form and never sent: who keeps the bytes is told to let them go.

A file is added before Send, so a draft that is thrown away, a line that is taken out while the
network is down or a form that expires leaves one behind. Every file is looked at a while after it
was added. One that an answer names, now or once, stays for good; one in a draft is looked at again.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import Text, cast, exists, select

from libs.chassis.transaction import Timer, Transaction
from libs.contracts import portfolio as contract

from ..tables import (
    Attachment,
    Contribution,
    ContributionRevision,
    Draft,
    MovedDraft,
    Record,
    RoundAnswer,
    SealedAnswer,
)

UNSENT = "unsent_file"
# Long enough for a form that is filled in on a page without a draft, or by a program.
GRACE = dt.timedelta(days=7)
ANSWERS = (Contribution, ContributionRevision, SealedAnswer, RoundAnswer)
DRAFTS = (Draft, MovedDraft)
ENDED = frozenset({"done", "withdrawn", "expired"})


def look_later(
    tx: Transaction, file_id: UUID, *, record_id: UUID, portfolio_id: UUID, learner_id: UUID
) -> None:
    """Look at this file after the grace time. The timer knows whose it is: the rows of a draft
    that is thrown away are gone by then."""
    about = {"record_id": record_id, "portfolio_id": portfolio_id, "learner_id": learner_id}
    payload = {name: str(value) for name, value in about.items()}
    tx.schedule(UNSENT, file_id, tx.now + GRACE, payload)


def forget_unsent(tx: Transaction, timer: Timer) -> None:
    """A due look at a file. Late or twice gives the same."""
    file_id = UUID(timer.key)
    about = {name: UUID(value) for name, value in timer.payload.items()}
    # The lock of every Send: a file is never let go while an answer is about to name it.
    query = select(Record).where(Record.id == about["record_id"]).with_for_update()
    record = tx.session.scalars(query).one_or_none()
    if _is_named(tx, about["record_id"], file_id, ANSWERS):
        return
    is_open = record is not None and record.state not in ENDED
    if is_open and _is_named(tx, about["record_id"], file_id, DRAFTS):
        look_later(tx, file_id, **about)
        return
    _let_go(tx, file_id, about)


def _is_named(tx: Transaction, record_id: UUID, file_id: UUID, tables: tuple[type, ...]) -> bool:
    """Whether the id stands anywhere in these rows of the record, whatever item it was given to:
    forms change their items, and an id is nobody else's."""
    return any(
        tx.session.scalar(
            select(
                exists().where(
                    table.record_id == record_id,  # type: ignore[attr-defined]
                    cast(table.answers, Text).contains(str(file_id)),  # type: ignore[attr-defined]
                )
            )
        )
        for table in tables
    )


def _let_go(tx: Transaction, file_id: UUID, about: dict[str, UUID]) -> None:
    file = tx.session.get(Attachment, file_id)
    if file is not None:
        tx.session.delete(file)
    tx.emit(
        contract.FileLeftOutV1(institution_id=tx.principal.institution_id, file_id=file_id, **about)
    )
    tx.audit(
        "file.let_go",
        object_kind="file",
        object_id=file_id,
        subject_id=about["learner_id"],
        basis="clock",
    )
