"""Who may know of a goal, a registration or a decision."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1500"
down_revision = "20261128_1100"
branch_labels = None
depends_on = None

TABLES = ("goal", "registration", "decision")


def upgrade() -> None:
    # Empty until portfolio tells it: everybody with access, as it was, until a rebuild.
    for table in TABLES:
        op.add_column(table, sa.Column("audience", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "audience")
