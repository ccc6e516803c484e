"""What is known about the call at hand, and what of it travels on with the next call."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from libs.chassis.principal import Principal
from libs.contracts.base import Method


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of work started: travels along with every call made during it.

    `deadline` is in seconds since the epoch. `network_address` and `user_agent` are those of the
    browser, for the audit; the gateway alone knows them.
    """

    correlation_id: str
    deadline: float | None = None
    network_address: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What an entrypoint knows about one RPC call.

    `deadline` is in seconds since the epoch (time.time()); after it nobody waits for the answer.
    `idempotency_key` is the client-made UUID of a write. `network_address` and `user_agent` are
    those of the browser as the gateway saw them; of the address only the network.
    """

    principal: Principal
    method: Method
    correlation_id: str
    deadline: float | None = None
    idempotency_key: str | None = None
    network_address: str | None = None
    user_agent: str | None = None


_origin: ContextVar[Origin | Call | None] = ContextVar("tessera_origin", default=None)


def current_origin() -> Origin | Call | None:
    """The origin of the work in this green thread or thread, if any."""
    return _origin.get()


def set_origin(origin: Origin | Call | None) -> None:
    """Bind the origin to this green thread or thread until it ends or binds another."""
    _origin.set(origin)


@contextmanager
def working_for(origin: Origin | Call) -> Iterator[None]:
    """Bind the origin for a block: a web request, an event, a due timer."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def new_correlation_id() -> str:
    return uuid.uuid4().hex
