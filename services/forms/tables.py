"""What the forms service keeps: published, frozen definitions. No personal data."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from libs.chassis.tables import declarative_base

Base: Any = declarative_base()


class Definition(Base):
    """One frozen version of a form, framework, scale or programme.

    Belongs to an institution or to a network, never to both. `document` is the canonical JSON
    text that `hash` (SHA-256, hexadecimal) names, so anybody can check it again.
    """

    __tablename__ = "definition"
    __table_args__ = (
        CheckConstraint("kind IN ('form', 'framework', 'scale', 'programme')", name="kind_known"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
        CheckConstraint("num_nonnulls(institution_id, network_id) = 1", name="one_owner"),
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
