"""Views drawn from the facts.

The notes for cohorts and the state of a rebuild are of no institution and hold no personal data,
so they stand outside the walls.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from libs.chassis import walls

revision = "20261122_0910"
down_revision = "20261122_0900"
branch_labels = None
depends_on = None

WALLED = ("programme", "area", "area_month", "view", "report")
OUTSIDE = ("cohort_change", "rebuild")


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("framework", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("narratives", sa.Integer(), nullable=False),
        sa.Column("latest", postgresql.JSONB(), nullable=True),
        sa.Column("by_role", postgresql.JSONB(), nullable=False),
        sa.Column("by_stakes", postgresql.JSONB(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("by_form", postgresql.JSONB(), nullable=False),
        sa.Column("series", postgresql.JSONB(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", "lineage", "audience", name=op.f("pk_area")),
    )
    op.create_table(
        "area_month",
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("summary", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint(
            "portfolio_id", "lineage", "audience", "month", name=op.f("pk_area_month")
        ),
    )
    op.create_table(
        "cohort_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("of_institution", sa.UUID(), nullable=False),
        sa.Column("of_network", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_change")),
    )
    op.create_table(
        "programme",
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("areas", postgresql.JSONB(), nullable=False),
        sa.Column("feeds", postgresql.JSONB(), nullable=False),
        sa.Column("form_titles", postgresql.JSONB(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("institution_id", "hash", name=op.f("pk_programme")),
    )
    op.create_table(
        "rebuild",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_rebuild_one_at_a_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebuild")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.UUID(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("file_id", sa.UUID(), nullable=True),
        sa.Column("upload", postgresql.JSONB(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'ready') = (file_id IS NOT NULL)", name=op.f("ck_report_ready_has_file")
        ),
        sa.CheckConstraint(
            "state IN ('ordered', 'ready', 'failed')", name=op.f("ck_report_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_table(
        "view",
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("requirements", postgresql.JSONB(), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=False),
        sa.Column("registrations", postgresql.JSONB(), nullable=False),
        sa.Column("goals", postgresql.JSONB(), nullable=False),
        sa.Column("decisions", postgresql.JSONB(), nullable=False),
        sa.Column("next_decision_on", sa.Date(), nullable=True),
        sa.Column("open_requests", sa.Integer(), nullable=False),
        sa.Column("overdue_requests", sa.Integer(), nullable=False),
        sa.Column("answered_requests", sa.Integer(), nullable=False),
        sa.Column("oldest_request_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerns", postgresql.JSONB(), nullable=False),
        sa.Column("last_activity_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("portfolio_id", name=op.f("pk_view")),
    )
    op.create_index("view_by_institution", "view", ["institution_id", "learner_id"])
    for table in WALLED:
        walls.institution(op, table)


def downgrade() -> None:
    for table in (*WALLED, *OUTSIDE):
        op.drop_table(table)
