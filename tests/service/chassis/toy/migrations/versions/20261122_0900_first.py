"""Things, and what was heard of them."""

import sqlalchemy as sa
from alembic import op

from libs.chassis import tables as chassis_tables
from libs.chassis import walls

revision = "20261122_0900"
down_revision = None


def upgrade() -> None:
    chassis_tables.create(op)
    op.create_table(
        "thing",
        sa.Column("id", sa.UUID, primary_key=True),
        sa.Column("institution_id", sa.UUID, nullable=False),
        sa.Column("name", sa.String, nullable=False),
    )
    op.create_table(
        "heard",
        sa.Column("thing_id", sa.UUID, primary_key=True),
        sa.Column("institution_id", sa.UUID, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
    )
    op.create_table(
        "secret",
        sa.Column("id", sa.UUID, primary_key=True),
        sa.Column("institution_id", sa.UUID, nullable=False),
        sa.Column("person_id", sa.UUID, nullable=False),
    )
    walls.institution(op, "thing")
    walls.institution(op, "heard")
    walls.personal(op, "secret", "person_id")
    walls.definer_reads(op, "thing")
    walls.definer_function(
        op,
        "institution_of_thing",
        "wanted uuid",
        "uuid",
        "SELECT institution_id FROM thing WHERE id = wanted",
    )
