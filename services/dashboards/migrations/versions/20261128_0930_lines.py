"""The line of an older form in which a data point goes on."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0930"
down_revision = "20261128_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # NULL: in the line of its own scale, as everything was before.
    op.add_column("point", sa.Column("line", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("point", "line")
