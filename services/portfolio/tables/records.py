"""Records and what happens on them: participants, contributions, drafts, requests, tasks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import (
    PII,
    Base,
    Day,
    Document,
    Id,
    Instant,
    OptionalInstant,
    OptionalRef,
    OptionalWords,
    PortfolioRef,
    RecordRef,
    Ref,
    Version,
    Words,
)


class Record(Base):
    """One instance of a form in a portfolio, pinned to its form version for life.

    `progress` is the engine's state as JSON; the other columns say the same for queries. `rev`
    grows with every change, `version` numbers the events about it.
    """

    __tablename__ = "record"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'running', 'done', 'withdrawn', 'expired')",
            name="state_known",
        ),
        CheckConstraint("stakes IN ('low', 'medium', 'high')", name="stakes_known"),
        Index("record_by_portfolio", "portfolio_id", "encounter_date", "id"),
        Index("record_by_dossier", "portfolio_id", "dossier_key", "last_at"),
        Index("record_by_change", "institution_id", "last_at"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    network_id: Mapped[OptionalRef]
    portfolio_id: Mapped[PortfolioRef]
    learner_id: Mapped[Ref]
    learner_email_hash: Mapped[OptionalWords] = mapped_column(info=PII)
    dossier_key: Mapped[OptionalWords]
    form_key: Mapped[Words]
    form_version: Mapped[int] = mapped_column(Integer)
    form_hash: Mapped[Words]
    title: Mapped[Document]
    language: Mapped[Words]
    state: Mapped[Words]
    stakes: Mapped[Words]
    encounter_date: Mapped[Day]
    context: Mapped[Document]
    progress: Mapped[Document]
    started_by: Mapped[Ref]
    started_at: Mapped[Instant]
    last_at: Mapped[Instant]
    done_at: Mapped[OptionalInstant]
    rev: Mapped[int] = mapped_column(Integer)
    version: Mapped[Version]


class Participant(Base):
    """Somebody who has a part in a record: an account holder, or a name and address as stated.

    An office holder is unknown (`person_id` empty) until one of them acts; `office` says which.
    `on_device`: somebody who fills in on the learner's own device, known by name once they sent.
    `walk_in`: not somebody but the link of an anonymous round; who answers by it has no row. `came`
    says how many did, once the round has closed.
    """

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint("(email IS NULL) = (email_hash IS NULL)", name="address_with_hash"),
        Index("participant_by_record", "record_id"),
        Index("participant_by_person", "institution_id", "person_id", "record_id"),
        Index("participant_by_address", "portfolio_id", "email_hash"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    role: Mapped[Words]
    group_key: Mapped[OptionalWords]
    office: Mapped[OptionalWords]
    person_id: Mapped[OptionalRef]
    name: Mapped[OptionalWords] = mapped_column(info=PII)
    role_title: Mapped[OptionalWords] = mapped_column(info=PII)
    email: Mapped[OptionalWords] = mapped_column(info=PII)
    email_hash: Mapped[OptionalWords] = mapped_column(info=PII)
    is_active: Mapped[bool] = mapped_column(Boolean)
    on_device: Mapped[bool] = mapped_column(Boolean, server_default="false", default=False)
    walk_in: Mapped[bool] = mapped_column(Boolean, server_default="false", default=False)
    came: Mapped[int | None] = mapped_column(Integer)
    added_at: Mapped[Instant]


class Contribution(Base):
    """What one participant sent in one stage, as it stands now. `actor`: who it was, as stated.

    `emitted_revision` numbers the sets of data points it gave: the revision, or more where later
    stages made it give again.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint(
            "record_id", "stage", "participant_id", "cycle", name="contribution_once_per_stage"
        ),
        CheckConstraint("state IN ('sent', 'reopened', 'withdrawn')", name="state_known"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    stage: Mapped[Words]
    cycle: Mapped[int] = mapped_column(Integer)
    participant_id: Mapped[Ref]
    role: Mapped[Words]
    group_key: Mapped[OptionalWords]
    state: Mapped[Words]
    revision: Mapped[int] = mapped_column(Integer)
    emitted_revision: Mapped[int] = mapped_column(Integer)
    sent_at: Mapped[Instant]
    answers: Mapped[Document] = mapped_column(info=PII)
    computed: Mapped[Document]
    actor: Mapped[Document] = mapped_column(info=PII)


class ContributionRevision(Base):
    """The history of a contribution: what was sent, corrected or taken back, and when."""

    __tablename__ = "contribution_revision"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('sent', 'corrected', 'reopened', 'withdrawn')",
            name="kind_known",
        ),
    )
    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    institution_id: Mapped[Ref]
    record_id: Mapped[Ref]
    kind: Mapped[Words]
    at: Mapped[Instant]
    answers: Mapped[Document] = mapped_column(info=PII)
    actor: Mapped[Document] = mapped_column(info=PII)


