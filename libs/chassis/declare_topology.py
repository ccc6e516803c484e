"""Declare every exchange and queue of the events: `python -m libs.chassis.declare_topology`.

Done once before any service starts, so that an event sent before its consumer's first start waits
for it. Needs AMQP_URL of a user who may configure and bind them all. Doing it again changes
nothing; the broker refuses (406) when a queue stands there with other properties.
"""

from __future__ import annotations

import os
import sys

from libs.chassis import eventbus
from libs.chassis.amqp.connection import connect
from libs.contracts.subscriptions import SUBSCRIPTIONS


def declare(url: str) -> None:
    """Declare what libs.contracts.subscriptions asks for. Raises amqp's errors and OSError."""
    with connect(url, name="topology") as connection:
        eventbus.declare_all(connection.channel(), SUBSCRIPTIONS)


def main() -> None:
    if len(sys.argv) != 1 or not os.environ.get("AMQP_URL"):
        sys.exit("usage: AMQP_URL=... python -m libs.chassis.declare_topology")
    declare(os.environ["AMQP_URL"])
    sys.stdout.write("All exchanges and queues of the events are declared.\n")


if __name__ == "__main__":
    main()
