"""What one call may expect."""

import datetime as dt
import time
import uuid

import pytest

from libs.chassis.calls import Origin, working_for
from libs.chassis.passport import read_private_key
from libs.chassis.principal import service_principal
from libs.chassis.rpc import RpcClient
from libs.contracts.faults import (
    Forbidden,
    InternalError,
    InvalidRequest,
    ServiceUnavailable,
    UnknownMethod,
)
from tests.service.chassis.rpc.example.contract import (
    ECHO,
    FAIL,
    FOR_NEIGHBOUR,
    FOR_SERVICES,
    MARK,
    NOBODY,
    NOT_THERE,
    SLEEP,
    WHOAMI,
    NoteIsLocked,
)


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


def test_calls_that_are_gathered_run_at_the_same_time(example, client, learner):
    started = time.monotonic()

    replies = client.gather([(SLEEP, learner, {"seconds": 0.4})] * 4)

    assert [reply["slept"] for reply in replies] == [0.4] * 4
    assert time.monotonic() - started < 0.9


def test_gathered_calls_all_end_before_the_first_fault_is_raised(
    example, client, learner, tmp_path
):
    marked = tmp_path / "marked"

    with pytest.raises(InvalidRequest):
        client.gather([(ECHO, learner, {}), (MARK, learner, {"path": str(marked), "seconds": 0.3})])

    assert marked.read_text() == "x"


def test_fields_that_do_not_fit_are_named_one_by_one(example, client, learner):
    with pytest.raises(InvalidRequest) as refused:
        client.call(ECHO, learner, note_id="seven", length=0, colour="red")

    assert set(refused.value.errors) == {"note_id", "length", "colour"}
    assert refused.value.status == 422


def test_a_fault_of_the_service_arrives_as_its_own_class(example, client, learner):
    with pytest.raises(NoteIsLocked) as refused:
        client.call(FAIL, learner, way="fault")

    assert refused.value.status == 409
    assert refused.value.params == {"note_id": str(uuid.UUID(int=7)), "attempts": 3}


def test_an_unforeseen_error_says_nothing_but_is_logged_under_its_correlation_id(
    example, client, learner
):
    with pytest.raises(InternalError) as failed:
        client.call(FAIL, learner, way="error", correlation_id="trace-me")

    assert "Anna" not in str(failed.value)
    lines = [line for line in example.log_lines() if line.get("correlation_id") == "trace-me"]
    failed, served = lines
    assert (failed["event"], failed["exception"]) == ("rpc_failed", "KeyError")
    assert (served["event"], served["fault"]) == ("call_served", InternalError.code)
    assert "service.py" in lines[0]["frames"][-1]
    assert "Anna" not in example.log.read_text()


def test_an_answer_that_is_not_plain_is_an_error_of_the_service(example, client, learner):
    with pytest.raises(InternalError):
        client.call(FAIL, learner, way="unserializable")


def test_a_method_the_service_does_not_have_is_refused(example, client, learner):
    with pytest.raises(UnknownMethod):
        client.call(NOT_THERE, learner)


def test_a_service_that_does_not_run_is_noticed_at_once(example, client, learner):
    """Row 19 of the fault matrix: no callee."""
    client.call(WHOAMI, learner)
    started = time.monotonic()

    with pytest.raises(ServiceUnavailable):
        client.call(NOBODY, learner)

    assert time.monotonic() - started < 0.1


def test_the_address_of_the_browser_travels_with_the_call(example, client, learner):
    origin = Origin("c-2", network_address="192.0.2.7", user_agent="Browser/1")

    with working_for(origin):
        reply = client.call(WHOAMI, learner)

    assert reply["network_address"] == "192.0.2.0/24"
    assert reply["user_agent"] == "Browser/1"
    assert reply["correlation_id"] == "c-2"


def test_numbers_in_an_answer_stay_numbers_and_dates_are_plain_text(example, client, learner):
    reply = client.call(ECHO, learner, note_id=uuid.uuid4(), on=dt.date(2026, 1, 2), length=12)

    assert reply["length"] == 12
    assert reply["on"] == "2026-01-02"


def test_what_a_call_does_not_state_is_none_in_the_service(example, client, learner):
    reply = client.call(WHOAMI, learner)

    assert reply["idempotency_key"] is None
    assert reply["network_address"] is None
    assert reply["correlation_id"]


def test_a_service_may_not_call_itself(rabbitmq_url, keys):
    key = read_private_key(keys / "example.private.json")
    own = RpcClient(rabbitmq_url, "example", key)

    with pytest.raises(ValueError, match="must not call itself"):
        own.call(FOR_SERVICES, service_principal("example"))


def test_a_call_of_a_service_says_for_whom_it_works(example, rabbitmq_url, keys, learner):
    neighbour = RpcClient(
        rabbitmq_url, "neighbour", read_private_key(keys / "neighbour.private.json")
    )

    with pytest.raises(Forbidden):  # the issuers of the contract do not list the neighbour
        neighbour.call(FOR_SERVICES, learner)
    reply = neighbour.call(FOR_NEIGHBOUR, learner)
    neighbour.close()

    assert reply == {"issuer": "neighbour", "acting_for": str(learner.person_id)}
