"""RPC messages on the wire: nameko's format, plain JSON types, our headers and fault codes."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import uuid
from collections.abc import Mapping
from typing import Any

from libs.contracts.base import Fault, fault_from_wire
from libs.contracts.faults import InternalError, InvalidRequest, UnknownMethod

JSON = "application/json"

# nameko puts its context data into headers of this prefix, so an unmodified nameko client can
# send every one of them.
PASSPORT = "nameko.passport"
DEADLINE = "nameko.deadline"
CORRELATION = "nameko.correlation_id"
IDEMPOTENCY = "nameko.idempotency_key"
NETWORK_ADDRESS = "nameko.network_address"
USER_AGENT = "nameko.user_agent"

# What nameko's own client turns back into its own exceptions.
_NAMEKO_NAMES: dict[type[Fault], str] = {UnknownMethod: "MethodNotFound"}


def dump(value: Any) -> str:
    """JSON text. UUID, date, datetime (UTC) and Decimal become strings. Raises TypeError."""
    return _encoder.encode(value)


def _plain(value: Any) -> str:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not travel on the wire")


_encoder = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=_plain)


def request_body(fields: Mapping[str, Any]) -> str:
    """The body of a request: nameko's, with the fields as keyword arguments."""
    return dump({"args": (), "kwargs": fields})


def request_fields(body: bytes) -> dict[str, Any]:
    """The fields of a request body. Raises InvalidRequest."""
    try:
        content = json.loads(body)
        args, fields = content["args"], content["kwargs"]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRequest("The message is not JSON with args and kwargs.") from error
    if args or not isinstance(fields, dict):
        raise InvalidRequest("Send the fields by name.")
    return fields


def reply_body(result: Any) -> str:
    """The body of an answer. Raises TypeError or ValueError if it cannot be written as JSON."""
    return dump({"result": result, "error": None})


def fault_body(fault: Fault) -> str:
    """The body of a refusal: nameko's error with our fault inside."""
    name = _NAMEKO_NAMES.get(type(fault))
    error = {
        "exc_type": name or type(fault).__name__,
        "exc_path": f"nameko.exceptions.{name}" if name else _path_of(type(fault)),
        "exc_args": [fault.detail],
        "value": fault.detail,
        "fault": fault.to_wire(),
    }
    return dump({"result": None, "error": error})


def _path_of(kind: type[Fault]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def result_of(body: bytes) -> Any:
    """The answer in a reply body. Raises the Fault it carries."""
    reply = json.loads(body)
    error = reply["error"]
    if error is None:
        return reply["result"]
    if "fault" in error:
        raise fault_from_wire(error["fault"])
    raise InternalError(f"The service answered with {error.get('exc_type')}.")
