"""Files of forms that nobody sent: portfolio says so, their rows and bytes go."""

import uuid

import pytest
import sqlalchemy as sa

from libs.chassis.timers import due_timers
from libs.contracts.portfolio import FileLeftOutV1

from .conftest import sha256
from .test_access import TEXT, attach


def leave_out(world, file, record_id):
    """As portfolio tells it; then what the timers do."""
    world.hear(
        FileLeftOutV1(
            institution_id=world.institution_id,
            file_id=uuid.UUID(str(file["file_id"])),
            record_id=record_id,
            portfolio_id=world.portfolio_id,
            learner_id=world.learner_id,
        )
    )
    world.fire_due()


def test_a_file_that_was_left_out_goes_at_once_and_its_bytes_a_day_later(world, clock):
    record_id = world.record("draft")
    file = attach(world, record_id, world.learner_id)
    leave_out(world, file, record_id)
    assert "case.txt" not in world.listed()
    assert world.kept() == [sha256(TEXT)]
    clock.forward(days=1, seconds=1)
    world.fire_due()
    assert world.kept() == []


def test_equal_bytes_of_another_file_stay(world, clock):
    record_id = world.record("draft")
    file, other = attach(world, record_id, world.learner_id), world.upload(TEXT, "mine.txt")
    leave_out(world, file, record_id)
    clock.forward(days=2)
    world.fire_due()
    assert list(world.listed()) == ["mine.txt"]
    assert world.download(other)["url"] and world.kept() == [sha256(TEXT)]


def test_a_file_of_another_record_or_of_no_form_stays_whatever_is_told(world):
    record_id = world.record("draft")
    file, own = attach(world, record_id, world.learner_id), world.upload(TEXT, "mine.txt")
    for one in (file, own):
        leave_out(world, one, uuid.uuid4())
    assert {"case.txt", "mine.txt"} <= set(world.listed())


def test_being_told_twice_or_of_a_file_that_is_gone_changes_nothing(world):
    record_id = world.record("draft")
    file = attach(world, record_id, world.learner_id)
    for _ in range(2):
        leave_out(world, file, record_id)
    leave_out(world, {"file_id": uuid.uuid4()}, record_id)
    assert due_timers(world.database, "left_out_file") == []


def test_a_file_being_checked_goes_once_the_check_is_over(world, clock):
    record_id = world.record("draft")
    file = attach(world, record_id, world.learner_id)
    state = sa.text("UPDATE file SET state = :state, sha256 = :sha256 WHERE record_id = :record_id")
    ready = {"state": "ready", "sha256": sha256(TEXT), "record_id": record_id}
    checking = {**ready, "state": "checking", "sha256": None}
    world.database.run(world.learner, lambda tx: tx.session.execute(state, checking))
    leave_out(world, file, record_id)
    assert "case.txt" in world.listed()
    world.database.run(world.learner, lambda tx: tx.session.execute(state, ready))
    clock.forward(hours=1, seconds=1)
    world.fire_due()
    assert "case.txt" not in world.listed()


@pytest.mark.parametrize("times", [1, 2])
def test_the_audit_says_once_what_went(times, world, database):
    record_id = world.record("draft")
    file = attach(world, record_id, world.learner_id)
    for _ in range(times):
        leave_out(world, file, record_id)
    with database.transaction(world.learner) as tx:
        lines = tx.session.scalars(
            sa.text("SELECT object_id FROM audit WHERE action='file.delete'")
        )
        assert list(lines) == [str(file["file_id"])]
