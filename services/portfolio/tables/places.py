"""Portfolios and who may look: the learner's place, and projections of accounts' facts."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import (
    PII,
    Base,
    Day,
    Document,
    Id,
    Instant,
    Keys,
    OptionalDay,
    OptionalRef,
    OptionalWords,
    PortfolioRef,
    Ref,
    Version,
    Words,
)


class Portfolio(Base):
    """One learner's portfolio on one programme; it never changes institution."""

    __tablename__ = "portfolio"
    __table_args__ = (
        UniqueConstraint("institution_id", "enrolment_id", name="portfolio_one_per_enrolment"),
        CheckConstraint("state IN ('active', 'closed')", name="state_known"),
        CheckConstraint("part_time BETWEEN 20 AND 100", name="part_time_percent"),
        Index("portfolio_by_learner", "institution_id", "learner_id"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    network_id: Mapped[OptionalRef]
    learner_id: Mapped[Ref]
    enrolment_id: Mapped[Ref]
    enrolment_version: Mapped[Version]
    programme_key: Mapped[Words]
    programme_hash: Mapped[Words]
    starts_on: Mapped[Day]
    cohort: Mapped[Words]
    part_time: Mapped[int] = mapped_column(Integer)
    state: Mapped[Words]
    continued_from: Mapped[OptionalRef]
    version: Mapped[Version]
    opened_at: Mapped[Instant]


class Dossier(Base):
    """Where a dossier of the programme stands in this portfolio; the learner may rearrange."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("portfolio_id", "key", name="dossier_key_once"),
        Index("dossier_by_portfolio", "portfolio_id", "position"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    portfolio_id: Mapped[PortfolioRef]
    key: Mapped[Words]
    title: Mapped[Document]
    position: Mapped[int] = mapped_column(Integer)
    form_keys: Mapped[Keys]


class Relation(Base):
    """Who supervises, teaches or coaches which learner, from day to day (from accounts)."""

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint("kind IN ('supervises', 'teaches', 'coaches')", name="kind_known"),
        Index("relation_by_learner", "institution_id", "learner_id", "kind"),
        Index("relation_by_person", "institution_id", "person_id"),
    )
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    kind: Mapped[Words]
    person_id: Mapped[Ref]
    learner_id: Mapped[Ref]
    starts_on: Mapped[Day]
    ends_on: Mapped[OptionalDay]
    version: Mapped[Version]


class Membership(Base):
    """A person's roles in the institution, from day to day (from accounts)."""

    __tablename__ = "membership"
    __table_args__ = (Index("membership_by_person", "institution_id", "person_id"),)
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    person_id: Mapped[Ref]
    roles: Mapped[Keys]
    starts_on: Mapped[OptionalDay]
    ends_on: Mapped[OptionalDay]
    version: Mapped[Version]


class Person(Base):
    """Language and zone of a person, for what is shown and mailed to them (from accounts). The hash
    of their address tells a learner's own from others; None until accounts told it."""

    __tablename__ = "person"
    person_id: Mapped[Id]
    institution_id: Mapped[Id]
    state: Mapped[Words]
    language: Mapped[Words]
    timezone: Mapped[Words]
    email_hash: Mapped[OptionalWords] = mapped_column(info=PII)
    version: Mapped[Version]


class Definition(Base):
    """Frozen definitions by hash. Content-addressed and without any personal data, so no wall."""

    __tablename__ = "definition"
    hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[Words]
    key: Mapped[Words]
    number: Mapped[int] = mapped_column(Integer)
    document: Mapped[Document]


class Offer(Base):
    """Published versions by owner: an institution, or a network for all of its institutions.

    A copy was fetched on demand because the publication had not been heard yet: it says nothing
    about the owner, so it never outranks what the owner published.
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            "number",
            name="offer_version_once",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(institution_id, network_id) > 0", name="has_owner"),
    )
    id: Mapped[Id]
    institution_id: Mapped[OptionalRef]
    network_id: Mapped[OptionalRef]
    kind: Mapped[Words]
    key: Mapped[Words]
    number: Mapped[int] = mapped_column(Integer)
    hash: Mapped[Words]
    is_copy: Mapped[bool] = mapped_column(Boolean)


class Retirement(Base):
    """Whether an owner's form or programme was retired, as forms told last."""

    __tablename__ = "retirement"
    __table_args__ = (
        UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            name="retirement_once_per_key",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(institution_id, network_id) = 1", name="one_owner"),
    )
    id: Mapped[Id]
    institution_id: Mapped[OptionalRef]
    network_id: Mapped[OptionalRef]
    kind: Mapped[Words]
    key: Mapped[Words]
    is_retired: Mapped[bool] = mapped_column(Boolean)
    told_at: Mapped[Instant]


class Note(Base):
    """The owner's scratchpad; the database itself shows it to nobody else."""

    __tablename__ = "note"
    __table_args__ = (Index("note_by_portfolio", "portfolio_id", "changed_at"),)
    id: Mapped[Id]
    institution_id: Mapped[Ref]
    person_id: Mapped[Ref]
    portfolio_id: Mapped[PortfolioRef]
    text: Mapped[Words] = mapped_column(info=PII)
    rev: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[Instant]


__all__ = [
    "Definition",
    "Dossier",
    "Membership",
    "Note",
    "Offer",
    "Person",
    "Portfolio",
    "Relation",
    "Retirement",
]
