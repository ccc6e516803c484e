"""What waits: events not yet sent, events not yet heard, messages that were parked.

The outbox is counted by every replica. The queues are asked of the broker by the replica that
carries the events, and by it alone, so that sums over replicas are right.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import eventlet

from libs.chassis import eventbus, metrics
from libs.chassis.amqp.connection import Heart, abandon, connect
from libs.chassis.logs import logger
from libs.contracts.subscriptions import SUBSCRIPTIONS

OUTBOX_EVERY_S = 0.5
QUEUES_EVERY_S = 5.0
ANSWER_WITHIN_S = 5.0
LOOK_EVERY_S = 1.0

log = logger(__name__)
_AGE = metrics.gauge("outbox_age_seconds", "Age of the oldest event not yet sent")
_UNSENT = metrics.gauge("outbox_waiting", "Events committed and not yet sent")
_WAITING = metrics.gauge("events_waiting", "Messages in the queue of a handler", ["handler"])
_PARKED = metrics.gauge("parked_messages", "Messages in the parking queue of this service")

_BACKLOG = (
    "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(occurred_at)), 0), count(*)"
    " FROM outbox WHERE sent_at IS NULL"
)


class OutboxGauge:
    """Says how many events wait and for how long, at most twice a second."""

    def __init__(self) -> None:
        self._noted_at = 0.0

    def note(self, cursor: Any) -> None:
        """Raises psycopg2.Error."""
        if time.monotonic() - self._noted_at < OUTBOX_EVERY_S:
            return
        cursor.execute(_BACKLOG)
        age, count = cursor.fetchone()
        _AGE.set(float(age))
        _UNSENT.set(count)
        self._noted_at = time.monotonic()


def handlers_of(service: str) -> list[str]:
    """The handlers of a service, as `<service>.<handler>`."""
    heard = {consumer for consumers in SUBSCRIPTIONS.values() for consumer in consumers}
    return sorted(one for one in heard if one.split(".", 1)[0] == service)


def watch_queues(url: str, service: str, *, leads: Callable[[], bool]) -> None:
    """For ever: note how full the queues of `service` are, or nothing while another leads."""
    while True:
        if not leads():
            _forget()
            time.sleep(LOOK_EVERY_S)
            continue
        try:
            _watch(url, service, leads)
        except (Exception, eventlet.Timeout) as error:
            # Figures are no reason to end a service, whatever a dying broker makes amqp raise.
            log.warning("queues_not_counted", reason=type(error).__name__)
            time.sleep(QUEUES_EVERY_S)


def _watch(url: str, service: str, leads: Callable[[], bool]) -> None:
    # A connection that never publishes is answered also while the broker takes no messages.
    connection = connect(url, name=f"{service} counts")
    heart = Heart(connection)
    heart.start()
    try:
        channel = connection.channel()
        while leads():
            with eventlet.Timeout(ANSWER_WITHIN_S):
                _note_queues(channel, service)
            time.sleep(QUEUES_EVERY_S)
    finally:
        heart.stop()
        abandon(connection)


def _note_queues(channel: Any, service: str) -> None:
    for handler in handlers_of(service):
        depth = _depth(channel, eventbus.queue_of(*handler.split(".", 1)))
        _WAITING.labels(handler).set(depth)
    _PARKED.set(_depth(channel, eventbus.parking_of(service)))


def _depth(channel: Any, queue: str) -> int:
    return int(channel.queue_declare(queue, passive=True).message_count)


def _forget() -> None:
    _WAITING.clear()
    _PARKED.set(0)
