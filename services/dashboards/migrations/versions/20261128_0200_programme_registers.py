"""Whether something is registered in a programme, so that pages without a use are not shown."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0200"
down_revision = "20261122_1500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # NULL: kept before this was known.
    op.add_column("programme", sa.Column("registers", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("programme", "registers")
