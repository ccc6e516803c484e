"""Under which key a flag came, of what sort it is and how it stands."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1100"
down_revision = "20261128_0930"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # NULL until portfolio tells it: such a flag counts as it did, until a rebuild.
    for name in ("slot", "sort", "state"):
        op.add_column("point", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("state", "sort", "slot"):
        op.drop_column("point", name)
