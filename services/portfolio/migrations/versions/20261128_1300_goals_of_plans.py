"""Goals that are set in the learner's plan."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1300"
down_revision = "20261128_1100"
branch_labels = None
depends_on = None

KIND = "ck_plan_adaptation_kind_known"
FORM = "ck_goal_comes_from"


def upgrade() -> None:
    _kinds("'count', 'waived', 'due_on', 'added', 'pace', 'route', 'goal'")
    for column in ("record_id", "contribution_id"):
        op.alter_column("goal", column, existing_type=sa.UUID(), nullable=True)
    op.create_check_constraint(
        op.f(FORM), "goal", "(record_id IS NULL) = (contribution_id IS NULL)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM goal WHERE record_id IS NULL")
    op.execute("DELETE FROM plan_adaptation WHERE kind = 'goal'")
    op.drop_constraint(op.f(FORM), "goal", type_="check")
    for column in ("record_id", "contribution_id"):
        op.alter_column("goal", column, existing_type=sa.UUID(), nullable=False)
    _kinds("'count', 'waived', 'due_on', 'added', 'pace', 'route'")


def _kinds(kinds: str) -> None:
    op.drop_constraint(op.f(KIND), "plan_adaptation", type_="check")
    op.create_check_constraint(op.f(KIND), "plan_adaptation", f"kind IN ({kinds})")
