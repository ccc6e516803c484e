"""A rating without its scale and version cannot be stored."""

from alembic import op

revision = "20261122_1530"
down_revision = "20261122_1500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # coalesce, because a check that is null holds.
    op.create_check_constraint(
        op.f("ck_data_point_value_on_scale"),
        "data_point",
        "kind <> 'point' OR value IS NULL OR coalesce(position('@' in scale), 0) > 0",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_data_point_value_on_scale"), "data_point")
