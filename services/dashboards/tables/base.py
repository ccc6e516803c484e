"""The declarative base and the columns that most tables of dashboards share."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

from libs.chassis.tables import declarative_base

Base: Any = declarative_base()

Id = Annotated[UUID, mapped_column(primary_key=True)]
Version = Annotated[int, mapped_column(BigInteger)]
Json = Annotated[Any, mapped_column(JSONB)]
