"""Alembic's way in."""

from libs.chassis.migrate import run_migrations
from services.dashboards.tables import Base

run_migrations(Base.metadata)
