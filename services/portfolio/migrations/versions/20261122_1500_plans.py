"""The learner's own plan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from libs.chassis import walls

revision = "20261122_1500"
down_revision = "20261122_1200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_adaptation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=True),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.UUID(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.Column("ended_by_name", sa.Text(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('count', 'waived', 'due_on', 'added', 'pace', 'route')",
            name=op.f("ck_plan_adaptation_kind_known"),
        ),
        sa.CheckConstraint(
            "(requirement IS NULL) = (kind = 'pace')",
            name=op.f("ck_plan_adaptation_of_a_requirement"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_because IS NULL)",
            name=op.f("ck_plan_adaptation_ended_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolio.id"],
            name=op.f("fk_plan_adaptation_portfolio_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_adaptation")),
    )
    op.create_index("plan_adaptation_by_portfolio", "plan_adaptation", ["portfolio_id", "at"])
    op.create_index(
        "plan_adaptation_one_counts",
        "plan_adaptation",
        ["portfolio_id", "kind", "requirement"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND kind <> 'pace'"),
    )
    walls.institution(op, "plan_adaptation")


def downgrade() -> None:
    op.drop_table("plan_adaptation")
