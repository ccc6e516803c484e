"""Waiting until what was written has reached everybody who listens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

import sqlalchemy as sa

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.chassis.database import OpenDatabase
from libs.contracts.subscriptions import SUBSCRIPTIONS

LOOK_EVERY_S = 0.25


class TooSlow(Exception):
    """What was waited for did not happen in time."""


def until(truth: Callable[[], bool], what: str, within_s: float = 120.0) -> None:
    """Raise TooSlow naming `what` when `truth` does not hold in time."""
    limit = time.monotonic() + within_s
    while not truth():
        if time.monotonic() > limit:
            raise TooSlow(what)
        time.sleep(LOOK_EVERY_S)


def all_sent(databases: Iterable[OpenDatabase]) -> bool:
    """Whether every committed event has been carried to the broker."""
    for database in databases:
        with database.engine.connect() as connection:
            query = sa.text("SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT 1")
            if connection.execute(query).first() is not None:
                return False
    return True


def all_heard(amqp_url: str, subscriptions: Mapping[str, Iterable[str]] = SUBSCRIPTIONS) -> bool:
    """Whether every consumer's queue, and every delay queue, is empty of waiting messages."""
    consumers = {consumer for heard_by in subscriptions.values() for consumer in heard_by}
    queues = [eventbus.queue_of(*consumer.split(".", 1)) for consumer in sorted(consumers)]
    queues += [eventbus.DELAY_EXCHANGE.format(seconds) for seconds in eventbus.DELAYS_S]
    with connect(amqp_url, name="waiting") as connection:
        channel = connection.channel()
        return all(
            channel.queue_declare(queue, passive=True).message_count == 0 for queue in queues
        )
