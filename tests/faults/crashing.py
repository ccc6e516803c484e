"""A service that dies at a chosen point: `python -m tests.faults.crashing services.portfolio`.

Runs the service as it is, with `kill -9` of itself at the points of the fault matrix. A point goes
off once, when the file `<service>.<point>` exists in the folder TESSERA_CRASHES.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import libs.chassis.run as run  # first: it makes the standard library green
from libs.chassis import database, relay
from libs.chassis.hearing import EventConsumer


def die_if_armed(service: str, point: str) -> None:
    """`kill -9` of this process when the point is armed; never twice for one arming."""
    armed = Path(os.environ["TESSERA_CRASHES"]) / f"{service}.{point}"
    try:
        armed.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def place(service: str) -> None:
    """Put the points into the chassis."""
    commit, write = database._commit, database.OpenDatabase._write
    send, acknowledge = relay.Publisher.send, EventConsumer.acknowledge

    def dying_write(self: Any, call: Any, *rest: Any) -> Any:
        database._commit = _before(commit, service, "before_commit")
        try:
            reply = write(self, call, *rest)
        finally:
            database._commit = commit
        die_if_armed(service, "after_commit")
        return reply

    def dying_send(self: Any, rows: Any) -> Any:
        returned = send(self, rows)
        die_if_armed(service, "after_publish")
        return returned

    def dying_acknowledge(self: Any, message: Any) -> None:
        die_if_armed(service, "before_acknowledge")
        acknowledge(self, message)

    database.OpenDatabase._write = dying_write  # type: ignore[method-assign]
    relay.Publisher.send = dying_send  # type: ignore[method-assign]
    EventConsumer.acknowledge = dying_acknowledge  # type: ignore[method-assign]


def _before(act: Callable[..., Any], service: str, point: str) -> Callable[..., Any]:
    def dying(*arguments: Any) -> Any:
        die_if_armed(service, point)
        return act(*arguments)

    return dying


if __name__ == "__main__":
    place(sys.argv[1].rsplit(".", 1)[-1])
    sys.exit(run.main(sys.argv[1:]))
