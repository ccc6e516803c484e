"""Who assessed a finished record and where, and what a learner's own plan says."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from libs.chassis import walls

revision = "20261122_1500"
down_revision = "20261122_0910"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("record", sa.Column("context", sa.Text(), nullable=True))
    op.add_column(
        "record",
        sa.Column("assessors", postgresql.JSONB(), nullable=False, server_default="[]"),
    )
    op.create_index("point_by_record", "point", ["record_id"])
    op.create_table(
        "plan",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("adaptations", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    walls.institution(op, "plan")


def downgrade() -> None:
    op.drop_table("plan")
    op.drop_index("point_by_record", table_name="point")
    op.drop_column("record", "assessors")
    op.drop_column("record", "context")
