"""Hearing events that may be missed: on a queue of this process alone, gone with its connection.

For the gateway's caches and the live streams, which start afresh after a gap. What must not be
missed goes through `@on_event`.
"""

from __future__ import annotations

import json
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
) -> None:
    """Call `hear(event name, body)` for each event, for ever; run it in a thread of its own.

    `after_gap` is called on each connection but the first: events in between were missed.
    """
    backoff, connections = Backoff(), 0
    while True:
        connection = heart = None
        try:
            connection = connect(url, name=f"{name} listens")
            heart = Heart(connection)
            heart.start()
            _subscribe(connection, events, hear)
            backoff.reset()
            metrics.BROKER_CONNECTED.labels(name).set(1)
            if connections:
                after_gap()
            connections += 1
            while True:
                connection.drain_events()
        except BROKEN as error:
            log.warning("listening_interrupted", listener=name, reason=type(error).__name__)
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
        hear(str(message.properties.get("type")), json.loads(message.body))

    channel.basic_consume(queue, callback=on_message, no_ack=True)
