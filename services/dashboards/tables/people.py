"""Copies of facts of accounts: who may see whom, and how learners are enrolled."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Version


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
