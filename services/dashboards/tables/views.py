"""What is drawn from the facts and ready to show, and the work of dashboards itself."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Json, Version


class Programme(Base):
    """A frozen programme by hash, with what its forms feed; kept so that no view waits for forms.

    `areas`: [{lineage, outcome, framework, title, is_listed, under, before}] in their order;
    `feeds`: {lineage: [form_key]}; `form_titles`: {form key: {lang: title}};
    `registers`: whether one of its forms registers something (a shift, a procedure), None where it
    was kept before that was known.
    """

    __tablename__ = "programme"
    institution_id: Mapped[Id]
    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[Json]
    areas: Mapped[Json]
    feeds: Mapped[Json]
    form_titles: Mapped[Json]
    registers: Mapped[bool | None]
    fetched_at: Mapped[dt.datetime]


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


class AreaMonth(Base):
    """One month of an area for one audience (`domain/months.py`): what areas are put together
    from, so that a new data point costs the work of its own month only."""

    __tablename__ = "area_month"
    portfolio_id: Mapped[Id]
    lineage: Mapped[str] = mapped_column(Text, primary_key=True)
    audience: Mapped[str] = mapped_column(Text, primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    summary: Mapped[Json]


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
    """A note that something changed in an institution's cohort; told within half a second.

    Holds no personal data and is read across institutions, so it stands outside the walls.
    """

    __tablename__ = "cohort_change"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    of_institution: Mapped[UUID]
    of_network: Mapped[UUID | None]


class Report(Base):
    """A PDF that somebody ordered. `upload` is {upload_id, parts} once its bytes are in the object
    store, so that a later try only has to finish it."""

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
    upload: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
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
