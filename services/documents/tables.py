"""Tables of documents: what it owns (folders, files, objects, uploads) and what it was told."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from libs.chassis.tables import declarative_base

Base = declarative_base()
Instant = DateTime(timezone=True)

FOLDER_KINDS = ("own", "reports", "forms", "institute")
FILE_STATES = ("checking", "ready", "refused")
UPLOAD_STATES = ("open", "checking", "filed", "refused", "expired")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Folder(Base):
    """A folder of one portfolio. The four system folders exist once each."""

    __tablename__ = "folder"
    __table_args__ = (
        CheckConstraint(_one_of("kind", FOLDER_KINDS), name="kind_known"),
        CheckConstraint("is_system OR kind = 'own'", name="made_by_people_is_own"),
        ForeignKeyConstraint(["parent_id"], ["folder.folder_id"], name="folder_parent_exists"),
        Index(
            "folder_system_once",
            "portfolio_id",
            "kind",
            unique=True,
            postgresql_where=text("is_system"),
        ),
        Index("folder_by_portfolio", "portfolio_id"),
    )

    folder_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(20))
    is_system: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200), info={"pii": True})
    created_at: Mapped[dt.datetime] = mapped_column(Instant)


class StoredObject(Base):
    """Bytes in the object store under `<institution>/<sha256>`, shared by equal files.

    A doomed object is being removed; nobody may count on it any more. `claimed_at` is when
    somebody last meant to use it.
    """

    __tablename__ = "stored_object"
    __table_args__ = (
        PrimaryKeyConstraint("institution_id", "sha256", name="stored_object_pkey"),
        CheckConstraint("uses >= 0", name="uses_not_negative"),
        CheckConstraint("NOT doomed OR uses = 0", name="doomed_is_unused"),
    )

    institution_id: Mapped[UUID]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    uses: Mapped[int]
    doomed: Mapped[bool]
    claimed_at: Mapped[dt.datetime] = mapped_column(Instant)


class File(Base):
    """A file with its name and place. Only a ready one has bytes."""

    __tablename__ = "file"
    __table_args__ = (
        CheckConstraint(_one_of("state", FILE_STATES), name="state_known"),
        CheckConstraint("(state = 'ready') = (sha256 IS NOT NULL)", name="ready_has_bytes"),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refused_says_why"),
        ForeignKeyConstraint(["folder_id"], ["folder.folder_id"], name="file_folder_exists"),
        ForeignKeyConstraint(
            ["institution_id", "sha256"],
            ["stored_object.institution_id", "stored_object.sha256"],
            name="file_bytes_exist",
        ),
        Index("file_by_portfolio", "portfolio_id"),
        Index("file_by_folder", "folder_id"),
    )

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    folder_id: Mapped[UUID]
    record_id: Mapped[UUID | None]
    uploaded_by: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(200), info={"pii": True})
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    stored_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    version: Mapped[int]


class Upload(Base):
    """Bytes on their way, in quarantine under `uploads/<upload_id>`; its file has the same id.

    `store_upload` is the object store's name of the multipart upload; `parts` what the uploader
    says was stored: [{number, etag}]. `began_by` is a person or, for a link, its participant.
    """

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint(_one_of("state", UPLOAD_STATES), name="state_known"),
        CheckConstraint("size > 0", name="has_size"),
        ForeignKeyConstraint(["folder_id"], ["folder.folder_id"], name="upload_folder_exists"),
    )

    upload_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    folder_id: Mapped[UUID]
    record_id: Mapped[UUID | None]
    began_by: Mapped[UUID]
    by_link: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200), info={"pii": True})
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    store_upload: Mapped[str | None] = mapped_column(String(1000))
    parts: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)
    tries: Mapped[int]
    began_at: Mapped[dt.datetime] = mapped_column(Instant)
    expires_at: Mapped[dt.datetime] = mapped_column(Instant)


class Portfolio(Base):
    """Projection of portfolio.portfolio_opened: whose portfolio it is."""

    __tablename__ = "portfolio"

    portfolio_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]


class Record(Base):
    """Projection of portfolio.record_changed: whose record, and whether it was sent."""

    __tablename__ = "record"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]


class Invitation(Base):
    """Projection of portfolio.request_changed: account holders asked to act on a record."""

    __tablename__ = "invitation"
    __table_args__ = (Index("invitation_by_person", "person_id", "portfolio_id"),)

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    record_id: Mapped[UUID]
    portfolio_id: Mapped[UUID]
    person_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]


class Relation(Base):
    """Projection of accounts.relation_changed: staff of a learner, from and until civil dates."""

    __tablename__ = "relation"
    __table_args__ = (Index("relation_by_people", "person_id", "learner_id"),)

    relation_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    starts_on: Mapped[dt.date] = mapped_column(Date)
    ends_on: Mapped[dt.date | None] = mapped_column(Date)
    version: Mapped[int]


class Membership(Base):
    """Projection of accounts.membership_changed: roles of people for work done on their behalf."""

    __tablename__ = "membership"
    __table_args__ = (Index("membership_by_person", "person_id"),)

    membership_id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    person_id: Mapped[UUID]
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(30)))
    starts_on: Mapped[dt.date | None] = mapped_column(Date)
    ends_on: Mapped[dt.date | None] = mapped_column(Date)
    version: Mapped[int]
