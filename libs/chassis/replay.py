"""Replay: put parked messages back to the consumer they failed in, with their message ids.

`python -m libs.chassis.replay SERVICE` (or `./tessera replay SERVICE`), after the cause is mended.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import amqp

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect

PERSISTENT = 2
CONFIRM_S = 10.0


def replay(url: str, service: str) -> int:
    """Send every message now parked for `service` again; how many there were.

    Each is confirmed in its queue before it leaves the parking queue.
    """
    with connect(url, name=f"replay {service}") as connection:
        channel = connection.channel()
        eventbus.declare_retry(channel)
        eventbus.declare_parking(channel, service)
        queue = eventbus.parking_of(service)
        waiting = channel.queue_declare(queue, passive=True).message_count
        channel.confirm_select()
        moved = 0
        for _ in range(waiting):
            message = channel.basic_get(queue)
            if message is None:
                break
            _put_back(channel, message)
            channel.basic_ack(message.delivery_tag)
            moved += 1
    return moved


def _put_back(channel: Any, message: Any) -> None:
    headers = dict(message.headers or {})
    again = amqp.Message(
        message.body,
        delivery_mode=PERSISTENT,
        application_headers={
            eventbus.OCCURRED_HEADER: headers.get(eventbus.OCCURRED_HEADER, ""),
            eventbus.TRIES_HEADER: 0,
        },
        **{
            name: message.properties[name]
            for name in ("content_type", "content_encoding", "message_id", "type")
            if name in message.properties
        },
    )
    if "correlation_id" in message.properties:
        again.properties["correlation_id"] = message.properties["correlation_id"]
    channel.basic_publish_confirm(again, eventbus.RETRY_EXCHANGE, _queue_of(message, headers))


def _queue_of(message: Any, headers: dict[str, Any]) -> str:
    """Where it failed: our own header, or the broker's for messages over the delivery limit."""
    if eventbus.QUEUE_HEADER in headers:
        return str(headers[eventbus.QUEUE_HEADER])
    deaths = headers.get("x-death") or []
    return str(deaths[0]["queue"]) if deaths else ""


def main() -> None:
    if len(sys.argv) != 2 or not os.environ.get("AMQP_URL"):
        sys.exit("usage: AMQP_URL=... python -m libs.chassis.replay SERVICE")
    count = replay(os.environ["AMQP_URL"], sys.argv[1])
    sys.stdout.write(f"{count} message(s) sent again to {sys.argv[1]}.\n")


if __name__ == "__main__":
    main()
