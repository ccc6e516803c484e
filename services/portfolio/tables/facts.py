"""What comes out of records: data points, goals, registrations, decisions. Each with `see`: the
platform's roles that may read it, None for everybody with access to the portfolio."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from .base import (
    PII,
    Base,
    Day,
    Document,
    Id,
    Instant,
    OptionalDay,
    OptionalInstant,
    OptionalKeys,
    OptionalRecordRef,
    OptionalRef,
    OptionalWords,
    RecordRef,
    Ref,
    Version,
    Words,
)


class DataPoint(Base):
    """One tile: a rating, a reference to a narrative or a flag. No names and no text.

    A newer revision of the contribution supersedes its points; they stay, because a decision may
    have rested on them. `line`: the scale of the older form in whose line the value goes on, where
    its form says that it is the same. `detail`: the fields its form declares (numbers, codes, days,
    yes/no). `slot`: the key of a flag; `passed_by`: the later stage that brought it up to date.
    """

    __tablename__ = "data_point"
    __table_args__ = (
        CheckConstraint("kind IN ('point', 'narrative', 'flag')", name="kind_known"),
        # A bare number says nothing: which step of which version of which scale is it?
        CheckConstraint(
            "kind <> 'point' OR value IS NULL OR coalesce(position('@' in scale), 0) > 0",
            name="value_on_scale",
        ),
        Index(
            "data_point_current_by_area",
            "portfolio_id",
            "lineage",
            "encounter_date",
            "contribution_id",
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("data_point_by_contribution", "contribution_id"),
        Index("data_point_by_record", "record_id"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    contribution_id: Mapped[Ref]
    revision: Mapped[int] = mapped_column(Integer)
    at_stage: Mapped[Words]
    kind: Mapped[Words]
    outcome: Mapped[OptionalWords]
    lineage: Mapped[OptionalWords]
    framework: Mapped[OptionalWords]
    value: Mapped[float | None] = mapped_column(Float)
    scale: Mapped[OptionalWords]
    line: Mapped[OptionalWords]
    stakes: Mapped[Words]
    form_key: Mapped[Words]
    form_version: Mapped[int] = mapped_column(Integer)
    item: Mapped[Words]
    row: Mapped[OptionalWords]
    slot: Mapped[OptionalWords]
    detail: Mapped[Document] = mapped_column(server_default="{}")
    role: Mapped[Words]
    encounter_date: Mapped[Day]
    see: Mapped[OptionalKeys]
    recorded_at: Mapped[Instant]
    superseded_at: Mapped[OptionalInstant]
    passed_by: Mapped[OptionalWords]


class Goal(Base):
    """A learning goal of the learner; `slot` says which emission of the record it came from. One
    that was set in the learner's plan has no record."""

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("record_id", "slot", name="goal_once_per_slot"),
        CheckConstraint(
            "state IN ('open', 'met', 'partly', 'dropped', 'withdrawn')", name="state_known"
        ),
        CheckConstraint("(record_id IS NULL) = (contribution_id IS NULL)", name="comes_from"),
        Index("goal_by_portfolio", "portfolio_id", "created_at"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    record_id: Mapped[OptionalRecordRef]
    contribution_id: Mapped[OptionalRef]
    slot: Mapped[Words]
    title: Mapped[Words] = mapped_column(info=PII)
    see: Mapped[OptionalKeys]
    state: Mapped[Words]
    due_on: Mapped[OptionalDay]
    created_at: Mapped[Instant]
    version: Mapped[Version]


class GoalLink(Base):
    """Feedback that belongs to a goal."""

    __tablename__ = "goal_link"
    goal_id: Mapped[UUID] = mapped_column(
        ForeignKey("goal.id", ondelete="CASCADE"), primary_key=True
    )
    record_id: Mapped[UUID] = mapped_column(
        ForeignKey("record.id", ondelete="CASCADE"), primary_key=True
    )
    institution_id: Mapped[Ref]
    linked_at: Mapped[Instant]


class Registration(Base):
    """An act shown in time or quantity: a shift, a procedure, hours."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("record_id", "slot", name="registration_once_per_slot"),
        CheckConstraint(
            "state IN ('registered', 'approved', 'returned', 'withdrawn')",
            name="state_known",
        ),
        Index("registration_by_portfolio", "portfolio_id", "on_day"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    record_id: Mapped[RecordRef]
    contribution_id: Mapped[Ref]
    slot: Mapped[Words]
    kind: Mapped[Words]
    on_day: Mapped[Day]
    hours: Mapped[float | None] = mapped_column(Float)
    detail: Mapped[Document] = mapped_column(info=PII)
    see: Mapped[OptionalKeys]
    state: Mapped[Words]
    approved_by: Mapped[OptionalRef]
    approved_by_name: Mapped[OptionalWords] = mapped_column(info=PII)
    approved_at: Mapped[OptionalInstant]
    version: Mapped[Version]


class Decision(Base):
    """An advice or a decision. Frozen once issued: a trigger refuses every change but its state.

    `evidence` is the snapshot it rests on: ids of the data points and records, and their counts.
    `detail`: the fields of its form that have no column here (credits, a mark).
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            "state IN ('active', 'expired', 'revoked', 'superseded')", name="state_known"
        ),
        CheckConstraint("light IS NULL OR light IN ('go', 'care', 'stop')", name="light_known"),
        CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from",
            name="validity_in_order",
        ),
        Index(
            "decision_one_active",
            "institution_id",
            "learner_id",
            "kind",
            func.coalesce(text("lineage"), text("''")),
            unique=True,
            postgresql_where=text("state = 'active' AND NOT advice"),
        ),
        Index("decision_by_portfolio", "portfolio_id", "decided_at"),
        UniqueConstraint("contribution_id", "slot", name="decision_once_per_signature"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    record_id: Mapped[UUID] = mapped_column(ForeignKey("record.id"))
    contribution_id: Mapped[Ref]
    slot: Mapped[Words]
    kind: Mapped[Words]
    title: Mapped[Document]
    result: Mapped[Words]
    light: Mapped[OptionalWords]
    outcome: Mapped[OptionalWords]
    lineage: Mapped[OptionalWords]
    level: Mapped[int | None] = mapped_column(Integer)
    rationale: Mapped[Words] = mapped_column(info=PII)
    conditions: Mapped[Words] = mapped_column(info=PII)
    decided_by: Mapped[OptionalRef]
    decided_by_name: Mapped[OptionalWords] = mapped_column(info=PII)
    decided_at: Mapped[Instant]
    valid_from: Mapped[OptionalDay]
    valid_until: Mapped[OptionalDay]
    advice: Mapped[bool] = mapped_column(Boolean)
    detail: Mapped[Document] = mapped_column(server_default="{}")
    see: Mapped[OptionalKeys]
    evidence: Mapped[Document]
    evidence_hash: Mapped[Words]
    state: Mapped[Words]
    superseded_by: Mapped[OptionalRef]
    version: Mapped[Version]


__all__ = ["DataPoint", "Decision", "Goal", "GoalLink", "Registration"]
