"""Files in answers, and files of the portfolio that answers may point at."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import PII, Base, Id, Instant, OptionalWords, RecordRef, Ref, Words


class Attachment(Base):
    """A file that somebody added to an item of a stage. Its id is the file's; the bytes, and
    whether they are safe, are with documents, which told the state."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("state IN ('sending', 'checking', 'ready', 'refused')", name="state_known"),
        Index("attachment_by_record", "record_id"),
        Index("attachment_by_portfolio", "portfolio_id", "added_at"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    participant_id: Mapped[Ref]
    stage: Mapped[Words]
    item: Mapped[Words]
    name: Mapped[Words] = mapped_column(info=PII)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[Words]
    state: Mapped[Words]
    reason: Mapped[OptionalWords]
    added_at: Mapped[Instant]


class StoredFile(Base):
    """Projection of documents.file_stored: a file of the portfolio outside any record.

    `source`: upload (the learner's own, or the institution's) or report.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("stored_file_by_portfolio", "portfolio_id"),)
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    source: Mapped[Words]
