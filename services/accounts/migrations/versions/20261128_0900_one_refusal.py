"""Let go of what told names that nobody has from those of accounts: docs/adr/0014."""

import sqlalchemy as sa
from alembic import op

from libs.chassis import walls

revision = "20261128_0900"
down_revision = "20261122_1600"
branch_labels = None
depends_on = None

_PLACE = "institution_id uuid, network_id uuid"


def upgrade() -> None:
    op.execute("DROP FUNCTION door_of_unknown_name")
    op.drop_column("unknown_name", "wait_until")
    op.drop_column("unknown_name", "blocked")


def downgrade() -> None:
    op.add_column(
        "unknown_name",
        sa.Column("blocked", sa.Boolean(), server_default="false", nullable=False),
    )
    op.alter_column("unknown_name", "blocked", server_default=None)
    op.add_column(
        "unknown_name", sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True)
    )
    walls.definer_function(
        op,
        "door_of_unknown_name",
        "typed text",
        f"TABLE({_PLACE})",
        "SELECT i.id, i.network_id FROM institution i WHERE i.sign_on = 'password'"
        " ORDER BY (i.user_name_scheme <> '' AND starts_with(lower(typed),"
        " lower(i.user_name_scheme))) DESC, md5(lower(typed) || i.id::text) LIMIT 1",
    )
