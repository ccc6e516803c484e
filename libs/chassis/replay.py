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
from libs.chassis.amqp.handover import Handover, NotTaken, copy_of

NAMELESS = "(no queue named)"


@dataclass
class Replayed:
    """How many messages went back, and how many stay parked by the queue that took none."""

    sent: int = 0
    kept: Counter[str] = field(default_factory=Counter)


def replay(url: str, service: str) -> Replayed:
    """Send every message now parked for `service` again.

    Each is confirmed in its queue before it leaves the parking queue. One whose queue is not
    there is parked anew: the broker counts what is fetched and put back, and drops it one day
    (RabbitMQ 4: after the twentieth time).
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
                handover.give(_as_parked(message), eventbus.PARKING_EXCHANGE, service)
                done.kept[queue or NAMELESS] += 1
            else:
                done.sent += 1
            channel.basic_ack(message.delivery_tag)
    return done


def _again(message: Any) -> amqp.Message:
    """The message as it came first: its tries are forgotten, its id is not."""
    occurred = (message.headers or {}).get(eventbus.OCCURRED_HEADER, "")
    return copy_of(message, {eventbus.OCCURRED_HEADER: occurred, eventbus.TRIES_HEADER: 0})


def _as_parked(message: Any) -> amqp.Message:
    """The message as it lay there. Where it failed is written down: the broker may not tell of
    the copy what it told of the message it parked itself."""
    queue = {eventbus.QUEUE_HEADER: _queue_of(message)} if _queue_of(message) else {}
    headers = {name: value for name, value in (message.headers or {}).items() if _is_ours(name)}
    return copy_of(message, headers | queue)


def _is_ours(header: str) -> bool:
    return header.startswith("x-tessera-")


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
