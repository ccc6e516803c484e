"""Who guides whom, so that mails of a learner's requests are told to nobody else.

The table fills by itself from now on; `restate` of accounts tells it the relations there are.
"""

import sqlalchemy as sa
from alembic import op

from libs.chassis import walls

revision = "20261128_1000"
down_revision = "20261122_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relation",
        sa.Column("relation_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("relation_id", name=op.f("pk_relation")),
    )
    op.create_index("relation_by_person", "relation", ["institution_id", "person_id"])
    walls.institution(op, "relation")


def downgrade() -> None:
    op.drop_table("relation")
