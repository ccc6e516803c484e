"""What dashboards keeps: copies of facts by version, and the views drawn from them.

Ids, codes, numbers and dates only: no names, no answers, no narrative.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Float, Identity, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from libs.chassis.tables import declarative_base

Base: Any = declarative_base()

Id = Annotated[UUID, mapped_column(primary_key=True)]
Version = Annotated[int, mapped_column(BigInteger)]
Json = Annotated[Any, mapped_column(JSONB)]


# Facts of accounts -------------------------------------------------------------------------


class Relation(Base):
    """Who supervises, teaches or coaches which learner, from and until civil dates."""

    __tablename__ = "relation"
    __table_args__ = (
        Index("relation_by_person", "institution_id", "person_id"),
        Index("relation_by_learner", "institution_id", "learner_id"),
    )
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    person_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    version: Mapped[Version]


class Membership(Base):
    """A person's roles in the institution; learners who left are not in a cohort."""

    __tablename__ = "membership"
    __table_args__ = (Index("membership_by_person", "institution_id", "person_id"),)
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    version: Mapped[Version]


class Enrolment(Base):
    """A learner's place in a programme; says part-time and start more freshly than a portfolio."""

    __tablename__ = "enrolment"
    __table_args__ = (Index("enrolment_by_person", "institution_id", "person_id"),)
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    programme_key: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[dt.date]
    cohort: Mapped[str] = mapped_column(Text)
    part_time: Mapped[int]
    version: Mapped[Version]


# Facts of portfolio ------------------------------------------------------------------------


class Portfolio(Base):
    __tablename__ = "portfolio"
    __table_args__ = (
        CheckConstraint("part_time BETWEEN 1 AND 100", name="part_time_percent"),
        Index("portfolio_by_learner", "institution_id", "learner_id"),
    )
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    programme_key: Mapped[str] = mapped_column(Text)
    programme_hash: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[dt.date]
    cohort: Mapped[str] = mapped_column(Text)
    part_time: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[Version]


class Record(Base):
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
    the portfolio; `value` is in the units of `scale` (name@version), never of another."""

    __tablename__ = "point"
    __table_args__ = (
        CheckConstraint("kind IN ('point', 'narrative', 'flag')", name="kind_known"),
        Index("point_by_area", "portfolio_id", "lineage"),
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
    item: Mapped[str | None] = mapped_column(Text)
    row: Mapped[str | None] = mapped_column(Text)
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
    __tablename__ = "goal"
    __table_args__ = (Index("goal_by_portfolio", "portfolio_id"),)
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    record_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(Text)
    due_on: Mapped[dt.date | None]
    linked: Mapped[int]
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
    version: Mapped[Version]


# Definitions -------------------------------------------------------------------------------


class Programme(Base):
    """A frozen programme by hash, with what its forms feed; kept so that no view waits for forms.

    `areas`: [{lineage, outcome, framework, title}] in the framework's order; `feeds`: {lineage:
    [form_key]}; `form_titles`: {form key: {lang: title}}.
    """

    __tablename__ = "programme"
    institution_id: Mapped[Id]
    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[Json]
    areas: Mapped[Json]
    feeds: Mapped[Json]
    form_titles: Mapped[Json]
    fetched_at: Mapped[dt.datetime]


# Views -------------------------------------------------------------------------------------


class Area(Base):
    """One competency of one portfolio for one audience, ready to show.

    Costs the same to read with a hundred data points as with ten thousand.
    """

    __tablename__ = "area"
    portfolio_id: Mapped[Id]
    lineage: Mapped[str] = mapped_column(Text, primary_key=True)
    audience: Mapped[str] = mapped_column(Text, primary_key=True)
    institution_id: Mapped[UUID]
    framework: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    points: Mapped[int]
    narratives: Mapped[int]
    latest: Mapped[Json | None]
    by_role: Mapped[Json]
    by_stakes: Mapped[Json]
    last_on: Mapped[dt.date]
    by_form: Mapped[Json]
    series: Mapped[Json]
    lines: Mapped[Json]


class View(Base):
    """One portfolio as a whole: what the overview and the list of learners show.

    `version` grows whenever something in it, or in one of its areas, changed; `as_of` is when the
    newest event in it was committed at its source; `evaluated_on` is the civil day for which
    requirements, overdue requests and phase were worked out.
    """

    __tablename__ = "view"
    __table_args__ = (Index("view_by_institution", "institution_id", "learner_id"),)
    portfolio_id: Mapped[Id]
    institution_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    version: Mapped[Version]
    as_of: Mapped[dt.datetime]
    evaluated_on: Mapped[dt.date | None]
    phase: Mapped[str | None] = mapped_column(Text)
    requirements: Mapped[Json]
    behind: Mapped[int]
    registrations: Mapped[Json]
    goals: Mapped[Json]
    decisions: Mapped[Json]
    next_decision_on: Mapped[dt.date | None]
    open_requests: Mapped[int]
    overdue_requests: Mapped[int]
    answered_requests: Mapped[int]
    oldest_request_at: Mapped[dt.datetime | None]
    concerns: Mapped[Json]
    last_activity_on: Mapped[dt.date | None]


class CohortChange(Base):
    """A note that something changed in an institution's cohort; swept and told once a second.

    Holds no personal data and is read across institutions, so it stands outside the walls.
    """

    __tablename__ = "cohort_change"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    of_institution: Mapped[UUID]
    of_network: Mapped[UUID | None]


class Report(Base):
    """A PDF that somebody ordered."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("state IN ('ordered', 'ready', 'failed')", name="state_known"),
        CheckConstraint("(state = 'ready') = (file_id IS NOT NULL)", name="ready_has_file"),
    )
    id: Mapped[Id]
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    ordered_by: Mapped[UUID]
    ordered_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(Text)
    file_id: Mapped[UUID | None]
    tries: Mapped[int] = mapped_column(Integer)


class Rebuild(Base):
    """The last refill from the owners' facts; of no institution, hence outside the walls."""

    __tablename__ = "rebuild"
    __table_args__ = (CheckConstraint("id = 1", name="one_at_a_time"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_at: Mapped[dt.datetime]
    cursor: Mapped[str | None] = mapped_column(Text)
    sent: Mapped[int]
    finished_at: Mapped[dt.datetime | None]
