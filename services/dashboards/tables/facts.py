"""Copies of facts of portfolio, by version: records, points, requests, goals, decisions."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Json, Version


class Portfolio(Base):
    """`network_id`: of its institution, so that a network's programme is looked at in all of it."""

    __tablename__ = "portfolio"
    __table_args__ = (
        CheckConstraint("part_time BETWEEN 1 AND 100", name="part_time_percent"),
        Index("portfolio_by_learner", "institution_id", "learner_id"),
        Index("portfolio_by_network", "network_id", "programme_key"),
    )
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    network_id: Mapped[UUID | None]
    learner_id: Mapped[UUID]
    programme_key: Mapped[str] = mapped_column(Text)
    programme_hash: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[dt.date]
    cohort: Mapped[str] = mapped_column(Text)
    part_time: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[Version]


class Record(Base):
    """`assessors`: [{assessor, role, kind}] and `context` (a place) of a finished one."""

    __tablename__ = "record"
    __table_args__ = (
        Index("record_by_form", "portfolio_id", "form_key", "encounter_date"),
        Index("record_by_change", "portfolio_id", "changed_at"),
    )
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    form_key: Mapped[str] = mapped_column(Text)
    form_version: Mapped[int]
    dossier_key: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    encounter_date: Mapped[dt.date]
    changed_at: Mapped[dt.datetime]
    version: Mapped[Version]
    context: Mapped[str | None] = mapped_column(Text)
    assessors: Mapped[Json] = mapped_column(JSONB, server_default="[]")


class Plan(Base):
    """What of a learner's own plan counts now: [{kind, requirement, changes, from_on}]."""

    __tablename__ = "plan"
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    adaptations: Mapped[Json]
    version: Mapped[Version]


class Contribution(Base):
    """The newest known revision of a contribution; also of one that gives no points any more."""

    __tablename__ = "contribution"
    __table_args__ = (Index("contribution_by_portfolio", "portfolio_id"),)
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    record_id: Mapped[UUID]
    revision: Mapped[int]


class Point(Base):
    """One data point. `audience` names the roles that may read it, '' means everybody who may see
    the portfolio; `value` is in the units of `scale` (name@version), never of another. Of a flag:
    its key (`slot`), its `sort` and its `state`, as far as they are known."""

    __tablename__ = "point"
    __table_args__ = (
        CheckConstraint("kind IN ('point', 'narrative', 'flag')", name="kind_known"),
        Index("point_by_area", "portfolio_id", "lineage", "encounter_date"),
        Index("point_by_record", "record_id"),
        Index("point_flags", "portfolio_id", "encounter_date", postgresql_where="kind = 'flag'"),
    )
    contribution_id: Mapped[Id]
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    record_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    lineage: Mapped[str | None] = mapped_column(Text)
    framework: Mapped[str | None] = mapped_column(Text)
    value: Mapped[float | None] = mapped_column(Float)
    scale: Mapped[str | None] = mapped_column(Text)
    line: Mapped[str | None] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(Text)
    row: Mapped[str | None] = mapped_column(Text)
    slot: Mapped[str | None] = mapped_column(Text)
    sort: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    form_key: Mapped[str] = mapped_column(Text)
    form_version: Mapped[int]
    stakes: Mapped[str] = mapped_column(Text)
    encounter_date: Mapped[dt.date]
    sent_at: Mapped[dt.datetime]


class Request(Base):
    __tablename__ = "request"
    __table_args__ = (
        Index("request_by_portfolio", "portfolio_id", "state"),
        Index(
            "request_open",
            "institution_id",
            "asked_at",
            postgresql_where="state IN ('open', 'seen', 'started')",
        ),
    )
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    record_id: Mapped[UUID]
    form_key: Mapped[str] = mapped_column(Text)
    assessor_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    reminders: Mapped[int]
    version: Mapped[Version]


class Goal(Base):
    """`audience` names the roles that may know of it, as of a point; so it is of registrations and
    decisions."""

    __tablename__ = "goal"
    __table_args__ = (Index("goal_by_portfolio", "portfolio_id"),)
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    record_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(Text)
    due_on: Mapped[dt.date | None]
    linked: Mapped[int]
    audience: Mapped[str] = mapped_column(Text, server_default="")
    version: Mapped[Version]


class Registration(Base):
    __tablename__ = "registration"
    __table_args__ = (Index("registration_by_portfolio", "portfolio_id", "kind", "on"),)
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    record_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    on: Mapped[dt.date]
    hours: Mapped[float | None] = mapped_column(Float)
    state: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text, server_default="")
    version: Mapped[Version]


class Decision(Base):
    __tablename__ = "decision"
    __table_args__ = (Index("decision_by_portfolio", "portfolio_id", "decided_on"),)
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    record_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    light: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    lineage: Mapped[str | None] = mapped_column(Text)
    level: Mapped[int | None]
    advice: Mapped[bool]
    decided_on: Mapped[dt.date]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text, server_default="")
    version: Mapped[Version]
