"""Files in answers, files that answers point at, and filling in on the learner's device."""

import sqlalchemy as sa
from alembic import op

from libs.chassis import walls

revision = "20261122_1700"
down_revision = "20261122_1530"
branch_labels = None
depends_on = None


STATES = (
    "open",
    "seen",
    "started",
    "submitted",
    "declined",
    "withdrawn",
    "expired",
    "passed_on",
)


def _one_of(*states: str) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


def upgrade() -> None:
    op.add_column(
        "participant",
        sa.Column("on_device", sa.Boolean(), server_default="false", nullable=False),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('sending', 'checking', 'ready', 'refused')",
            name=op.f("ck_attachment_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_attachment_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("attachment_by_record", "attachment", ["record_id"])
    op.create_index("attachment_by_portfolio", "attachment", ["portfolio_id", "added_at"])
    op.create_table(
        "stored_file",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index("stored_file_by_portfolio", "stored_file", ["portfolio_id"])
    op.drop_constraint(op.f("ck_request_state_known"), "request")
    op.create_check_constraint(
        op.f("ck_request_state_known"), "request", _one_of(*STATES, "unconfirmed")
    )
    walls.institution(op, "attachment")
    walls.institution(op, "stored_file")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_request_state_known"), "request")
    op.create_check_constraint(op.f("ck_request_state_known"), "request", _one_of(*STATES))
    op.drop_table("stored_file")
    op.drop_table("attachment")
    op.drop_column("participant", "on_device")
