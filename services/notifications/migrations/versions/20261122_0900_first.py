"""The first tables of notifications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from libs.chassis import tables as chassis_tables
from libs.chassis import walls

revision = "20261122_0900"
down_revision = None
branch_labels = None
depends_on = None

WALLED = ("mail", "message", "preference", "person", "request")


def upgrade() -> None:
    chassis_tables.create(op)
    op.create_table(
        "mail",
        sa.Column("mail_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("subject_key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("request_id", sa.UUID(), nullable=True),
        sa.Column("secret_id", sa.UUID(), nullable=True),
        sa.Column("message_id", sa.UUID(), nullable=True),
        sa.Column("recipient_hash", sa.String(length=64), nullable=True),
        sa.Column("merged_into", sa.UUID(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("interruptions", sa.Integer(), nullable=False),
        sa.Column("last_answer", sa.String(length=40), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_mail_sending_leased")
        ),
        sa.CheckConstraint(
            "kind IN ('secret', 'notice', 'invitation', 'reminder', 'informed', 'digest')",
            name=op.f("ck_mail_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')",
            name=op.f("ck_mail_state_known"),
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["mail.mail_id"], name="mail_merged_into_exists"),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mail")),
        sa.UniqueConstraint("institution_id", "subject_key", name="mail_once_per_message"),
    )
    op.create_index("mail_by_recipient", "mail", ["institution_id", "recipient_hash"], unique=False)
    op.create_index("mail_by_request", "mail", ["request_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column("portfolio_id", sa.UUID(), nullable=True),
        sa.Column("request_id", sa.UUID(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_digest", sa.Boolean(), nullable=False),
        sa.Column("digest_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message")),
    )
    op.create_index(
        "message_by_person", "message", ["institution_id", "person_id", "at"], unique=False
    )
    op.create_index("message_by_request", "message", ["request_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("institution_id", "person_id", name="person_pkey"),
    )
    op.create_table(
        "preference",
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("wishes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_to IS NULL)", name=op.f("ck_preference_quiet_both")
        ),
        sa.PrimaryKeyConstraint("institution_id", "person_id", name="preference_pkey"),
    )
    op.create_table(
        "request",
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("form_key", sa.String(length=200), nullable=False),
        sa.Column("assessor_id", sa.UUID(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_now", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request")),
    )
    for table in WALLED:
        walls.institution(op, table)


def downgrade() -> None:
    for table in reversed(WALLED):
        op.drop_table(table)
