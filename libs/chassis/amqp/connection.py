"""Connections to the broker: buffered reads, writes that never read, heartbeats that are kept.

py-amqp does the protocol. What it does badly for a process with its own reader thread is done
here: nine small reads per message become one, publishing never reads the socket (py-amqp does,
and hangs, while `connection.blocked` is negotiated), and heartbeats have a thread of their own.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp
from amqp import spec
from amqp.exceptions import AMQPError
from amqp.transport import TCPTransport

HEARTBEAT_S = 10
CONNECT_TIMEOUT_S = 3
READ_SIZE = 65536
TURN_S = 0.5

# Whatever a broken connection raises; py-amqp lets AttributeError and TypeError escape when a
# connection is closed under its feet by another thread, and eventlet an EOFError.
BROKEN = (OSError, EOFError, AMQPError, AttributeError, TypeError)


class BufferedTransport(TCPTransport):  # type: ignore[misc]
    """A transport that takes from the socket what is there, not seven bytes at a time."""

    def _setup_transport(self) -> None:
        super()._setup_transport()
        receive = self.sock.recv
        self._quick_recv = lambda size: receive(max(size, READ_SIZE))


class Channel(amqp.Channel):  # type: ignore[misc]
    """A channel that tells when its consumer has been cancelled: all it was sent has arrived."""

    on_cancelled: Callable[[], None] | None = None

    def _on_basic_cancel_ok(self, consumer_tag: str) -> None:
        super()._on_basic_cancel_ok(consumer_tag)
        if self.on_cancelled is not None:
            self.on_cancelled()


class Connection(amqp.Connection):  # type: ignore[misc]
    """A py-amqp connection over the buffered transport."""

    Channel = Channel

    def Transport(  # noqa: N802
        self, host: str, connect_timeout: float, ssl: bool = False, *args: Any, **kwargs: Any
    ) -> Any:
        return BufferedTransport(host, connect_timeout, *args, **kwargs)

    def _warn_force_connect(self, attr: str) -> None:
        """py-amqp warns and connects once more when a closed connection is used: a heart or a
        reader that comes a moment late would open a connection that nobody owns."""
        raise ConnectionError("the connection is closed")


def connect(
    url: str,
    *,
    name: str,
    heartbeat_s: int = HEARTBEAT_S,
    on_blocked: Callable[[str], None] | None = None,
    on_unblocked: Callable[[], None] | None = None,
) -> Connection:
    """An open connection to `amqp://user:password@host:port/vhost`. Raises one of BROKEN.

    `name` is what the broker's list of connections shows.
    """
    parts = urlsplit(url)
    if parts.scheme != "amqp":
        raise ValueError("AMQP_URL must begin with amqp://")
    connection = Connection(
        host=f"{parts.hostname or 'localhost'}:{parts.port or 5672}",
        userid=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path[1:]) or "/",
        connect_timeout=CONNECT_TIMEOUT_S,
        heartbeat=heartbeat_s,
        client_properties={"connection_name": name},
        on_blocked=on_blocked,
        on_unblocked=on_unblocked,
    )
    connection.connect()
    return connection


def publish(channel: Any, message: Any, exchange: str, key: str, *, mandatory: bool) -> None:
    """Send one message without reading the socket and without waiting. Raises one of BROKEN."""
    channel.send_method(spec.Basic.Publish, "Bssbb", (0, exchange, key, mandatory, False), message)


def drain_until(connection: Any, done: Callable[[], bool], within_s: float) -> None:
    """Read until `done`. Raises TimeoutError when it is not in time, or one of BROKEN.

    In short turns: py-amqp begins its time-out anew with every heartbeat of the broker, so a
    longer one than their interval would never end.
    """
    until = time.monotonic() + within_s
    while not done():
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the broker did not answer in time")
        with suppress(TimeoutError):
            connection.drain_events(timeout=min(left, TURN_S))


def abandon(connection: Connection | None) -> None:
    """End the connection without a farewell; who reads or writes meanwhile gets one of BROKEN.

    The socket is shut down and not closed. Under eventlet closing takes it out of the event loop
    before anybody who waits on it has been woken, and they sleep until another socket happens to
    get its number. Both ends know at once; the number itself is free when the last user let go.
    """
    transport = connection._transport if connection is not None else None
    if transport is not None and transport.sock is not None:
        with suppress(OSError):
            transport.sock.shutdown(socket.SHUT_RDWR)


def disown(connection: Connection | None) -> None:
    """Let go of a connection inherited by fork without closing it for the parent."""
    transport = connection._transport if connection is not None else None
    if transport is not None and transport.sock is not None:
        os.close(transport.sock.detach())
        transport.sock = None


class Heart:
    """Keeps a connection's heartbeat, and drops the connection when the broker's has stopped."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="amqp-heart", daemon=True)

    def start(self) -> None:
        if self._connection.heartbeat:
            self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def _beat(self) -> None:
        pause = min(1.0, self._connection.heartbeat / 4)
        while not self._stopped.wait(pause):
            try:
                self._connection.heartbeat_tick()
            except BROKEN:
                abandon(self._connection)
                return


class Backoff:
    """Pauses between attempts to connect: short at first, never longer than `longest_s`."""

    def __init__(self, first_s: float = 0.1, longest_s: float = 1.0) -> None:
        self._first_s, self._longest_s = first_s, longest_s
        self._next_s = first_s

    def pause(self) -> None:
        time.sleep(self._next_s)
        self._next_s = min(self._next_s * 2, self._longest_s)

    def reset(self) -> None:
        self._next_s = self._first_s
