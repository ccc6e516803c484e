"""The link of an anonymous round, by which anybody answers who has it."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0200"
down_revision = "20261122_1700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "participant", sa.Column("walk_in", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("participant", sa.Column("came", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("participant", "came")
    op.drop_column("participant", "walk_in")
