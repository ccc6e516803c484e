"""Alembic's way in: the chassis runs the migrations of this service's tables."""

from libs.chassis.migrate import run_migrations
from services.portfolio.tables import Base

run_migrations(Base.metadata)
