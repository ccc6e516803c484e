"""The first tables of accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis import tables as chassis_tables

revision = "20261122_0900"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    chassis_tables.create(op)
    op.create_table(
        "network",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_network"),
    )
    op.create_table(
        "unknown_name",
        sa.Column("name_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name_hash", name="pk_unknown_name"),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("network_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("theme", JSONB(), nullable=True),
        sa.Column("contact", JSONB(), nullable=False),
        sa.Column("sign_on", sa.Text(), nullable=False),
        sa.Column("password_profile", sa.Text(), nullable=False),
        sa.Column("failures_allowed", sa.Integer(), nullable=False),
        sa.Column("reset_unblocks", sa.Boolean(), nullable=False),
        sa.Column("user_name_scheme", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "password_profile IN ('classic', 'modern')", name="ck_institution_password_profile"
        ),
        sa.CheckConstraint("sign_on IN ('password', 'sso')", name="ck_institution_sign_on"),
        sa.CheckConstraint(
            "failures_allowed BETWEEN 1 AND 20", name="ck_institution_failures_allowed"
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name="fk_institution_network_id"),
        sa.PrimaryKeyConstraint("id", name="pk_institution"),
    )
    op.create_index("ix_institution_network_id", "institution", ["network_id"], unique=False)
    op.create_table(
        "capability",
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("participant_id", sa.UUID(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_capability_institution_id"
        ),
        sa.PrimaryKeyConstraint("request_id", name="pk_capability"),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("made_by", sa.UUID(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column("headers", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_import_batch_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_index("ix_import_batch_made_at", "import_batch", ["made_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("home_institution_id", sa.UUID(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("former_email", sa.Text(), nullable=True),
        sa.Column("former_email_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'nl')", name="ck_person_language"),
        sa.ForeignKeyConstraint(
            ["home_institution_id"], ["institution.id"], name="fk_person_home_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("uq_person_email", "person", [sa.literal_column("lower(email)")], unique=True)
    op.create_index(
        "uq_person_user_name", "person", [sa.literal_column("lower(user_name)")], unique=True
    )
    op.create_table(
        "capability_token",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_capability_token_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["capability.request_id"], name="fk_capability_token_request_id"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_capability_token"),
    )
    op.create_index(
        "ix_capability_token_request_id", "capability_token", ["request_id"], unique=False
    )
    op.create_table(
        "credential",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_membership_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_credential_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_credential"),
    )
    op.create_table(
        "device",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_device_person_id"),
        sa.PrimaryKeyConstraint("person_id", "token_hash", name="pk_device"),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("programme_key", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("part_time", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("part_time BETWEEN 20 AND 100", name="ck_enrolment_part_time"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_enrolment_institution_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_enrolment_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment"),
        sa.UniqueConstraint(
            "institution_id",
            "person_id",
            "programme_key",
            name="uq_enrolment_institution_id_person_id_programme_key",
        ),
    )
    op.create_index("ix_enrolment_person_id", "enrolment", ["person_id"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("values", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_row_batch_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_import_row_institution_id"
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name="pk_import_row"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "roles <@ ARRAY['learner','trainer','teacher','coach','head','committee','secretary',"
            "'local_admin','national_admin']",
            name="ck_membership_roles",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_membership_period"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_membership_institution_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint(
            "institution_id", "person_id", name="uq_membership_institution_id_person_id"
        ),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_table(
        "relation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('supervises', 'teaches', 'coaches')", name="ck_relation_kind"),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_relation_period"),
        sa.CheckConstraint("person_id <> learner_id", name="ck_relation_two_people"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_relation_institution_id"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name="fk_relation_learner_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_relation_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relation"),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "person_id",
            "learner_id",
            "starts_on",
            name="uq_relation_institution_id_kind_person_id_learner_id_starts_on",
        ),
    )
    op.create_index("ix_relation_learner_id", "relation", ["learner_id"], unique=False)
    op.create_index("ix_relation_person_id", "relation", ["person_id"], unique=False)
    op.create_table(
        "secret",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("session_id", sa.UUID(), nullable=True),
        sa.Column("new_email", sa.Text(), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('activation', 'reset', 'email', 'code')", name="ck_secret_purpose"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_secret_institution_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_secret_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_secret"),
        sa.UniqueConstraint("secret_hash", name="uq_secret_secret_hash"),
    )
    op.create_index("ix_secret_person_id", "secret", ["person_id"], unique=False)
    op.create_index("ix_secret_wanted_at", "secret", ["wanted_at"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("membership_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("raised_assurance", sa.Text(), nullable=True),
        sa.Column("assurance_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("network_address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_session_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name="fk_session_membership_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_session_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
    )
    op.create_index("ix_session_person_id", "session", ["person_id"], unique=False)
    op.create_index("ix_session_started_at", "session", ["started_at"], unique=False)


def downgrade() -> None:
    for table in (
        "import_row",
        "import_batch",
        "capability_token",
        "capability",
        "device",
        "session",
        "secret",
        "relation",
        "enrolment",
        "membership",
        "unknown_name",
        "credential",
        "person",
        "institution",
        "network",
    ):
        op.drop_table(table)
