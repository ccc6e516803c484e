"""The request queue of a service: one connection, one reader, replies on the same channel."""

from __future__ import annotations

from typing import Any

import amqp
from amqp import spec
from eventlet.event import Event
from nameko.extensions import ProviderCollector, SharedExtension

from libs.chassis import health, metrics
from libs.chassis.amqp import topology
from libs.chassis.amqp.connection import (
    BROKEN,
    HEARTBEAT_S,
    Backoff,
    Connection,
    Heart,
    abandon,
    connect,
    publish,
)
from libs.chassis.container import RPC_POOL
from libs.chassis.logs import logger
from libs.chassis.passport import PassportDesk, read_public_keys
from libs.chassis.rpc import wire
from libs.contracts.base import Fault
from libs.contracts.faults import InternalError, UnknownMethod

START_GRACE_S = 5
STOP_GRACE_S = 5
TRANSIENT = 1
log = logger(__name__)


class RpcConsumer(ProviderCollector, SharedExtension):  # type: ignore[misc]
    """Reads requests, hands each to the entrypoint of its method, and sends the replies.

    The prefetch equals the size of the RPC pool, so each delivered request starts at once. A
    request is acknowledged with its reply; a broken connection loses the reply and nothing else.
    """

    def __init__(self) -> None:
        super().__init__()
        self._connection: Connection | None = None
        self._channel: Any = None
        self._tag: str | None = None
        self._consuming = Event()
        self._cancelled = Event()
        self._stopping = False
        self._thread: Any = None
        self._entrypoints: dict[str, Any] = {}

    def setup(self) -> None:
        config, service = self.container.config, self.container.service_name
        self.service = service
        self.desk = PassportDesk(service, read_public_keys(config["PASSPORT_PUBLIC_KEYS_FILE"]))

    def start(self) -> None:
        if self._thread is not None:
            return
        self._entrypoints = {provider.key: provider for provider in self._providers}
        health.register("broker", self._check)
        self._thread = self.container.spawn_managed_thread(self._keep, identifier="rpc-requests")
        self._wait_until_consuming()

    def _wait_until_consuming(self) -> None:
        if self._consuming.wait(timeout=START_GRACE_S) is None:
            log.warning("rpc_started_without_broker")

    def _check(self) -> None:
        if self._channel is None:
            raise ConnectionError("not connected to the broker")

    def unregister_provider(self, provider: Any) -> None:
        """Stop consuming when the first entrypoint stops: they stop together."""
        self._stop_consuming()
        super().unregister_provider(provider)

    def stop(self) -> None:
        """Close the connection; by now the workers have finished and their replies are sent."""
        self._stopping = True
        health.unregister("broker")
        connection = self._connection
        try:
            if connection is not None:
                connection.send_method(spec.Connection.Close, "BsBB", (200, "done", 0, 0))
        except BROKEN:
            abandon(connection)

    def kill(self) -> None:
        self._stopping = True
        abandon(self._connection)

    def _stop_consuming(self) -> None:
        channel, tag, self._tag = self._channel, self._tag, None
        self._stopping = True
        if tag is None:
            return
        try:
            channel.send_method(spec.Basic.Cancel, "sb", (tag, False))
        except BROKEN:
            return
        self._cancelled.wait(timeout=STOP_GRACE_S)

    def _keep(self) -> None:
        backoff = Backoff()
        while not self._stopping:
            heart = None
            try:
                connection = self._open()
                heart = Heart(connection)
                heart.start()
                backoff.reset()
                while True:
                    connection.drain_events()
            except BROKEN as error:
                if not self._stopping:
                    log.warning("rpc_service_disconnected", reason=type(error).__name__)
            self._down(heart)
            if not self._stopping:
                backoff.pause()

    def _open(self) -> Connection:
        self._connection = connection = connect(
            self.container.config["AMQP_URI"],
            name=f"{self.service} serves",
            heartbeat_s=self.container.config.get("HEARTBEAT", HEARTBEAT_S),
        )
        channel = connection.channel()
        channel.on_cancelled = self._note_cancelled
        channel.basic_qos(0, self.container.pools.size(RPC_POOL), False)
        queue = topology.declare_rpc_queue(channel, self.service)
        self._cancelled = Event()
        self._tag = channel.basic_consume(queue, callback=self._on_request)
        self._channel = channel
        metrics.BROKER_CONNECTED.labels("server").set(1)
        if not self._consuming.ready():
            self._consuming.send(True)
        return connection

    def _note_cancelled(self) -> None:
        if not self._cancelled.ready():
            self._cancelled.send(True)

    def _down(self, heart: Heart | None) -> None:
        self._channel = self._tag = None
        metrics.BROKER_CONNECTED.labels("server").set(0)
        if heart is not None:
            heart.stop()
        abandon(self._connection)
        self._note_cancelled()

    def _on_request(self, message: Any) -> None:
        key = message.delivery_info["routing_key"]
        entrypoint = self._entrypoints.get(key)
        try:
            if entrypoint is None:
                raise UnknownMethod(f"The service has no method {key}.")
            entrypoint.accept(message)
        except Fault as fault:
            self.answer(message, self._refusal(entrypoint, fault))
        except Exception:
            trace = str((message.headers or {}).get(wire.CORRELATION))
            log.error("rpc_request_failed", method=key, correlation_id=trace, exc_info=True)
            self.answer(message, self._refusal(entrypoint, InternalError()))

    def _refusal(self, entrypoint: Any, fault: Fault) -> str:
        metrics.RPC_FAULTS.labels(entrypoint.key if entrypoint else "unknown", fault.code).inc()
        return wire.fault_body(fault)

    def answer(self, message: Any, body: str) -> None:
        """Reply, then acknowledge. Without a connection both are lost, and only they."""
        properties = message.properties
        address = properties.get("reply_to")
        channel = message.channel
        try:
            if address:
                publish(
                    channel,
                    _reply(body, properties),
                    topology.RPC_EXCHANGE,
                    address,
                    mandatory=False,
                )
            channel.basic_ack(message.delivery_tag)
        except BROKEN:
            log.warning("rpc_reply_lost", method=message.delivery_info["routing_key"])
            if channel is self._channel:
                abandon(self._connection)


def _reply(body: str, properties: dict[str, Any]) -> amqp.Message:
    return amqp.Message(
        body,
        content_type=wire.JSON,
        content_encoding="utf-8",
        delivery_mode=TRANSIENT,
        correlation_id=properties.get("correlation_id", ""),
    )
