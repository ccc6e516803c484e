"""The hash of a person's address, by which a learner's own is known."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1510"
down_revision = "20261128_1500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # NULL until accounts tells it; a rebuild has it told of everybody.
    op.add_column("person", sa.Column("email_hash", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "email_hash")
