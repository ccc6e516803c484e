"""Drafts and standings, and the look-up of what other institutions and networks offer.

A draft of a network is seen only by transactions of no institution: an institution reads what its
network published, never what it is still working on.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from libs.chassis import walls

revision = "20261122_1200"
down_revision = "20261122_0900"
branch_labels = None
depends_on = None

KINDS = "kind IN ('form', 'framework', 'scale', 'programme')"
OWN = (
    f"institution_id = {walls.INSTITUTION} OR (institution_id IS NULL"
    f" AND network_id = {walls.NETWORK} AND {walls.INSTITUTION} IS NULL)"
)
# The newest version of everything offered, except what the caller may read anyway.
OFFERED = f"""
    SELECT DISTINCT ON (d.institution_id, d.network_id, d.kind, d.key)
        d.kind, d.key, d.version, d.hash, d.document::json->'title',
        d.document::json->'purpose', d.document::json->'minutes',
        d.document::json->'process', d.institution_id, d.network_id, d.published_at
    FROM definition d JOIN standing s ON s.kind = d.kind AND s.key = d.key
        AND s.institution_id IS NOT DISTINCT FROM d.institution_id
        AND s.network_id IS NOT DISTINCT FROM d.network_id
    WHERE s.is_offered AND NOT s.is_retired
        AND (wanted_kind IS NULL OR d.kind = wanted_kind)
        AND coalesce(d.institution_id <> {walls.INSTITUTION}, true)
        AND coalesce(d.network_id <> {walls.NETWORK}, true)
    ORDER BY d.institution_id, d.network_id, d.kind, d.key, d.version DESC
"""


def owned(*columns: sa.Column) -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=True),
        sa.Column("network_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *columns,
    )


def rules(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.CheckConstraint(KINDS, name=op.f(f"ck_{table}_kind_known")),
        sa.CheckConstraint(
            "num_nonnulls(institution_id, network_id) = 1", name=op.f(f"ck_{table}_one_owner")
        ),
        sa.UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            name=f"{table}_once_per_key",
            postgresql_nulls_not_distinct=True,
        ),
    )


def upgrade() -> None:
    op.create_table(
        "draft",
        *owned(
            sa.Column("rev", sa.Integer(), nullable=False),
            sa.Column("document", sa.Text(), nullable=False),
            sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
            sa.Column("problem_count", sa.Integer(), nullable=False),
            sa.Column("origin", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
            sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("started_by", sa.UUID(), nullable=True),
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("updated_by", sa.UUID(), nullable=True),
        ),
        *rules("draft"),
        sa.CheckConstraint("rev >= 1", name=op.f("ck_draft_rev_from_one")),
    )
    op.create_table(
        "standing",
        *owned(
            sa.Column("is_retired", sa.Boolean(), nullable=False),
            sa.Column("is_offered", sa.Boolean(), nullable=False),
            sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("changed_by", sa.UUID(), nullable=True),
        ),
        *rules("standing"),
    )
    walls.policy(op, "draft", OWN)
    walls.definition(op, "standing")
    walls.definer_reads(op, "standing")
    walls.definer_function(
        op,
        "offered_definitions",
        "wanted_kind text",
        "TABLE (kind text, key text, version integer, hash text, title json, purpose json,"
        " minutes json, process json, institution_id uuid, network_id uuid,"
        " published_at timestamptz)",
        OFFERED,
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION offered_definitions")
    op.drop_table("standing")
    op.drop_table("draft")
