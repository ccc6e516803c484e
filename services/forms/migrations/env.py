"""Alembic's way in."""

from libs.chassis.migrate import run_migrations
from services.forms.tables import Base

run_migrations(Base.metadata)
