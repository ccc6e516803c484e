"""What goes over the wire is plain JSON, and the names on the broker never change by accident."""

import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest

from libs.chassis.amqp import topology
from libs.chassis.rpc import wire
from libs.contracts.base import UnknownFault
from libs.contracts.faults import InternalError, InvalidRequest, NotFound, UnknownMethod


def test_dates_numbers_and_ids_become_plain_text():
    zone = dt.timezone(dt.timedelta(hours=2))
    reply = wire.reply_body(
        {
            "id": uuid.UUID(int=1),
            "at": dt.datetime(2026, 3, 1, 12, 30, tzinfo=zone),
            "on": dt.date(2026, 3, 1),
            "hours": Decimal("7.25"),
            "names": ("Zoë", None, True, 3),
        }
    )

    assert json.loads(reply)["result"] == {
        "id": "00000000-0000-0000-0000-000000000001",
        "at": "2026-03-01T10:30:00Z",
        "on": "2026-03-01",
        "hours": "7.25",
        "names": ["Zoë", None, True, 3],
    }


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", 1j])
def test_what_is_not_plain_does_not_travel(value):
    with pytest.raises(TypeError):
        wire.reply_body({"value": value})


def test_a_fault_comes_out_as_it_went_in():
    sent = InvalidRequest("Two fields.", errors={"on": ["Not a date."]}, limit=7)

    with pytest.raises(InvalidRequest) as received:
        wire.result_of(wire.fault_body(sent).encode())

    assert received.value.to_wire() == sent.to_wire()


def test_a_fault_of_a_newer_service_keeps_its_code_and_status():
    body = json.loads(wire.fault_body(NotFound()))
    body["error"]["fault"] |= {"code": "future.too_early", "status": 425}

    with pytest.raises(UnknownFault) as received:
        wire.result_of(json.dumps(body).encode())

    assert (received.value.code, received.value.status) == ("future.too_early", 425)


def test_an_error_of_a_stock_service_is_an_internal_error():
    error = {"exc_type": "KeyError", "exc_path": "builtins.KeyError", "value": "Anna"}

    with pytest.raises(InternalError) as received:
        wire.result_of(json.dumps({"result": None, "error": error}).encode())

    assert "Anna" not in str(received.value)


def test_a_stock_client_finds_the_four_keys_it_reads():
    error = json.loads(wire.fault_body(UnknownMethod("no x")))["error"]

    assert error["exc_path"] == "nameko.exceptions.MethodNotFound"
    assert (error["exc_type"], error["exc_args"], error["value"]) == (
        "MethodNotFound",
        ["no x"],
        "no x",
    )


def test_the_names_on_the_broker_are_frozen():
    assert topology.RPC_EXCHANGE == "nameko-rpc"
    assert topology.rpc_queue("portfolio") == "rpc-portfolio"
    assert (wire.PASSPORT, wire.DEADLINE, wire.CORRELATION, wire.IDEMPOTENCY) == (
        "nameko.passport",
        "nameko.deadline",
        "nameko.correlation_id",
        "nameko.idempotency_key",
    )
