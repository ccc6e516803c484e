"""What tests of services stand on: calls made by hand, outbox reading, a service process."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from libs.chassis.calls import Call
from libs.chassis.database import OpenDatabase
from libs.chassis.passport import new_keys
from libs.chassis.principal import Principal
from libs.contracts.base import ISSUERS, Event, Method, event_class

READY_WITHIN_S = 20


class FixedClock:
    """A clock that stands still until told to move."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **duration: float) -> dt.datetime:
        """`clock.forward(hours=2)`."""
        self.now += dt.timedelta(**duration)
        return self.now


def call(principal: Principal, method: Method, *, idempotency_key: str | None = None) -> Call:
    """A call as an entrypoint would have admitted it."""
    return Call(
        principal=principal,
        method=method,
        correlation_id=uuid.uuid4().hex,
        idempotency_key=idempotency_key,
    )


def outbox(database: OpenDatabase, kind: type[Event] | None = None) -> list[Any]:
    """The events committed so far, oldest first; of one class if given."""
    with database.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT name, body FROM outbox ORDER BY id")).all()
    events = [event_class(name).from_wire(json.loads(body)) for name, body in rows]
    return [event for event in events if kind is None or isinstance(event, kind)]


def keys(directory: Path, issuer: str, *, others: tuple[str, ...] = ()) -> dict[str, str]:
    """The environment that gives a process of `issuer` its passport keys, made on first use."""
    if not (directory / "public.json").exists():
        new_keys(directory, ISSUERS | {issuer, *others})
    return {
        "PASSPORT_PRIVATE_KEY_FILE": str(directory / f"{issuer}.private.json"),
        "PASSPORT_PUBLIC_KEYS_FILE": str(directory / "public.json"),
    }


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_service(
    package: str, environment: Mapping[str, str], *, log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A service as a process of its own, ready; stopped with SIGTERM at the end.

    `environment` needs DATABASE_URL, AMQP_URL and the PASSPORT_... files.
    """
    port = str(free_port())
    full = {**os.environ, "METRICS_PORT": port, **environment}
    output = open(log, "ab") if log else None  # noqa: SIM115  (closed below)
    process = subprocess.Popen(
        [sys.executable, "-m", "libs.chassis.run", package], env=full, stdout=output, stderr=output
    )
    process.metrics_port = int(full["METRICS_PORT"])  # type: ignore[attr-defined]
    try:
        wait_ready(process, int(full["METRICS_PORT"]))
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if output is not None:
            output.close()


def wait_ready(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode}")
        if is_ready(port):
            return
        time.sleep(0.05)
    raise TimeoutError(f"the service is not ready: {what_fails(port)}")


def is_ready(port: int) -> bool:
    return what_fails(port) == ""


def what_fails(port: int) -> str:
    """What /ready says, empty when all is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=2):
            return ""
    except urllib.error.HTTPError as refused:
        return refused.read().decode(errors="replace")
    except (urllib.error.URLError, OSError) as error:
        return str(error)
