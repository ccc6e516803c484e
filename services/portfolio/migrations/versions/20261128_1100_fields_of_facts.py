"""The fields that forms declare for data points and decisions, and which flags were passed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261128_1100"
down_revision = "20261128_0930"
branch_labels = None
depends_on = None

# Under which key a flag came was not kept. Of the library's forms it is known; those of others
# stay without one, and count as they did.
KEYS_OF_LIBRARY = """
    UPDATE data_point SET slot = CASE form_key
        WHEN 'professional-behaviour' THEN 'concern'
        WHEN 'field-note' THEN 'concern'
        WHEN 'progress-decision' THEN 'appeal'
        WHEN 'portfolio-review' THEN 'course'
        WHEN 'consultation-review' THEN 'again'
    END
    WHERE kind = 'flag'
"""


def upgrade() -> None:
    for table in ("data_point", "decision"):
        op.add_column(
            table,
            sa.Column("detail", postgresql.JSONB(), server_default="{}", nullable=False),
        )
    op.add_column("data_point", sa.Column("slot", sa.Text(), nullable=True))
    op.add_column("data_point", sa.Column("passed_by", sa.Text(), nullable=True))
    # The owner stands behind the walls as well; for this one statement it does not.
    op.execute("ALTER TABLE data_point NO FORCE ROW LEVEL SECURITY")
    op.execute(KEYS_OF_LIBRARY)
    op.execute("ALTER TABLE data_point FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_column("data_point", "passed_by")
    op.drop_column("data_point", "slot")
    for table in ("decision", "data_point"):
        op.drop_column(table, "detail")
