"""Replay: put parked messages back to the consumer they failed in, with their message ids.

`python -m libs.chassis.replay SERVICE` (or `./tessera replay SERVICE`), after the cause is mended.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import amqp

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.chassis.amqp.handover import Handover, NotTaken

PERSISTENT = 2
NAMELESS = "(no queue named)"


@dataclass
class Replayed:
    """How many messages went back, and how many stay parked by the queue that took none."""

    sent: int = 0
    kept: Counter[str] = field(default_factory=Counter)


def replay(url: str, service: str) -> Replayed:
    """Send every message now parked for `service` again.

    Each is confirmed in its queue before it leaves the parking queue. One whose queue is not
    there is not acknowledged, so it is parked again as soon as this connection closes.
    """
    done = Replayed()
    with connect(url, name=f"replay {service}") as connection:
        channel = connection.channel()
        eventbus.declare_retry(channel)
        eventbus.declare_parking(channel, service)
        parking = eventbus.parking_of(service)
        handover = Handover(connection)
        for _ in range(channel.queue_declare(parking, passive=True).message_count):
            message = channel.basic_get(parking)
            if message is None:
                break
            queue = _queue_of(message)
            try:
                handover.give(_again(message), eventbus.RETRY_EXCHANGE, queue)
            except NotTaken:
                done.kept[queue or NAMELESS] += 1
            else:
                channel.basic_ack(message.delivery_tag)
                done.sent += 1
    return done


def _again(message: Any) -> amqp.Message:
    """The message as it came first: its tries are forgotten, its id is not."""
    headers = message.headers or {}
    names = ("content_type", "content_encoding", "message_id", "correlation_id", "type")
    return amqp.Message(
        message.body,
        delivery_mode=PERSISTENT,
        application_headers={
            eventbus.OCCURRED_HEADER: headers.get(eventbus.OCCURRED_HEADER, ""),
            eventbus.TRIES_HEADER: 0,
        },
        **{name: message.properties[name] for name in names if name in message.properties},
    )


def _queue_of(message: Any) -> str:
    """Where it failed: our own header, or the broker's for messages over the delivery limit."""
    headers = message.headers or {}
    if eventbus.QUEUE_HEADER in headers:
        return str(headers[eventbus.QUEUE_HEADER])
    deaths = headers.get("x-death") or []
    return str(deaths[0]["queue"]) if deaths else ""


def main() -> None:
    if len(sys.argv) != 2 or not os.environ.get("AMQP_URL"):
        sys.exit("usage: AMQP_URL=... python -m libs.chassis.replay SERVICE")
    service = sys.argv[1]
    done = replay(os.environ["AMQP_URL"], service)
    sys.stdout.write(f"{done.sent} message(s) sent again to {service}.\n")
    if done.kept:
        sys.exit("\n".join(_stays(queue, count) for queue, count in sorted(done.kept.items())))


def _stays(queue: str, count: int) -> str:
    return (
        f"{count} message(s) stay parked: the queue {queue} is not there or takes nothing."
        " It is declared when its service starts; then replay again."
    )


if __name__ == "__main__":
    main()
