"""The names of exchanges and queues of events, and how they are declared.

- `<service>.events`: a topic exchange per sender; the routing key is the event's name.
- `events.<service>.<handler>`: a quorum queue per consumer, its dead letters go to
- `parking.<service>`: where a message stays after its fifth try, until it is replayed.
- `delay.<s>`: one queue per delay (a TTL per message would block at the head). The routing key
  stays the consumer's queue name, so a message comes back to the one consumer that failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

DELAYS_S = (1, 5, 15, 60)
MAX_TRIES = 5
DELIVERY_LIMIT = 20
RETRY_EXCHANGE = "retry"
DELAY_EXCHANGE = "delay.{}"
PARKING_EXCHANGE = "parking"

TRIES_HEADER = "x-tessera-tries"
OCCURRED_HEADER = "x-tessera-occurred-at"
REASON_HEADER = "x-tessera-reason"
QUEUE_HEADER = "x-tessera-queue"

_QUORUM = {"x-queue-type": "quorum"}


def exchange_of(service: str) -> str:
    return f"{service}.events"


def queue_of(service: str, handler: str) -> str:
    return f"events.{service}.{handler}"


def parking_of(service: str) -> str:
    return f"parking.{service}"


def declare_sender(channel: Any, service: str) -> None:
    channel.exchange_declare(exchange_of(service), "topic", durable=True, auto_delete=False)


def declare_retry(channel: Any) -> None:
    """The delay queues, shared by all services."""
    channel.exchange_declare(RETRY_EXCHANGE, "direct", durable=True, auto_delete=False)
    for seconds in DELAYS_S:
        name = DELAY_EXCHANGE.format(seconds)
        channel.exchange_declare(name, "fanout", durable=True, auto_delete=False)
        channel.queue_declare(
            name,
            durable=True,
            auto_delete=False,
            arguments=_QUORUM
            | {
                "x-message-ttl": seconds * 1000,
                "x-dead-letter-exchange": RETRY_EXCHANGE,
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
        )
        channel.queue_bind(name, name, "")


def declare_parking(channel: Any, service: str) -> None:
    channel.exchange_declare(PARKING_EXCHANGE, "direct", durable=True, auto_delete=False)
    queue = parking_of(service)
    channel.queue_declare(queue, durable=True, auto_delete=False, arguments=dict(_QUORUM))
    channel.queue_bind(queue, PARKING_EXCHANGE, service)


def declare_consumer(channel: Any, service: str, handler: str, names: Iterable[str]) -> str:
    """The queue of one handler, bound to each event it hears. Needs the parking exchange."""
    queue = queue_of(service, handler)
    channel.queue_declare(
        queue,
        durable=True,
        auto_delete=False,
        arguments=_QUORUM
        | {
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": PARKING_EXCHANGE,
            "x-dead-letter-routing-key": service,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    for name in names:
        declare_sender(channel, name.split(".", 1)[0])
        channel.queue_bind(queue, exchange_of(name.split(".", 1)[0]), name)
    channel.queue_bind(queue, RETRY_EXCHANGE, queue)
    return queue


def declare_all(channel: Any, subscriptions: Mapping[str, Iterable[str]]) -> None:
    """Every exchange and queue of the platform: done once, before any service starts, so that
    an event sent before its consumer's first start waits for it.

    `subscriptions`: event name -> consumers as `<service>.<handler>`.
    """
    declare_retry(channel)
    consumers: dict[str, list[str]] = {}
    services: set[str] = set()
    for name, heard_by in subscriptions.items():
        services.add(name.split(".", 1)[0])
        for consumer in heard_by:
            consumers.setdefault(consumer, []).append(name)
            services.add(consumer.split(".", 1)[0])
    for service in sorted(services):
        declare_sender(channel, service)
        declare_parking(channel, service)
    for consumer, names in sorted(consumers.items()):
        _declare_named(channel, consumer, names)


def _declare_named(channel: Any, consumer: str, names: Iterable[str]) -> None:
    service, handler = consumer.split(".", 1)
    declare_consumer(channel, service, handler, names)