class Draft(Base):
    """Answers not sent yet: only the one who writes them reads them."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("record_id", "stage", "participant_id", name="draft_once_per_stage"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    stage: Mapped[Words]
    participant_id: Mapped[Ref]
    rev: Mapped[int] = mapped_column(Integer)
    answers: Mapped[Document] = mapped_column(info=PII)
    saved_at: Mapped[Instant]


class MovedDraft(Base):
    """A draft as it was before it moved to a newer version of its form, word for word."""

    __tablename__ = "moved_draft"
    __table_args__ = (Index("moved_draft_by_record", "record_id", "stage"),)
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    stage: Mapped[Words]
    participant_id: Mapped[Ref]
    form_hash: Mapped[Words]
    rev: Mapped[int] = mapped_column(Integer)
    answers: Mapped[Document] = mapped_column(info=PII)
    moved_at: Mapped[Instant]


class Request(Base):
    """Somebody was asked to act in a stage of a record."""

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'seen', 'started', 'submitted', 'declined', 'withdrawn',"
            " 'expired', 'passed_on', 'unconfirmed')",
            name="state_known",
        ),
        CheckConstraint("reminders >= 0", name="reminders_counted"),
        Index(
            "request_one_open_per_stage",
            "record_id",
            "participant_id",
            "stage",
            unique=True,
            postgresql_where=text("state IN ('open', 'seen', 'started')"),
        ),
        Index("request_by_portfolio", "portfolio_id", "asked_at"),
        Index(
            "request_open_by_form",
            "portfolio_id",
            "form_key",
            postgresql_where=text("state IN ('open', 'seen', 'started')"),
        ),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    network_id: Mapped[OptionalRef]
    portfolio_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    participant_id: Mapped[Ref]
    stage: Mapped[Words]
    role: Mapped[Words]
    form_key: Mapped[Words]
    state: Mapped[Words]
    asked_at: Mapped[Instant]
    expires_at: Mapped[OptionalInstant]
    reminders: Mapped[int] = mapped_column(Integer)
    reminded_at: Mapped[OptionalInstant]
    message: Mapped[Words] = mapped_column(info=PII)
    language: Mapped[Words]
    reason: Mapped[OptionalWords] = mapped_column(info=PII)
    version: Mapped[Version]


class Task(Base):
    """What waits for somebody right now; rewritten with every step of the record."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("record_id", "stage", "participant_id", name="task_once_per_stage"),
        Index("task_by_person", "institution_id", "person_id", "since"),
        Index("task_by_office", "institution_id", "office", "since"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    participant_id: Mapped[Ref]
    person_id: Mapped[OptionalRef]
    office: Mapped[OptionalWords]
    stage: Mapped[Words]
    act: Mapped[Words]
    role: Mapped[Words]
    since: Mapped[Instant]
    due_at: Mapped[OptionalInstant]


class SealedAnswer(Base):
    """An anonymous rater's answers while the round is open, keyed by the invitation."""

    __tablename__ = "sealed_answer"
    __table_args__ = (
        UniqueConstraint("record_id", "stage", "participant_id", name="sealed_answer_once"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    stage: Mapped[Words]
    participant_id: Mapped[Ref]
    role: Mapped[Words]
    group_key: Mapped[OptionalWords]
    answers: Mapped[Document] = mapped_column(info=PII)


class RoundAnswer(Base):
    """One answer of a closed anonymous round: no person, no link, no time; a random id."""

    __tablename__ = "round_answer"
    __table_args__ = (Index("round_answer_by_record", "record_id", "stage"),)
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    stage: Mapped[Words]
    role: Mapped[Words]
    group_key: Mapped[OptionalWords]
    answers: Mapped[Document]


__all__ = [
    "Contribution",
    "ContributionRevision",
    "Draft",
    "MovedDraft",
    "Participant",
    "Record",
    "Request",
    "RoundAnswer",
    "SealedAnswer",
    "Task",
]
