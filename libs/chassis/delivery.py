"""One delivery of one event to one consumer."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from libs.chassis.principal import DEFAULT_ZONE
from libs.contracts.base import Event


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event with its envelope. `consumer` is the queue's name; `tries` counts deliveries before
    this one, by our own header; `zone` is that of the institution where the event began."""

    event: Any
    consumer: str
    message_id: uuid.UUID
    correlation_id: str
    occurred_at: dt.datetime
    tries: int = 0
    zone: str = DEFAULT_ZONE

    @classmethod
    def of(
        cls,
        event: Event,
        *,
        consumer: str,
        occurred_at: dt.datetime,
        zone: str = DEFAULT_ZONE,
    ) -> Delivery:
        """A delivery made by hand, for tests and for commands."""
        return cls(
            event=event,
            consumer=consumer,
            message_id=uuid.uuid4(),
            correlation_id=uuid.uuid4().hex,
            occurred_at=occurred_at,
            zone=zone,
        )
