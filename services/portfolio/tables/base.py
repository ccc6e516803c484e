"""The declarative base and the columns that most tables of this service share."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import mapped_column

from libs.chassis.tables import declarative_base

Base: Any = declarative_base()

Id = Annotated[UUID, mapped_column(PgUUID(as_uuid=True), primary_key=True)]
Ref = Annotated[UUID, mapped_column(PgUUID(as_uuid=True))]
PortfolioRef = Annotated[UUID, mapped_column(ForeignKey("portfolio.id", ondelete="CASCADE"))]
RecordRef = Annotated[UUID, mapped_column(ForeignKey("record.id", ondelete="CASCADE"))]
OptionalRecordRef = Annotated[
    UUID | None, mapped_column(ForeignKey("record.id", ondelete="CASCADE"), nullable=True)
]
OptionalRef = Annotated[UUID | None, mapped_column(PgUUID(as_uuid=True), nullable=True)]
Words = Annotated[str, mapped_column(Text)]
OptionalWords = Annotated[str | None, mapped_column(Text, nullable=True)]
Instant = Annotated[dt.datetime, mapped_column(DateTime(timezone=True))]
OptionalInstant = Annotated[dt.datetime | None, mapped_column(DateTime(timezone=True))]
Day = Annotated[dt.date, mapped_column(Date)]
OptionalDay = Annotated[dt.date | None, mapped_column(Date, nullable=True)]
Version = Annotated[int, mapped_column(BigInteger, default=1)]
Document = Annotated[dict[str, Any], mapped_column(JSONB)]
OptionalDocument = Annotated[dict[str, Any] | None, mapped_column(JSONB(none_as_null=True))]
Keys = Annotated[list[str], mapped_column(ARRAY(Text))]
OptionalKeys = Annotated[list[str] | None, mapped_column(ARRAY(Text), nullable=True)]

PII = {"pii": True}
