"""What the forms service keeps: frozen definitions, drafts of them, and how a definition stands.

No personal data: who published or saved is an id.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from libs.chassis.tables import declarative_base

Base: Any = declarative_base()
KIND_KNOWN = "kind IN ('form', 'framework', 'scale', 'programme')"
ONE_OWNER = "num_nonnulls(institution_id, network_id) = 1"


class Definition(Base):
    """One frozen version of a form, framework, scale or programme.

    Belongs to an institution or to a network, never to both. `document` is the canonical JSON
    text that `hash` (SHA-256, hexadecimal) names, so anybody can check it again.
    """

    __tablename__ = "definition"
    __table_args__ = (
        CheckConstraint(KIND_KNOWN, name="kind_known"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
        CheckConstraint(ONE_OWNER, name="one_owner"),
        UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            "version",
            name="definition_version_once",
            postgresql_nulls_not_distinct=True,
        ),
        Index("definition_by_hash", "hash"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID | None]
    network_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    hash: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    published_at: Mapped[dt.datetime]
    published_by: Mapped[UUID | None]


class Draft(Base):
    """What somebody works on: one per owner, kind and key, with whatever is wrong in it.

    `document` is JSON text as its author left it; `title` and `problem_count` say the same for
    lists. `rev` grows with every save. `origin`: {key, version, hash, how} of what it began from.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint(KIND_KNOWN, name="kind_known"),
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint("rev >= 1", name="rev_from_one"),
        UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            name="draft_once_per_key",
            postgresql_nulls_not_distinct=True,
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID | None]
    network_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    rev: Mapped[int] = mapped_column(Integer)
    document: Mapped[str] = mapped_column(Text)
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    problem_count: Mapped[int] = mapped_column(Integer)
    origin: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    started_at: Mapped[dt.datetime]
    started_by: Mapped[UUID | None]
    updated_at: Mapped[dt.datetime]
    updated_by: Mapped[UUID | None]


class Standing(Base):
    """Whether a definition is retired, and whether others find it in the library.

    One row per owner, kind and key, from the first time that either was decided.
    """

    __tablename__ = "standing"
    __table_args__ = (
        CheckConstraint(KIND_KNOWN, name="kind_known"),
        CheckConstraint(ONE_OWNER, name="one_owner"),
        UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            name="standing_once_per_key",
            postgresql_nulls_not_distinct=True,
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID | None]
    network_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    is_retired: Mapped[bool]
    is_offered: Mapped[bool]
    changed_at: Mapped[dt.datetime]
    changed_by: Mapped[UUID | None]
