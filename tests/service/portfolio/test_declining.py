"""When whoever was asked will not: what the learner then reads."""

from __future__ import annotations

import pytest

from libs.contracts import portfolio as contract
from services.portfolio import use_cases

from .world import World


def test_a_record_that_was_declined_says_by_whom_and_can_no_longer_be_changed(world: World):
    record_id = declined(world)
    record = world.record(world.learner, record_id)
    (by,) = record["declined"]["by"]
    assert by["email_hint"] and by["role"] == "assessor"
    assert record["declined"]["at"] is not None
    assert record["correct_until"] is None and record["undo_until"] is None
    assert record["withdrawable"] is False


def declined(world: World) -> str:
    record_id = world.ask()["record_id"]
    stage = {"record_id": record_id, "stage": "assess"}
    world.do(world.link(record_id), contract.DECLINE, use_cases.decline, **stage)
    return record_id


def test_a_record_that_was_declined_is_neither_corrected_undone_nor_taken_back(world: World):
    record_id = declined(world)
    before = world.rows("SELECT rev, state, progress FROM record WHERE id = :id", id=record_id)
    for method, use_case, more in (
        (contract.CORRECT, use_cases.correct, {"stage": "ask"}),
        (contract.UNDO_SEND, use_cases.undo_send, {"stage": "ask"}),
        (contract.WITHDRAW_RECORD, use_cases.withdraw_record, {}),
    ):
        with pytest.raises(contract.RecordClosed) as refused:
            world.do(world.learner, method, use_case, record_id=record_id, **more)
        assert refused.value.params["code"] == "record_declined"
    after = world.rows("SELECT rev, state, progress FROM record WHERE id = :id", id=record_id)
    assert after == before
