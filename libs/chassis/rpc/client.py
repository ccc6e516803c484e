"""The RPC client: many callers over one connection.

Works with threads (the gateway) and with green threads (services): where the process is
monkey-patched, `threading` is green.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from typing import Any

import amqp
from joserfc.jwk import OKPKey

from libs.chassis import calls, metrics
from libs.chassis.amqp.connection import HEARTBEAT_S
from libs.chassis.passport import PassportOffice
from libs.chassis.principal import Principal, service_principal
from libs.chassis.rpc import wire
from libs.chassis.rpc.lanes import Lanes
from libs.chassis.rpc.reply_link import Pending, ReplyLink
from libs.contracts.base import Fault, Method
from libs.contracts.faults import DeadlineExceeded

TRANSIENT = 1


class _Sent:
    """A request under way."""

    __slots__ = ("call_id", "deadline", "method", "pending", "started")

    def __init__(self, method: Method, call_id: str, started: float, deadline: float) -> None:
        self.method, self.call_id = method, call_id
        self.started, self.deadline = started, deadline
        self.pending = Pending()


class RpcClient:
    """Calls methods of services on behalf of principals. One per process; thread-safe.

    A call fails with the fault the service answered, with ServiceUnavailable at once when the
    service or the broker is not there, and with DeadlineExceeded at its deadline.
    """

    def __init__(
        self,
        amqp_url: str,
        issuer: str,
        signing_key: OKPKey | None = None,
        *,
        office: PassportOffice | None = None,
        heartbeat_s: int = HEARTBEAT_S,
        max_in_flight: int = 0,
    ) -> None:
        """`max_in_flight` bounds the calls under way per service, 0 for no bound: the rest is
        refused at once with ServiceUnavailable."""
        if office is None and signing_key is None:
            raise ValueError("an RPC client needs a signing key or a passport office")
        self.issuer = issuer
        self._office = office or PassportOffice(issuer, signing_key)  # type: ignore[arg-type]
        self._link = ReplyLink(amqp_url, issuer, heartbeat_s)
        self._lanes = Lanes(max_in_flight)
        self._call_ids = itertools.count(1)

    def call(
        self,
        method: Method,
        principal: Principal,
        /,
        *,
        deadline_s: float | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        """The reply of one method. Fields are plain types, UUIDs, dates or Decimals.

        `deadline_s` defaults to the method's and never exceeds that of the work at hand.
        Raises a Fault.
        """
        try:
            sent = self._send(
                method, principal, fields, deadline_s, idempotency_key, correlation_id
            )
            return self._result(sent)
        except Fault as fault:
            metrics.CLIENT_FAULTS.labels(method.address, fault.code).inc()
            raise

    def gather(
        self, requests: Sequence[tuple[Method, Principal, Mapping[str, Any]]]
    ) -> list[dict[str, Any]]:
        """The replies of several methods, called together, in the order of the requests.

        Raises the first Fault in that order, after all of them have ended.
        """
        outcomes: list[Any] = []
        for method, principal, fields in requests:
            try:
                outcomes.append(self._send(method, principal, fields))
            except Fault as fault:
                outcomes.append(fault)
        outcomes = [self._outcome(sent) for sent in outcomes]
        for (method, _, _), outcome in zip(requests, outcomes, strict=True):
            if isinstance(outcome, Fault):
                metrics.CLIENT_FAULTS.labels(method.address, outcome.code).inc()
                raise outcome
        return outcomes

    @property
    def connected(self) -> bool:
        return self._link.connected

    def check(self) -> None:
        """For /ready: connects if need be. Raises ServiceUnavailable while there is no broker."""
        self._link.route()

    def close(self) -> None:
        self._link.close()

    def _send(
        self,
        method: Method,
        principal: Principal,
        fields: Mapping[str, Any],
        deadline_s: float | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
    ) -> _Sent:
        if method.service == self.issuer:
            # A service that waits for itself can fill its own workers with waiting ones.
            raise ValueError(f"{self.issuer} must not call itself: call the use case instead")
        origin = calls.current_origin()
        sent = _Sent(method, str(next(self._call_ids)), *_times(method, deadline_s, origin))
        headers = self._headers(sent, principal, origin)
        headers[wire.CORRELATION] = correlation_id or _correlation_id(origin)
        if idempotency_key is not None:
            headers[wire.IDEMPOTENCY] = str(idempotency_key)
        self._dispatch(sent, fields, headers)
        return sent

    def _headers(
        self, sent: _Sent, principal: Principal, origin: calls.Origin | calls.Call | None
    ) -> dict[str, Any]:
        service = sent.method.service
        if self.issuer != "gateway" and principal.kind != "service":
            principal = service_principal(self.issuer, principal)
        headers: dict[str, Any] = {
            wire.PASSPORT: self._office.passport(principal, service),
            wire.DEADLINE: int(sent.deadline * 1000),
        }
        if origin is not None and origin.network_address is not None:
            headers[wire.NETWORK_ADDRESS] = origin.network_address
        if origin is not None and origin.user_agent is not None:
            headers[wire.USER_AGENT] = origin.user_agent
        return headers

    def _dispatch(self, sent: _Sent, fields: Mapping[str, Any], headers: dict[str, Any]) -> None:
        method, route = sent.method, self._link.route()
        message = _message(fields, headers, sent, route.address)
        self._lanes.enter(method.service)
        try:
            self._link.send(route, message, method.address, sent.call_id, sent.pending)
        except Fault:
            self._lanes.leave(method.service)
            raise

    def _result(self, sent: _Sent) -> dict[str, Any]:
        pending = sent.pending
        try:
            answered = pending.wait(sent.deadline - time.time())
        finally:
            self._link.drop(sent.call_id)
            self._lanes.leave(sent.method.service)
        if not answered:
            raise DeadlineExceeded(f"{sent.method.address} did not answer in time.")
        metrics.CLIENT_SECONDS.labels(sent.method.address).observe(time.time() - sent.started)
        if pending.fault is not None:
            raise pending.fault
        result: dict[str, Any] = wire.result_of(pending.body)
        return result

    def _outcome(self, sent: _Sent | Fault) -> dict[str, Any] | Fault:
        if isinstance(sent, Fault):
            return sent
        try:
            return self._result(sent)
        except Fault as fault:
            return fault


def _times(
    method: Method, deadline_s: float | None, origin: calls.Origin | calls.Call | None
) -> tuple[float, float]:
    """Start and deadline of a call, in seconds since the epoch. Raises DeadlineExceeded."""
    now = time.time()
    deadline = now + (method.deadline_s if deadline_s is None else deadline_s)
    if origin is not None and origin.deadline is not None:
        deadline = min(deadline, origin.deadline)
    if deadline <= now:
        raise DeadlineExceeded("There is no time left for this call.")
    return now, deadline


def _correlation_id(origin: calls.Origin | calls.Call | None) -> str:
    return origin.correlation_id if origin is not None else calls.new_correlation_id()


def _message(
    fields: Mapping[str, Any], headers: dict[str, Any], sent: _Sent, address: str
) -> amqp.Message:
    return amqp.Message(
        wire.request_body(fields),
        content_type=wire.JSON,
        content_encoding="utf-8",
        application_headers=headers,
        delivery_mode=TRANSIENT,
        correlation_id=sent.call_id,
        reply_to=address,
        expiration=str(max(1, int((sent.deadline - sent.started) * 1000))),
    )
