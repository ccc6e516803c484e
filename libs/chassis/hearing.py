"""The connection that hears the events of a service, and what becomes of a message.

A message that failed goes to a delay queue (1, 5, 15, 60 s) with its tries counted in our own
header, and to the parking queue after the fifth. When our own database cannot be reached that is
no try: the consumer lets go of its messages and waits until the database is back.
"""

from __future__ import annotations

import os
import time
from functools import partial
from typing import Any

import eventlet
from amqp import spec
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import ProviderCollector, SharedExtension

from libs.chassis import eventbus, health
from libs.chassis.amqp.connection import (
    BROKEN,
    HEARTBEAT_S,
    Backoff,
    Connection,
    Heart,
    abandon,
    connect,
)
from libs.chassis.amqp.handover import Handover, copy_of
from libs.chassis.logs import logger

DATABASE_WAIT_S = 1.0
STOP_GRACE_S = 2.0

log = logger(__name__)


class EventConsumer(ProviderCollector, SharedExtension):  # type: ignore[misc]
    """One connection for all event queues of a service."""

    def __init__(self) -> None:
        super().__init__()
        self._connection: Connection | None = None
        self._channel: Any = None
        self._out: Any = None
        self._stopping = False
        self._database_lost = False
        self._thread: Any = None
        self._entrypoints: dict[str, Any] = {}
        self._delays = delays_from(os.environ.get("EVENT_DELAYS_S", ""))

    def start(self) -> None:
        if self._thread is not None:
            return
        self._entrypoints = {provider.queue: provider for provider in self._providers}
        health.register("events", self._check)
        self._thread = self.container.spawn_managed_thread(self._keep, identifier="events")

    def unregister_provider(self, provider: Any) -> None:
        """Stop consuming when the first handler stops: they stop together."""
        self._stop_consuming()
        super().unregister_provider(provider)

    def stop(self) -> None:
        """Close the connection; by now the workers have finished and acknowledged."""
        self._stopping = True
        health.unregister("events")
        abandon(self._connection)
        if self._thread is not None:
            with eventlet.Timeout(STOP_GRACE_S, False):
                self._thread.wait()

    def kill(self) -> None:
        self._stopping = True
        abandon(self._connection)

    def _check(self) -> None:
        if self._channel is None:
            raise ConnectionError("not consuming events")

    def _stop_consuming(self) -> None:
        self._stopping = True
        channel, self._channel = self._channel, None
        if channel is None:
            return
        try:
            for tag in list(channel.callbacks):
                channel.send_method(spec.Basic.Cancel, "sb", (tag, True))
        except BROKEN:
            return

    def _keep(self) -> None:
        backoff = Backoff()
        while not self._stopping:
            heart = None
            try:
                self._await_database()
                connection = self._open()
                heart = Heart(connection)
                heart.start()
                backoff.reset()
                while not self._database_lost:
                    connection.drain_events()
            except BROKEN as error:
                if not self._stopping:
                    log.warning("events_disconnected", reason=type(error).__name__)
            except Exception as error:
                # Whatever it was, a new connection gets every unacknowledged message again.
                log.error("events_interrupted", reason=type(error).__name__, exc_info=error)
            self._channel = None
            if heart is not None:
                heart.stop()
            if not self._stopping:
                # Unacknowledged messages go back to their queues with the connection.
                abandon(self._connection)
                backoff.pause()
        self._drain_until_closed()

    def _drain_until_closed(self) -> None:
        """Keep reading after the cancel, so that confirms of late retries arrive."""
        try:
            while self._connection is not None:
                self._connection.drain_events()
        except BROKEN:
            return

    def _await_database(self) -> None:
        while self._database_lost and not self._stopping:
            time.sleep(DATABASE_WAIT_S)
            if "database" not in health.failing_checks():
                self._database_lost = False

    def _open(self) -> Connection:
        service = self.container.service_name
        self._connection = connection = connect(
            self.container.config["AMQP_URI"],
            name=f"{service} hears",
            heartbeat_s=self.container.config.get("HEARTBEAT", HEARTBEAT_S),
        )
        channel = connection.channel()
        eventbus.declare_retry(channel)
        eventbus.declare_parking(channel, service)
        for queue, entrypoint in self._entrypoints.items():
            # The limit holds for each consumer begun after it.
            channel.basic_qos(0, entrypoint.prefetch, False)
            eventbus.declare_consumer(channel, service, entrypoint.method_name, entrypoint.names)
            channel.basic_consume(queue, callback=partial(self._on_message, entrypoint))
        self._channel = channel
        return connection

    def _on_message(self, entrypoint: Any, message: Any) -> None:
        try:
            entrypoint.accept(message)
        except ContainerBeingKilled:
            return
        except Exception as error:
            entrypoint.failed(message, error)

    # -- what becomes of a message ---------------------------------------------------------

    def acknowledge(self, message: Any) -> None:
        try:
            message.channel.basic_ack(message.delivery_tag)
        except BROKEN:
            # It comes again and the inbox drops it.
            log.warning("event_ack_lost")

    def let_go(self, message: Any) -> None:
        """Our database is away: give everything back and wait for it."""
        self._database_lost = True
        if message.channel is not None:
            abandon(self._connection)

    def delay(self, message: Any, queue: str, tries: int) -> None:
        seconds = self._delays[min(tries, len(self._delays)) - 1]
        self._move(message, eventbus.DELAY_EXCHANGE.format(seconds), queue, tries, "")

    def park(self, message: Any, queue: str, tries: int, reason: str) -> None:
        service = self.container.service_name
        self._move(message, eventbus.PARKING_EXCHANGE, service, tries, reason, queue)

    def _move(
        self, message: Any, exchange: str, key: str, tries: int, reason: str, queue: str = ""
    ) -> None:
        """Publish to another queue, confirmed, then acknowledge here: never neither, maybe both
        (the inbox drops the second). Without such a queue the message stays here and comes again
        on a new connection, which declares what is missing."""
        headers = dict(message.headers or {}) | {eventbus.TRIES_HEADER: tries}
        if reason:
            headers |= {eventbus.REASON_HEADER: reason, eventbus.QUEUE_HEADER: queue}
        try:
            with connect(
                self.container.config["AMQP_URI"], name=f"{self.container.service_name} retries"
            ) as connection:
                Handover(connection).give(copy_of(message, headers), exchange, key)
            self.acknowledge(message)
        except BROKEN as error:
            log.warning("event_move_failed", exchange=exchange, reason=type(error).__name__)
            abandon(self._connection)


def delays_from(text: str) -> tuple[int, ...]:
    """The pauses before the second, third ... try: as given ("1,1,1,1"), each one of the queues
    there are, or the usual ones."""
    chosen = tuple(int(part) for part in text.split(",") if part) or eventbus.DELAYS_S
    if not set(chosen) <= set(eventbus.DELAYS_S):
        raise ValueError(f"EVENT_DELAYS_S takes {eventbus.DELAYS_S} only")
    return chosen
