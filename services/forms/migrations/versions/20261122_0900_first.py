"""Published definitions behind their wall, and the one look-up that crosses it.

A hash names content that whoever holds the hash already had in hand (a record pinned to it), so
resolving it anywhere tells nothing new; a list of hashes cannot be had.
"""

import sqlalchemy as sa
from alembic import op

from libs.chassis import tables as chassis_tables
from libs.chassis import walls

revision = "20261122_0900"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    chassis_tables.create(op)
    op.create_table(
        "definition",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=True),
        sa.Column("network_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_definition"),
        sa.CheckConstraint(
            "kind IN ('form', 'framework', 'scale', 'programme')",
            name=op.f("ck_definition_kind_known"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_definition_version_from_one")),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_definition_hash_is_sha256")),
        sa.CheckConstraint(
            "num_nonnulls(institution_id, network_id) = 1", name=op.f("ck_definition_one_owner")
        ),
        sa.UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            "version",
            name="definition_version_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("definition_by_hash", "definition", ["hash"])
    walls.definition(op, "definition")
    walls.definer_reads(op, "definition")
    walls.definer_function(
        op,
        "definition_by_hash",
        "wanted text",
        "TABLE (kind text, key text, version integer, document text)",
        "SELECT kind, key, version, document FROM definition WHERE hash = wanted"
        " ORDER BY (institution_id = nullif(current_setting('app.institution', true), '')::uuid)"
        " DESC NULLS LAST, version, published_at LIMIT 1",
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION definition_by_hash")
    op.drop_table("definition")
