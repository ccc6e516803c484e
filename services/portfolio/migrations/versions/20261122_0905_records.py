"""Records: what is filled in, by whom, and what waits for whom."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from libs.chassis import walls

revision = "20261122_0905"
down_revision = "20261122_0900"

BEHIND_THE_WALL = (
    "contribution",
    "contribution_revision",
    "draft",
    "participant",
    "record",
    "request",
    "round_answer",
    "sealed_answer",
    "task",
)


def upgrade() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("network_id", sa.UUID(), nullable=True),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("learner_email_hash", sa.Text(), nullable=True),
        sa.Column("dossier_key", sa.Text(), nullable=True),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("form_hash", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stakes", sa.Text(), nullable=False),
        sa.Column("encounter_date", sa.Date(), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("progress", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("started_by", sa.UUID(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "stakes IN ('low', 'medium', 'high')", name=op.f("ck_record_stakes_known")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'running', 'done', 'withdrawn', 'expired')",
            name=op.f("ck_record_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolio.id"],
            name=op.f("fk_record_portfolio_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index("record_by_change", "record", ["institution_id", "last_at"], unique=False)
    op.create_index(
        "record_by_dossier", "record", ["portfolio_id", "dossier_key", "last_at"], unique=False
    )
    op.create_index(
        "record_by_portfolio", "record", ["portfolio_id", "encounter_date", "id"], unique=False
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("emitted_revision", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("computed", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("actor", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.CheckConstraint(
            "state IN ('sent', 'reopened', 'withdrawn')", name=op.f("ck_contribution_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_contribution_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "record_id", "stage", "participant_id", "cycle", name="contribution_once_per_stage"
        ),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_draft_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("record_id", "stage", "participant_id", name="draft_once_per_stage"),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("role_title", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_hash", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(email IS NULL) = (email_hash IS NULL)", name=op.f("ck_participant_address_with_hash")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_participant_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    op.create_index(
        "participant_by_address", "participant", ["portfolio_id", "email_hash"], unique=False
    )
    op.create_index(
        "participant_by_person",
        "participant",
        ["institution_id", "person_id", "record_id"],
        unique=False,
    )
    op.create_index("participant_by_record", "participant", ["record_id"], unique=False)
    op.create_table(
        "request",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("network_id", sa.UUID(), nullable=True),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'seen', 'started', 'submitted', 'declined', 'withdrawn',"
            " 'expired', 'passed_on')",
            name=op.f("ck_request_state_known"),
        ),
        sa.CheckConstraint("reminders >= 0", name=op.f("ck_request_reminders_counted")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_request_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index("request_by_portfolio", "request", ["portfolio_id", "asked_at"], unique=False)
    op.create_index(
        "request_one_open_per_stage",
        "request",
        ["record_id", "participant_id", "stage"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'seen', 'started')"),
    )
    op.create_index(
        "request_open_by_form",
        "request",
        ["portfolio_id", "form_key"],
        unique=False,
        postgresql_where=sa.text("state IN ('open', 'seen', 'started')"),
    )
    op.create_table(
        "round_answer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_round_answer_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_answer")),
    )
    op.create_index("round_answer_by_record", "round_answer", ["record_id", "stage"], unique=False)
    op.create_table(
        "sealed_answer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_sealed_answer_record_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_answer")),
        sa.UniqueConstraint("record_id", "stage", "participant_id", name="sealed_answer_once"),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_task_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("record_id", "stage", "participant_id", name="task_once_per_stage"),
    )
    op.create_index("task_by_office", "task", ["institution_id", "office", "since"], unique=False)
    op.create_index(
        "task_by_person", "task", ["institution_id", "person_id", "since"], unique=False
    )
    op.create_table(
        "contribution_revision",
        sa.Column("contribution_id", sa.UUID(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("actor", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sent', 'corrected', 'reopened', 'withdrawn')",
            name=op.f("ck_contribution_revision_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_revision_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "contribution_id", "revision", name=op.f("pk_contribution_revision")
        ),
    )
    for table in BEHIND_THE_WALL:
        walls.institution(op, table)


def downgrade() -> None:
    for table in (
        "contribution_revision",
        "task",
        "sealed_answer",
        "round_answer",
        "request",
        "participant",
        "draft",
        "contribution",
        "record",
    ):
        op.drop_table(table)
