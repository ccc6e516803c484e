"""What administrators put off while they set an institution or a network up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261122_1600"
down_revision = "20261122_0910"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("institution", "network"):
        op.add_column(table, sa.Column("setup", JSONB(), server_default="{}", nullable=False))


def downgrade() -> None:
    for table in ("network", "institution"):
        op.drop_column(table, "setup")
