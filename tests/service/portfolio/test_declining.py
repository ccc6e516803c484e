"""When whoever was asked will not: what the learner then reads."""

from __future__ import annotations

from libs.contracts import portfolio as contract
from services.portfolio import use_cases

from .world import World


def test_a_record_that_was_declined_says_by_whom_and_can_no_longer_be_changed(world: World):
    asked = world.ask()
    record_id = asked["record_id"]
    world.do(
        world.link(record_id),
        contract.DECLINE,
        use_cases.decline,
        record_id=record_id,
        stage="assess",
    )
    record = world.record(world.learner, record_id)
    (by,) = record["declined"]["by"]
    assert by["email_hint"] and by["role"] == "assessor"
    assert record["declined"]["at"] is not None
    assert record["correct_until"] is None and record["undo_until"] is None
    assert record["withdrawable"] is False
