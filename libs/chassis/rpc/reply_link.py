"""The client's connection: a keeper thread connects, reads replies and connects again."""

from __future__ import annotations

import os
import threading
import uuid
from typing import Any, NamedTuple

from amqp import spec

from libs.chassis import metrics
from libs.chassis.amqp import topology
from libs.chassis.amqp.connection import (
    BROKEN,
    Backoff,
    Connection,
    Heart,
    abandon,
    connect,
    disown,
    publish,
)
from libs.chassis.logs import logger
from libs.contracts.base import Fault
from libs.contracts.faults import ServiceUnavailable

CONNECT_GRACE_S = 0.5
FIRST_CONNECT_GRACE_S = 0.9
log = logger(__name__)


class Pending:
    """A reply that someone waits for: a bare lock, because an Event costs many times as much."""

    __slots__ = ("_lock", "body", "fault")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()
        self.body: Any = None
        self.fault: Fault | None = None

    def resolve(self, body: Any, fault: Fault | None = None) -> None:
        self.body, self.fault = body, fault
        self._lock.release()

    def wait(self, seconds: float) -> bool:
        return self._lock.acquire(timeout=max(seconds, 0.0))


class Route(NamedTuple):
    """A channel, and the address that replies to requests on it come back to."""

    channel: Any
    address: str


class ReplyLink:
    """One connection, one transient reply queue, and the replies still outstanding.

    Calls under way when the connection breaks fail at once with ServiceUnavailable; calls made
    while there is none wait half a second at most.
    """

    def __init__(self, url: str, owner: str, heartbeat_s: int) -> None:
        self._url, self._owner, self._heartbeat_s = url, owner, heartbeat_s
        self._connection: Connection | None = None
        self._start_lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        """The state of a new process; after a fork nothing of the parent's may be touched."""
        disown(self._connection)
        self._process: int | None = None
        self._pending: dict[str, Pending] = {}
        self._connection = None
        self._route: Route | None = None
        self._up = threading.Event()
        self._blocked = False
        self._closing = False
        self._grace_s = FIRST_CONNECT_GRACE_S

    def route(self) -> Route:
        """The way to the broker; starts the keeper if this process has none.

        Raises ServiceUnavailable.
        """
        route = self._route
        if route is not None and self._process == os.getpid() and not self._blocked:
            return route
        return self._wait_for_route()

    def _wait_for_route(self) -> Route:
        with self._start_lock:
            if self._process != os.getpid():
                self._begin()
                self._process = os.getpid()
                threading.Thread(target=self._keep, name="rpc-replies", daemon=True).start()
        if not self._blocked and self._up.wait(self._grace_s):
            route = self._route
            if route is not None:
                return route
        self._grace_s = CONNECT_GRACE_S
        raise ServiceUnavailable("The message broker cannot be reached.")

    def send(self, route: Route, message: Any, key: str, call_id: str, pending: Pending) -> None:
        """Send a request whose reply resolves `pending`. Raises ServiceUnavailable."""
        self._pending[call_id] = pending
        try:
            publish(route.channel, message, topology.RPC_EXCHANGE, key, mandatory=True)
        except BROKEN as error:
            self._pending.pop(call_id, None)
            abandon(self._connection)
            raise ServiceUnavailable("The message broker went away.") from error

    def drop(self, call_id: str) -> None:
        """Forget a reply nobody waits for any more."""
        self._pending.pop(call_id, None)

    @property
    def connected(self) -> bool:
        return self._route is not None

    def close(self) -> None:
        """Say goodbye; outstanding calls fail."""
        self._closing = True
        connection = self._connection
        try:
            if connection is not None:
                connection.send_method(spec.Connection.Close, "BsBB", (200, "done", 0, 0))
        except BROKEN:
            abandon(connection)

    def _keep(self) -> None:
        backoff = Backoff()
        while not self._closing:
            heart = None
            try:
                connection = self._open()
                heart = Heart(connection)
                heart.start()
                backoff.reset()
                while not self._closing:
                    connection.drain_events()
            except BROKEN as error:
                if not self._closing:
                    log.warning("rpc_client_disconnected", reason=type(error).__name__)
            self._down(heart)
            if not self._closing:
                backoff.pause()

    def _open(self) -> Connection:
        self._connection = connection = connect(
            self._url,
            name=f"{self._owner} calls",
            heartbeat_s=self._heartbeat_s,
            on_blocked=self._set_blocked,
            on_unblocked=self._set_unblocked,
        )
        channel = connection.channel()
        address = uuid.uuid4().hex
        queue = topology.declare_reply_queue(channel, self._owner, address)
        channel.events["basic_return"].add(self._on_return)
        channel.basic_consume(queue, no_ack=True, callback=self._on_reply)
        self._route = Route(channel, address)
        self._up.set()
        metrics.BROKER_CONNECTED.labels("client").set(1)
        return connection

    def _down(self, heart: Heart | None) -> None:
        self._up.clear()
        self._route = None
        self._blocked = False
        metrics.BROKER_CONNECTED.labels("client").set(0)
        if heart is not None:
            heart.stop()
        abandon(self._connection)
        self._fail_all(ServiceUnavailable("The message broker went away during the call."))

    def _fail_all(self, fault: Fault) -> None:
        for call_id in list(self._pending):
            pending = self._pending.pop(call_id, None)
            if pending is not None:
                pending.resolve(None, fault)

    def _set_blocked(self, _reason: str) -> None:
        self._blocked = True
        log.warning("rpc_client_blocked_by_broker")
        self._fail_all(ServiceUnavailable("The message broker takes no messages at the moment."))

    def _set_unblocked(self) -> None:
        self._blocked = False

    def _on_reply(self, message: Any) -> None:
        pending = self._pending.pop(message.properties.get("correlation_id"), None)
        if pending is not None:
            pending.resolve(message.body)

    def _on_return(self, _error: Any, _exchange: str, key: str, message: Any) -> None:
        pending = self._pending.pop(message.properties.get("correlation_id"), None)
        if pending is not None:
            service = key.split(".", 1)[0]
            pending.resolve(None, ServiceUnavailable(f"The service {service} is not running."))
