"""The first tables: portfolios, who may look at them, definitions, the scratchpad."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from libs.chassis import tables as chassis_tables
from libs.chassis import walls

revision = "20261122_0900"
down_revision = None

BEHIND_THE_WALL = (
    "dossier",
    "membership",
    "person",
    "portfolio",
    "relation",
)


def upgrade() -> None:
    chassis_tables.create(op)
    op.create_table(
        "definition",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_definition")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(Text()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        "membership_by_person", "membership", ["institution_id", "person_id"], unique=False
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=True),
        sa.Column("network_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("is_copy", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(institution_id, network_id) > 0", name=op.f("ck_offer_has_owner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint(
            "institution_id",
            "network_id",
            "kind",
            "key",
            "number",
            name="offer_version_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "person",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "institution_id", name=op.f("pk_person")),
    )
    op.create_table(
        "portfolio",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("network_id", sa.UUID(), nullable=True),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("enrolment_id", sa.UUID(), nullable=False),
        sa.Column("enrolment_version", sa.BigInteger(), nullable=False),
        sa.Column("programme_key", sa.Text(), nullable=False),
        sa.Column("programme_hash", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("part_time", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("continued_from", sa.UUID(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active', 'closed')", name=op.f("ck_portfolio_state_known")),
        sa.CheckConstraint(
            "part_time BETWEEN 20 AND 100", name=op.f("ck_portfolio_part_time_percent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio")),
        sa.UniqueConstraint("institution_id", "enrolment_id", name="portfolio_one_per_enrolment"),
    )
    op.create_index(
        "portfolio_by_learner", "portfolio", ["institution_id", "learner_id"], unique=False
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('supervises', 'teaches', 'coaches')", name=op.f("ck_relation_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    op.create_index(
        "relation_by_learner", "relation", ["institution_id", "learner_id", "kind"], unique=False
    )
    op.create_index("relation_by_person", "relation", ["institution_id", "person_id"], unique=False)
    op.create_table(
        "dossier",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form_keys", postgresql.ARRAY(Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolio.id"],
            name=op.f("fk_dossier_portfolio_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("portfolio_id", "key", name="dossier_key_once"),
    )
    op.create_index("dossier_by_portfolio", "dossier", ["portfolio_id", "position"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolio.id"],
            name=op.f("fk_note_portfolio_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("note_by_portfolio", "note", ["portfolio_id", "changed_at"], unique=False)
    for table in BEHIND_THE_WALL:
        walls.institution(op, table)
    walls.personal(op, "note", "person_id")
    walls.definition(op, "offer")
    # A whole rebuild of read models walks through all institutions, one after the other.
    walls.definer_reads(op, "portfolio")
    walls.definer_function(
        op,
        "institutions_with_portfolios",
        "",
        "TABLE (institution uuid)",
        "SELECT DISTINCT institution_id FROM portfolio",
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION institutions_with_portfolios()")
    for table in (
        "note",
        "dossier",
        "relation",
        "portfolio",
        "person",
        "offer",
        "membership",
        "definition",
    ):
        op.drop_table(table)
