"""The first tables of documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from libs.chassis import tables as chassis_tables
from libs.chassis import walls

revision = "20261122_0900"
down_revision = None
branch_labels = None
depends_on = None

WALLED = (
    "folder",
    "stored_object",
    "file",
    "upload",
    "portfolio",
    "record",
    "invitation",
    "relation",
    "membership",
)


def upgrade() -> None:
    chassis_tables.create(op)
    op.create_table(
        "folder",
        sa.Column("folder_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("parent_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("is_system", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "is_system OR kind = 'own'", name=op.f("ck_folder_made_by_people_is_own")
        ),
        sa.CheckConstraint(
            "kind IN ('own', 'reports', 'forms', 'institute')", name=op.f("ck_folder_kind_known")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["folder.folder_id"], name="folder_parent_exists"),
        sa.PrimaryKeyConstraint("folder_id", name=op.f("pk_folder")),
    )
    op.create_index("folder_by_portfolio", "folder", ["portfolio_id"], unique=False)
    op.create_index(
        "folder_system_once",
        "folder",
        ["portfolio_id", "kind"],
        unique=True,
        postgresql_where=sa.text("is_system"),
    )
    op.create_table(
        "invitation",
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_invitation")),
    )
    op.create_index(
        "invitation_by_person", "invitation", ["person_id", "portfolio_id"], unique=False
    )
    op.create_table(
        "membership",
        sa.Column("membership_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String(length=30)), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_membership")),
    )
    op.create_index("membership_by_person", "membership", ["person_id"], unique=False)
    op.create_table(
        "portfolio",
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portfolio_id", name=op.f("pk_portfolio")),
    )
    op.create_table(
        "record",
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record")),
    )
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
    op.create_index("relation_by_people", "relation", ["person_id", "learner_id"], unique=False)
    op.create_table(
        "stored_object",
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("doomed", sa.Boolean(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT doomed OR uses = 0", name=op.f("ck_stored_object_doomed_is_unused")
        ),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_stored_object_uses_not_negative")),
        sa.PrimaryKeyConstraint("institution_id", "sha256", name="stored_object_pkey"),
    )
    op.create_table(
        "file",
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("folder_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column("uploaded_by", sa.UUID(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'ready') = (sha256 IS NOT NULL)", name=op.f("ck_file_ready_has_bytes")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (reason IS NOT NULL)", name=op.f("ck_file_refused_says_why")
        ),
        sa.CheckConstraint(
            "state IN ('checking', 'ready', 'refused')", name=op.f("ck_file_state_known")
        ),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.folder_id"], name="file_folder_exists"),
        sa.ForeignKeyConstraint(
            ["institution_id", "sha256"],
            ["stored_object.institution_id", "stored_object.sha256"],
            name="file_bytes_exist",
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file")),
    )
    op.create_index("file_by_folder", "file", ["folder_id"], unique=False)
    op.create_index("file_by_portfolio", "file", ["portfolio_id"], unique=False)
    op.create_table(
        "upload",
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("folder_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column("began_by", sa.UUID(), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("store_upload", sa.String(length=1000), nullable=True),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'checking', 'filed', 'refused', 'expired')",
            name=op.f("ck_upload_state_known"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_upload_has_size")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.folder_id"], name="upload_folder_exists"),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_upload")),
    )
    for table in WALLED:
        walls.institution(op, table)
    walls.definer_reads(op, "upload")
    walls.definer_function(
        op,
        "uploads_being_checked",
        "upload_ids uuid[]",
        "SETOF uuid",
        "SELECT upload_id FROM upload WHERE state = 'checking' AND upload_id = ANY(upload_ids)",
    )


def downgrade() -> None:
    for table in reversed(WALLED):
        op.drop_table(table)
