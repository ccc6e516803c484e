"""A learner's own plan: each change of it with who, when and why, ended and never deleted."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, text
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
    Ref,
    Words,
)


class PlanAdaptation(Base):
    """What was changed in the programme for one learner. Of each kind and requirement one counts;
    paces follow each other."""

    __tablename__ = "plan_adaptation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('count', 'waived', 'due_on', 'added', 'pace', 'route', 'goal')",
            name="kind_known",
        ),
        CheckConstraint("(requirement IS NULL) = (kind = 'pace')", name="of_a_requirement"),
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ended_with_reason"),
        Index("plan_adaptation_by_portfolio", "portfolio_id", "at"),
        Index(
            "plan_adaptation_one_counts",
            "portfolio_id",
            "kind",
            "requirement",
            unique=True,
            postgresql_where=text("ended_at IS NULL AND kind <> 'pace'"),
        ),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[PortfolioRef]
    kind: Mapped[Words]
    requirement: Mapped[OptionalWords]
    changes: Mapped[Document]
    from_on: Mapped[Day]
    reason: Mapped[Words] = mapped_column(info=PII)
    by: Mapped[OptionalRef]
    by_name: Mapped[OptionalWords] = mapped_column(info=PII)
    at: Mapped[Instant]
    ended_at: Mapped[OptionalInstant]
    ended_by: Mapped[OptionalRef]
    ended_by_name: Mapped[OptionalWords] = mapped_column(info=PII)
    ended_because: Mapped[OptionalWords] = mapped_column(info=PII)


__all__ = ["PlanAdaptation"]
