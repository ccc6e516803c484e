"""What was sent in a round stands under that round, also where sending it began the next one."""

from alembic import op

revision = "20261128_1700"
down_revision = "20261128_1510"
branch_labels = None
depends_on = None

# A Send that began another round was kept under the number of that next one, where nothing of it
# could be read and the next Send took its place. Known by this: of who sent it nothing stands
# under the first round, and of the present one it is not what counts.
MISPLACED = """
    UPDATE contribution SET cycle = -contribution.cycle
    FROM (
        SELECT record.id AS record_id, each.key AS stage, each.value AS now
        FROM record, jsonb_each(record.progress -> 'stages') AS each
        WHERE (each.value ->> 'cycle')::int > 0) AS stage
    WHERE stage.record_id = contribution.record_id
      AND stage.stage = contribution.stage
      AND (stage.now ->> 'cycle')::int >= contribution.cycle
      AND contribution.cycle > 0
      AND NOT EXISTS (
        SELECT FROM contribution AS first
        WHERE first.record_id = contribution.record_id
          AND first.stage = contribution.stage
          AND first.participant_id = contribution.participant_id
          AND first.cycle = 0)
      AND NOT (
        (stage.now ->> 'cycle')::int = contribution.cycle
        AND EXISTS (
          SELECT FROM jsonb_array_elements(stage.now -> 'contributions') AS own
          WHERE own ->> 'participant_id' = contribution.participant_id::text
            AND own ->> 'status' IN ('sent', 'objected')))
"""
PLACED = "UPDATE contribution SET cycle = -cycle - 1 WHERE cycle < 0"


def upgrade() -> None:
    # The owner stands behind the walls as well; for these statements it does not.
    for table in ("contribution", "record"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(MISPLACED)
    op.execute(PLACED)
    for table in ("contribution", "record"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Nothing to take back: the number of a round is right now."""
