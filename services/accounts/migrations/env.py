"""What alembic runs; the chassis knows how."""

from libs.chassis.migrate import run_migrations
from services.accounts.tables import Base

run_migrations(Base.metadata)
