"""`@on_event(EventV1)`: a service hears a fact, exactly once in effect.

A message is acknowledged after the effect is committed; `hearing` says what becomes of one that
fails. With `batch` a handler gets what waits in its queue together, up to so many: a burst is
applied in few transactions. An event waits a moment for those it was told together with; under
load batches keep a short pause, in which the next one gathers: `rest_s`, longer where nobody
watches.
"""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import eventlet
from nameko.extensions import Entrypoint

from libs.chassis import calls, eventbus, metrics
from libs.chassis.container import EVENT_POOL
from libs.chassis.database import DatabaseUnavailable
from libs.chassis.delivery import Delivery
from libs.chassis.hearing import EventConsumer
from libs.chassis.logs import logger
from libs.chassis.principal import DEFAULT_ZONE, ZONE_KEY
from libs.contracts.base import Event, event_class

# Between two batches of a handler: much shorter than anybody notices, long enough to save work.
BATCH_PAUSE_S = 0.15
# Before the first: what one transaction told arrives together, and is handled together.
GATHER_S = 0.02

log = logger(__name__)
_SECONDS = metrics.histogram("event_seconds", "Duration of handling an event", ["handler"])
_FAILED = metrics.counter("event_failures", "Deliveries that failed", ["handler", "reason"])
_PARKED = metrics.counter("events_parked", "Messages put aside after the last try", ["handler"])
_LAG = metrics.histogram(
    "event_lag_seconds",
    "From the commit at the source to the commit here",
    ["handler"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came, the delivery it holds, and since when it waits here.

    `alone`: the batch it was in failed, so it is tried by itself.
    """

    message: Any
    delivery: Delivery
    since: float
    alone: bool = False


class EventEntrypoint(Entrypoint):  # type: ignore[misc]
    """Serves one queue. The method gets a `Delivery` and hands it to `database.consume`; with
    `batch`, a list of them for `database.consume_all`."""

    consumer = EventConsumer()
    pool = EVENT_POOL

    def __init__(
        self,
        *events: type[Event],
        batch: int = 0,
        rest_s: float = BATCH_PAUSE_S,
        **kwargs: Any,
    ) -> None:
        self.names = tuple(event.NAME for event in events)
        self.batch, self.rest_s = batch, rest_s
        self._waiting: deque[Heard] = deque()
        self._gathers = False
        self._rests_until = 0.0
        self._stopping = False
        super().__init__(**kwargs)

    def setup(self) -> None:
        self.queue = eventbus.queue_of(self.container.service_name, self.method_name)
        self._handler = f"{self.container.service_name}.{self.method_name}"
        self._seconds = _SECONDS.labels(self._handler)
        self._lag = _LAG.labels(self._handler)
        # As many again as are being worked on, so that the next batch gathers meanwhile.
        self.prefetch = 2 * self.batch or self.container.pools.size(EVENT_POOL)
        self.consumer.register_provider(self)

    def stop(self) -> None:
        self._stopping = True
        self.consumer.unregister_provider(self)

    def accept(self, message: Any) -> None:
        """Start a worker for a message. Raises ValueError or KeyError for one we cannot read."""
        heard = Heard(message, delivery_of(message, self.queue), time.monotonic())
        if self.batch:
            self._waiting.append(heard)
            self._gather()
        else:
            self._work([heard], heard.delivery)

    def _gather(self) -> None:
        """One batch of a handler at a time: its events would wait for the same rows anyway."""
        if self._waiting and not self._gathers:
            self._gathers = True
            pause = max(GATHER_S, self._rests_until - time.monotonic())
            eventlet.spawn_after(pause, self._work, [], [])

    def _work(self, heard: list[Heard], argument: Any) -> None:
        if self._stopping and self.batch:
            return  # what was not begun comes again, to us or another replica
        finish = partial(self._finish, heard)
        self.container.spawn_worker(self, (argument,), {}, {"heard": heard}, finish)

    def begin(self, context: Any) -> None:
        heard: list[Heard] = context.data.pop("heard")
        if self.batch:
            heard += self._next_batch()
            context.args[0].extend(one.delivery for one in heard)
        calls.set_origin(calls.Origin(correlation_id=heard[0].delivery.correlation_id))

    def _next_batch(self) -> list[Heard]:
        """At least one; up to `batch` of those that need not be alone."""
        taken = [self._waiting.popleft()]
        while self._waiting and len(taken) < self.batch:
            if taken[0].alone or self._waiting[0].alone:
                break
            taken.append(self._waiting.popleft())
        return taken

    def _finish(
        self, heard: list[Heard], _context: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        self._gathers = False
        self._rests_until = time.monotonic() + self.rest_s
        if exc_info is None:
            self._succeeded(heard)
        elif len(heard) > 1 and not isinstance(exc_info[1], DatabaseUnavailable):
            self._waiting.extendleft(replace(one, alone=True) for one in reversed(heard))
        else:
            self.failed(heard[0].message, exc_info[1])
        self._gather()
        return result, exc_info

    def _succeeded(self, heard: list[Heard]) -> None:
        for one in heard:
            self._seconds.observe(time.monotonic() - one.since)
            self._lag.observe(max(0.0, time.time() - one.delivery.occurred_at.timestamp()))
            log.info("event_heard", handler=self._handler, **trace_of(one.message))
            self.consumer.acknowledge(one.message)

    def failed(self, message: Any, error: BaseException) -> None:
        """Delay, park or, when our database is away, let go of all."""
        if isinstance(error, DatabaseUnavailable):
            self._waiting.clear()
            self.consumer.let_go(message)
            return
        tries = tries_of(message) + 1
        reason = type(error).__name__
        _FAILED.labels(self._handler, reason).inc()
        which = {"handler": self._handler, **trace_of(message)}
        log.warning("event_failed", **which, tries=tries, exc_info=error)
        if tries >= eventbus.MAX_TRIES:
            _PARKED.labels(self._handler).inc()
            log.error("event_parked", **which, reason=reason)
            self.consumer.park(message, self.queue, tries, reason)
        else:
            self.consumer.delay(message, self.queue, tries)


def tries_of(message: Any) -> int:
    return int((message.headers or {}).get(eventbus.TRIES_HEADER, 0))


def trace_of(message: Any) -> dict[str, Any]:
    """What finds a message in logs and queues, also when its body cannot be read."""
    names = ("message_id", "correlation_id", "type")
    return {name: message.properties[name] for name in names if name in message.properties}


def delivery_of(message: Any, consumer: str) -> Delivery:
    """The typed event of a message. Raises KeyError for an unknown event name, ValueError for a
    body that does not fit it."""
    properties, headers = message.properties, message.headers or {}
    body = json.loads(message.body)
    return Delivery(
        event=event_class(properties["type"]).from_wire(body),
        consumer=consumer,
        message_id=uuid.UUID(properties["message_id"]),
        correlation_id=properties.get("correlation_id") or calls.new_correlation_id(),
        occurred_at=dt.datetime.fromisoformat(headers[eventbus.OCCURRED_HEADER]),
        tries=tries_of(message),
        zone=str(body.get(ZONE_KEY, DEFAULT_ZONE)),
    )


on_event = EventEntrypoint.decorator
