"""What one call may expect."""

import datetime as dt
import uuid

from tests.service.chassis.example.contract import ECHO, WHOAMI


def test_a_call_reaches_its_method_and_the_answer_returns(example, client, learner):
    note_id, day = uuid.uuid4(), dt.date(2026, 3, 1)

    reply = client.call(ECHO, learner, note_id=note_id, on=day, length=4)

    assert reply == {
        "note_id": str(note_id),
        "on": "2026-03-01",
        "length": 4,
        "price": "1.50",
        "kind": "UUID",
    }


def test_the_service_learns_from_the_passport_who_calls(example, client, learner):
    reply = client.call(WHOAMI, learner, idempotency_key="k-1", correlation_id="c-1")

    assert reply["person_id"] == str(learner.person_id)
    assert (reply["kind"], reply["issuer"], reply["roles"]) == ("person", "gateway", ["learner"])
    assert (reply["idempotency_key"], reply["correlation_id"]) == ("k-1", "c-1")
    assert 4 < reply["seconds_left"] <= 5
