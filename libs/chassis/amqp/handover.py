"""Handing one message to another queue: only once a queue has it may the first copy go.

The broker confirms also what it dropped for want of a queue. `mandatory` makes it send such a
message back before the confirm, and that is what tells the two apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import amqp
from amqp.exceptions import AMQPError

from libs.chassis.amqp.connection import Connection, drain_until, publish

CONFIRM_S = 10.0
PERSISTENT = 2
KEPT = ("content_type", "content_encoding", "message_id", "correlation_id", "type")
_ACK, _NACK, _RETURN = "basic_ack", "basic_nack", "basic_return"


class NotTaken(AMQPError):  # type: ignore[misc]
    """No queue has the message: there is none on its way, or the queue refused it."""


class Handover:
    """A confirming channel for one message at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._heard: list[str] = []
        for what in (_ACK, _NACK, _RETURN):
            self._channel.events[what].add(partial(self._hear, what))

    def give(self, message: Any, exchange: str, key: str) -> None:
        """Returns when a queue has the message. Raises NotTaken, or another of BROKEN when that
        is not known; either way the copy at hand must stay."""
        self._heard.clear()
        publish(self._channel, message, exchange, key, mandatory=True)
        drain_until(self._connection, self._is_answered, CONFIRM_S)
        if self._heard != [_ACK]:
            raise NotTaken(f"no queue took it from {exchange}")

    def _hear(self, what: str, *_: Any) -> None:
        self._heard.append(what)

    def _is_answered(self) -> bool:
        return _ACK in self._heard or _NACK in self._heard


def copy_of(message: Any, headers: Mapping[str, Any]) -> amqp.Message:
    """The same message with other headers, persistent: it keeps its id, not what the broker has
    counted of it."""
    kept = {name: message.properties[name] for name in KEPT if name in message.properties}
    own = dict(headers)
    return amqp.Message(message.body, delivery_mode=PERSISTENT, application_headers=own, **kept)
