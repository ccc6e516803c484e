"""`@rpc(METHOD)`: a method of a service that others may call."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

import marshmallow as ma
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from libs.chassis import calls, metrics
from libs.chassis.calls import Call
from libs.chassis.container import RPC_POOL
from libs.chassis.logs import logger
from libs.chassis.network import coarse
from libs.chassis.rpc import wire
from libs.chassis.rpc.consumer import RpcConsumer
from libs.contracts.base import Fault, Method
from libs.contracts.faults import (
    DeadlineExceeded,
    InternalError,
    InvalidRequest,
    ServiceUnavailable,
)

LONGEST_HEADER = 500
log = logger(__name__)


class RpcEntrypoint(Entrypoint):  # type: ignore[misc]
    """Serves one contract method: passport, deadline, schema, then `method(self, call, request)`.

    `request` holds the fields as the schema loads them; the method returns a dict of plain types,
    UUIDs, dates and Decimals, or raises a Fault.
    """

    consumer = RpcConsumer()
    pool = RPC_POOL

    def __init__(self, method: Method, **kwargs: Any) -> None:
        self.method = method
        super().__init__(**kwargs)

    def setup(self) -> None:
        if self.method.service != self.container.service_name:
            raise ValueError(f"{self.method.address} belongs to another service")
        self._schema = self.method.request()
        self._seconds = metrics.RPC_SECONDS.labels(self.method.address)
        self.consumer.register_provider(self)

    def stop(self) -> None:
        self.consumer.unregister_provider(self)

    @property
    def key(self) -> str:
        return self.method.address

    def accept(self, message: Any) -> None:
        """Start a worker for a request. Raises a Fault if it must be refused."""
        headers = message.headers or {}
        call = self._admit(headers)
        _refuse_repetition(message, call)
        request = self._load(wire.request_fields(message.body))
        finish = partial(self._finish, message, call, time.monotonic())
        try:
            self.container.spawn_worker(self, (call, request), {}, headers, finish)
        except ContainerBeingKilled:
            raise ServiceUnavailable("The service is stopping.") from None
        metrics.RPC_IN_FLIGHT.inc()

    def begin(self, context: Any) -> None:
        """Within the worker: what is logged and called now belongs to this call."""
        calls.set_origin(context.args[0])

    def _admit(self, headers: dict[str, Any]) -> Call:
        deadline = _deadline(headers)
        principal = self.consumer.desk.admit(headers.get(wire.PASSPORT), self.method)
        return Call(
            principal=principal,
            method=self.method,
            correlation_id=_text(headers, wire.CORRELATION) or calls.new_correlation_id(),
            deadline=deadline,
            idempotency_key=_text(headers, wire.IDEMPOTENCY),
            network_address=coarse(_text(headers, wire.NETWORK_ADDRESS)) or None,
            user_agent=_text(headers, wire.USER_AGENT),
        )

    def _load(self, fields: dict[str, Any]) -> dict[str, Any]:
        try:
            loaded: dict[str, Any] = self._schema.load(fields)
        except ma.ValidationError as error:
            raise InvalidRequest(errors=_by_field(error)) from error
        return loaded

    def _finish(
        self, message: Any, call: Call, started: float, _context: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        metrics.RPC_IN_FLIGHT.dec()
        self._seconds.observe(time.monotonic() - started)
        if exc_info is None:
            try:
                body = wire.reply_body(result)
            except (TypeError, ValueError) as error:
                exc_info = (type(error), error, error.__traceback__)
        fault = None
        if exc_info is not None:
            fault = fault_of(exc_info[1])
            metrics.RPC_FAULTS.labels(self.method.address, fault.code).inc()
            body = wire.fault_body(fault)
        self._note(call, started, fault)
        self.consumer.answer(message, body)
        return result, exc_info

    def _note(self, call: Call, started: float, fault: Fault | None) -> None:
        """A line for what changes something or was refused; reads are told by the metrics."""
        if call.idempotency_key is None and fault is None:
            return
        ms = round((time.monotonic() - started) * 1000)
        code = fault.code if fault is not None else ""
        log.info("call_served", method=self.method.address, ms=ms, fault=code)


def _by_field(error: ma.ValidationError) -> dict[str, Any]:
    messages = error.messages
    return messages if isinstance(messages, dict) else {"_schema": messages}


def _text(headers: dict[str, Any], name: str) -> str | None:
    value = headers.get(name)
    return None if value is None else str(value)[:LONGEST_HEADER]


def _deadline(headers: dict[str, Any]) -> float | None:
    stated = headers.get(wire.DEADLINE)
    if stated is None:
        return None
    try:
        deadline = float(stated) / 1000
    except (TypeError, ValueError) as error:
        raise InvalidRequest("The deadline is not a number of milliseconds.") from error
    if deadline <= time.time():
        raise DeadlineExceeded("The deadline had passed before the work began.")
    return deadline


def _refuse_repetition(message: Any, call: Call) -> None:
    """A redelivered request was begun once: run it again only if its key makes that harmless."""
    if message.delivery_info["redelivered"] and call.idempotency_key is None:
        raise ServiceUnavailable("The call was interrupted; whether it took effect is unknown.")


def fault_of(error: BaseException) -> Fault:
    """The fault to answer with: the error itself, or InternalError after logging it."""
    if isinstance(error, Fault):
        return error
    log.error("rpc_failed", exc_info=error)
    return InternalError()


rpc = RpcEntrypoint.decorator
