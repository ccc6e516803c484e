"""The relay: carries committed outbox rows to the broker, in order, and forgets none.

One replica per service holds a PostgreSQL advisory lock and works; the others stand by. It wakes
on NOTIFY, with a poll as the floor, publishes a batch (persistent, mandatory), waits for the
broker's confirms and only then marks the rows as sent. A row that is returned, refused or not
confirmed in time stays and is sent again, with the same message id.
"""

from __future__ import annotations

import os
import select
import time
from typing import Any

import amqp
import eventlet
import psycopg2
from nameko.extensions import DependencyProvider

from libs.chassis import backlog, eventbus, metrics, pruning
from libs.chassis.amqp.connection import (
    BROKEN,
    Backoff,
    Heart,
    abandon,
    connect,
    drain_until,
    publish,
)
from libs.chassis.logs import logger
from libs.contracts.subscriptions import SUBSCRIPTIONS

BATCH = 200
POLL_S = 1.0
CONFIRM_S = 9.0  # with what comes before it, nobody hangs on a broker for more than ten
STANDBY_S = 1.0
STOP_GRACE_S = 3.0
PRUNE_EVERY_S = 3600
PERSISTENT = 2
LOCK = 7_203_001  # one advisory lock per database, hence per service

log = logger(__name__)
_SENT = metrics.counter("outbox_sent", "Events carried to the broker")
_RETURNED = metrics.counter("outbox_unroutable", "Events the broker could not route", ["event"])
_LEADS = metrics.gauge("outbox_relay_leads", "1 in the replica that carries the events")

_UNSENT = (
    "SELECT id, message_id::text, name, body, correlation_id, occurred_at FROM outbox"
    " WHERE sent_at IS NULL ORDER BY id LIMIT %s"
)


class Unconfirmed(Exception):
    """The broker did not confirm a batch in time, or refused part of it."""


class Publisher:
    """One confirming channel. `send` returns which of the messages reached a queue."""

    def __init__(self, url: str, service: str) -> None:
        self._connection = connect(url, name=f"{service} relays")
        self._heart = Heart(self._connection)
        self._heart.start()
        self._channel = self._connection.channel()
        eventbus.declare_sender(self._channel, service)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._exchange = eventbus.exchange_of(service)
        self._last_tag = 0
        self._open: set[int] = set()
        self._refused = False
        self._returned: set[str] = set()

    def close(self) -> None:
        self._heart.stop()
        abandon(self._connection)

    def idle(self) -> None:
        """Read what the broker sent meanwhile (heartbeats, a close); never waits."""
        try:
            self._connection.drain_events(timeout=0.001)
        except TimeoutError:
            return

    def send(self, rows: list[tuple[Any, ...]]) -> set[str]:
        """Publish a batch; the message ids that were returned as unroutable.

        Raises Unconfirmed or one of BROKEN; then nothing may be taken as sent.
        """
        self._returned, self._refused = set(), False
        for row in rows:
            self._last_tag += 1
            self._open.add(self._last_tag)
            publish(
                self._channel, message_of(row), self._exchange, row[2],
                mandatory=bool(SUBSCRIPTIONS.get(row[2])),
            )  # fmt: skip
        self._await_confirms()
        return self._returned

    def _await_confirms(self) -> None:
        try:
            drain_until(self._connection, lambda: not self._open, CONFIRM_S)
        except TimeoutError as error:
            raise Unconfirmed() from error
        if self._refused:
            raise Unconfirmed()

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        if multiple:
            self._open = {tag for tag in self._open if tag > delivery_tag}
        else:
            self._open.discard(delivery_tag)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        self._refused = True
        self._on_ack(delivery_tag, multiple)

    def _on_return(self, _error: Any, _exchange: str, key: str, message: Any) -> None:
        _RETURNED.labels(key).inc()
        self._returned.add(message.properties["message_id"])


def message_of(row: tuple[Any, ...]) -> amqp.Message:
    """The wire form of an outbox row: (id, message_id, name, body, correlation_id, occurred)."""
    _, message_id, name, body, correlation_id, occurred_at = row
    return amqp.Message(
        body,
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode=PERSISTENT,
        message_id=message_id,
        correlation_id=correlation_id,
        type=name,
        application_headers={eventbus.OCCURRED_HEADER: occurred_at.isoformat()},
    )


