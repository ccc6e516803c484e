"""In which institutions of a network a programme is followed, for who writes it for all of them."""

import sqlalchemy as sa
from alembic import op

from libs.chassis import walls

revision = "20261128_0900"
down_revision = "20261128_0200"
branch_labels = None
depends_on = None

# Each open portfolio has a timer that looks at it every day; that knows the network already.
FROM_TIMERS = """
    UPDATE portfolio SET network_id = timers.network_id FROM timers
    WHERE timers.kind = 'evaluate' AND timers.key = portfolio.id::text
"""
FOLLOWING = """
    SELECT DISTINCT institution_id FROM portfolio
    WHERE network_id = network AND programme_key = programme AND state <> 'closed'
"""


def upgrade() -> None:
    op.add_column("portfolio", sa.Column("network_id", sa.UUID(), nullable=True))
    op.create_index("portfolio_by_network", "portfolio", ["network_id", "programme_key"])
    # The owner stands behind the walls as well; for this one statement it does not.
    op.execute("ALTER TABLE portfolio NO FORCE ROW LEVEL SECURITY")
    op.execute(FROM_TIMERS)
    op.execute("ALTER TABLE portfolio FORCE ROW LEVEL SECURITY")
    walls.definer_reads(op, "portfolio")
    walls.definer_function(
        op,
        "institutions_following",
        "network uuid, programme text",
        "TABLE (institution uuid)",
        FOLLOWING,
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION institutions_following(uuid, text)")
    op.execute('DROP POLICY "portfolio_look_up" ON portfolio')
    op.drop_index("portfolio_by_network", table_name="portfolio")
    op.drop_column("portfolio", "network_id")
