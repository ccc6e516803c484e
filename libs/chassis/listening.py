"""Hearing events that may be missed: on a queue of this process alone, gone with its connection.

For the gateway's caches and the live streams, which start afresh after a gap. What must not be
missed goes through `@on_event`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from libs.chassis import eventbus, metrics
from libs.chassis.amqp.connection import BROKEN, Backoff, Heart, abandon, connect
from libs.chassis.logs import logger
from libs.contracts.base import Event

log = logger(__name__)


def listen(
    url: str,
    *,
    name: str,
    events: Iterable[type[Event]],
    hear: Callable[[str, dict[str, Any]], None],
    after_gap: Callable[[], None] = lambda: None,
    hearing: threading.Event | None = None,
) -> None:
    """Call `hear(event name, body)` for each event, for ever; run it in a thread of its own.

    `after_gap` is called on each connection but the first: events in between were missed.
    `hearing` is set while events arrive, and not while there is no connection.
    """
    backoff, connections = Backoff(), 0
    hearing = hearing or threading.Event()
    while True:
        connection = heart = None
        try:
            connection = connect(url, name=f"{name} listens")
            heart = Heart(connection)
            heart.start()
            _subscribe(connection, events, hear)
            metrics.BROKER_CONNECTED.labels(name).set(1)
            if connections:
                after_gap()
            connections += 1
            backoff.reset()
            hearing.set()
            while True:
                connection.drain_events()
        except Exception as error:
            # Whatever it is: a listener that ended would leave its process deaf and say nothing.
            unknown = error if not isinstance(error, BROKEN) else None
            reason = type(error).__name__
            log.warning("listening_interrupted", listener=name, reason=reason, exc_info=unknown)
        hearing.clear()
        metrics.BROKER_CONNECTED.labels(name).set(0)
        if heart is not None:
            heart.stop()
        abandon(connection)
        backoff.pause()


def _subscribe(
    connection: Any, events: Iterable[type[Event]], hear: Callable[[str, dict[str, Any]], None]
) -> None:
    channel = connection.channel()
    queue = channel.queue_declare(exclusive=True, auto_delete=True).queue
    for event in events:
        issuer = event.NAME.split(".", 1)[0]
        eventbus.declare_sender(channel, issuer)
        channel.queue_bind(queue, eventbus.exchange_of(issuer), event.NAME)

    def on_message(message: Any) -> None:
        name = str(message.properties.get("type"))
        try:
            hear(name, json.loads(message.body))
        except Exception:
            # One message that cannot be read must not cost those behind it.
            log.error("event_not_heard", event_name=name, exc_info=True)

    channel.basic_consume(queue, callback=on_message, no_ack=True)
