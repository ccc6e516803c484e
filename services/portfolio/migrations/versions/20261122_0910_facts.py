"""What comes out of records; issued decisions are frozen by a trigger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from libs.chassis import walls

revision = "20261122_0910"
down_revision = "20261122_0905"

BEHIND_THE_WALL = (
    "data_point",
    "decision",
    "goal",
    "goal_link",
    "registration",
)

# Issued decisions are frozen: only their state, who replaced them and the version may change,
# and only the erasure of a learner deletes them.
FROZEN = """
CREATE FUNCTION decision_is_frozen() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('app.erasing', true) = 'yes' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'an issued decision is never deleted' USING ERRCODE = '23001';
    END IF;
    IF (to_jsonb(OLD) - ARRAY['state', 'superseded_by', 'version'])
        IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['state', 'superseded_by', 'version']) THEN
        RAISE EXCEPTION 'an issued decision is never changed' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_frozen BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION decision_is_frozen();
"""


def upgrade() -> None:
    op.create_table(
        "data_point",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("contribution_id", sa.UUID(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at_stage", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("lineage", sa.Text(), nullable=True),
        sa.Column("framework", sa.Text(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("scale", sa.Text(), nullable=True),
        sa.Column("stakes", sa.Text(), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("encounter_date", sa.Date(), nullable=False),
        sa.Column("see", postgresql.ARRAY(Text()), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('point', 'narrative', 'flag')", name=op.f("ck_data_point_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_data_point_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_point")),
    )
    op.create_index("data_point_by_contribution", "data_point", ["contribution_id"], unique=False)
    op.create_index("data_point_by_record", "data_point", ["record_id"], unique=False)
    op.create_index(
        "data_point_current_by_area",
        "data_point",
        ["portfolio_id", "lineage", "encounter_date", "contribution_id"],
        unique=False,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("contribution_id", sa.UUID(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("light", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("lineage", sa.Text(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("advice", sa.Boolean(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("evidence_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("superseded_by", sa.UUID(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "light IS NULL OR light IN ('go', 'care', 'stop')", name=op.f("ck_decision_light_known")
        ),
        sa.CheckConstraint(
            "state IN ('active', 'expired', 'revoked', 'superseded')",
            name=op.f("ck_decision_state_known"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from",
            name=op.f("ck_decision_validity_in_order"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_decision_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("contribution_id", "slot", name="decision_once_per_signature"),
    )
    op.create_index(
        "decision_by_portfolio", "decision", ["portfolio_id", "decided_at"], unique=False
    )
    op.create_index(
        "decision_one_active",
        "decision",
        ["institution_id", "learner_id", "kind", sa.literal_column("coalesce(lineage, '')")],
        unique=True,
        postgresql_where=sa.text("state = 'active' AND NOT advice"),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("contribution_id", sa.UUID(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'met', 'partly', 'dropped', 'withdrawn')",
            name=op.f("ck_goal_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_goal_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("record_id", "slot", name="goal_once_per_slot"),
    )
    op.create_index("goal_by_portfolio", "goal", ["portfolio_id", "created_at"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("learner_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("contribution_id", sa.UUID(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.UUID(), nullable=True),
        sa.Column("approved_by_name", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('registered', 'approved', 'returned', 'withdrawn')",
            name=op.f("ck_registration_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_registration_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("record_id", "slot", name="registration_once_per_slot"),
    )
    op.create_index(
        "registration_by_portfolio", "registration", ["portfolio_id", "on_day"], unique=False
    )
    op.create_table(
        "goal_link",
        sa.Column("goal_id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("institution_id", sa.UUID(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["goal.id"], name=op.f("fk_goal_link_goal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_goal_link_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("goal_id", "record_id", name=op.f("pk_goal_link")),
    )
    for table in BEHIND_THE_WALL:
        walls.institution(op, table)
    op.execute(FROZEN)


def downgrade() -> None:
    op.execute("DROP TRIGGER decision_is_frozen ON decision")
    op.execute("DROP FUNCTION decision_is_frozen()")
    for table in (
        "goal_link",
        "registration",
        "goal",
        "decision",
        "data_point",
    ):
        op.drop_table(table)