class Relay(DependencyProvider):  # type: ignore[misc]
    """Runs the relay beside a service. Has no dependency to offer."""

    def setup(self) -> None:
        self._stopping = self._leading = False
        self._thread: Any = None
        self._service = self.container.service_name
        self._outbox = backlog.OutboxGauge()

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self._keep, identifier="relay")
        self.container.spawn_managed_thread(self._count, identifier="backlog")

    def _count(self) -> None:
        url = self.container.config["AMQP_URI"]
        backlog.watch_queues(url, self._service, leads=lambda: self._leading)

    def stop(self) -> None:
        """Finish the batch at hand; what was not confirmed by then is sent by the next relay."""
        self._stopping = True
        with eventlet.Timeout(STOP_GRACE_S, False):
            self._thread.wait()

    def kill(self) -> None:
        self._stopping = True

    def get_dependency(self, worker_ctx: Any) -> None:
        return None

    def _keep(self) -> None:
        backoff = Backoff()
        while not self._stopping:
            try:
                self._stand_by_and_lead(backoff)
            except (psycopg2.Error, Unconfirmed, *BROKEN) as error:
                log.warning("relay_interrupted", reason=type(error).__name__)
                backoff.pause()
            except Exception as error:
                # A server that dies can surface as anything (a reused file number, say); the
                # rows are safe and a new connection mends it, so the process need not end.
                log.error("relay_interrupted", reason=type(error).__name__, exc_info=error)
                backoff.pause()
            finally:
                self._set_leading(False)

    def _stand_by_and_lead(self, backoff: Backoff) -> None:
        database = psycopg2.connect(
            self.container.config.get("DATABASE_URL") or os.environ["DATABASE_URL"],
            connect_timeout=3,
            application_name=f"tessera-{self._service}-relay",
        )
        try:
            database.autocommit = True
            cursor = database.cursor()
            while not self._stopping and not _leads(cursor):
                self._outbox.note(cursor)
                time.sleep(STANDBY_S)
            if not self._stopping:
                self._lead(database, cursor, backoff)
        finally:
            database.close()

    def _set_leading(self, leading: bool) -> None:
        self._leading = leading
        _LEADS.set(leading)

    def _lead(self, database: Any, cursor: Any, backoff: Backoff) -> None:
        cursor.execute("LISTEN outbox")
        # Before there is a broker, and before each carry: neither may hide what waits.
        self._outbox.note(cursor)
        publisher = Publisher(self.container.config["AMQP_URI"], self._service)
        self._set_leading(True)
        backoff.reset()
        try:
            pruned_at = time.monotonic() - PRUNE_EVERY_S
            while not self._stopping:
                self._outbox.note(cursor)
                if carry(cursor, publisher) == BATCH:
                    continue
                publisher.idle()
                if time.monotonic() - pruned_at > PRUNE_EVERY_S:
                    _prune(cursor)
                    pruned_at = time.monotonic()
                _wait_for_work(database)
        finally:
            publisher.close()


def carry(cursor: Any, publisher: Publisher) -> int:
    """Send one batch and mark it; how many rows were sent."""
    cursor.execute(_UNSENT, (BATCH,))
    rows = cursor.fetchall()
    if not rows:
        return 0
    returned = publisher.send(rows)
    sent = [row[0] for row in rows if row[1] not in returned]
    cursor.execute("UPDATE outbox SET sent_at = clock_timestamp() WHERE id = ANY(%s)", (sent,))
    _SENT.inc(len(sent))
    if returned:
        # Unroutable rows stay; waiting keeps them from spinning while an operator looks.
        log.error("events_unroutable", count=len(returned))
        time.sleep(POLL_S)
    return len(sent)


def _leads(cursor: Any) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,))
    return bool(cursor.fetchone()[0])


def _prune(cursor: Any) -> None:
    try:
        pruning.prune(cursor)
    except psycopg2.Error as error:
        # A schema of before, say: events go first, and the next hour tries again.
        log.warning("prune_failed", reason=type(error).__name__)


def _wait_for_work(database: Any) -> None:
    """Return when an outbox row was committed, or after the poll interval."""
    if not database.notifies:
        select.select([database], [], [], POLL_S)
        database.poll()
    del database.notifies[:]
