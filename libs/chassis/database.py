"""The door to a service's own database: writes, reads, consumed events and due timers.

Each is one transaction behind the walls of the acting institution. Serialization failures,
deadlocks and dead pooled connections are tried again where nothing can have happened twice.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from nameko.extensions import DependencyProvider
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from libs.chassis import health, idempotency, metrics
from libs.chassis.calls import Call, current_origin, new_correlation_id
from libs.chassis.delivery import Delivery
from libs.chassis.inbox import claim_messages
from libs.chassis.principal import DEFAULT_ZONE, Principal
from libs.chassis.schema import SchemaBehind, outgrown
from libs.chassis.transaction import Timer, Transaction
from libs.contracts.faults import Forbidden, NotFound, ServiceUnavailable

Reply = TypeVar("Reply")
Clock = Callable[[], dt.datetime]
Unnamed = Callable[[Transaction, Mapping[str, Any]], bool]
TRIES = 3
POOL_SIZE = 5
POOL_OVERFLOW = 10
# Nobody waits longer for an answer; a hung statement must not hold its worker for ever.
STATEMENT_MS = 30_000
_SERIALIZATION = {"40001", "40P01"}
_POOL_IN_USE = metrics.gauge("database_connections_in_use", "Pooled connections lent out")
_POOL_MAX = metrics.gauge("database_connections_max", "Connections the pool may hold")
_POOL_WAITING = metrics.gauge("database_connections_waiting", "Workers waiting for a connection")
_RETRIES = metrics.counter("database_retries", "Transactions tried again", ["reason"])


def wall_clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class DatabaseUnavailable(ServiceUnavailable):
    """Our own database cannot be reached: consumers wait instead of counting a try."""

    code = "chassis.database_unavailable"


class CommitUnknown(Exception):
    """The connection died during a commit: whether it took effect is not known here."""


class WatchedPool(QueuePool):
    """A pool that tells how many are waiting for one of its connections."""

    def connect(self) -> PoolProxiedConnection:
        with _POOL_WAITING.track_inprogress():
            return super().connect()


class OpenDatabase:
    """An engine with the ways to use it; `Database` hands one to a nameko service."""

    def __init__(
        self,
        url: str,
        *,
        service: str,
        clock: Clock = wall_clock,
        outgrown: frozenset[str] = frozenset(),
        unnamed: Unnamed | None = None,
    ) -> None:
        self.service = service
        self.clock = clock
        self.unnamed = unnamed
        self._outgrown = outgrown
        self.engine = sa.create_engine(
            url.replace("postgresql://", "postgresql+psycopg2://", 1),
            poolclass=WatchedPool,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=5,
            connect_args={
                "connect_timeout": 3,
                "application_name": f"tessera-{service}",
                "options": f"-c statement_timeout={STATEMENT_MS}",
            },
        )

    def close(self) -> None:
        self.engine.dispose()

    def check(self) -> None:
        """Raise when the database does not answer, or its schema is not there or too old."""
        with self.engine.connect() as connection:
            version = sa.text("SELECT version_num FROM alembic_version")
            if connection.execute(version).scalar_one() in self._outgrown:
                raise SchemaBehind()

    # -- the four ways in ------------------------------------------------------------------

    def write(
        self, call: Call, use_case: Callable[..., Mapping[str, Any]], request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Run a use case in one transaction, once per idempotency key. The reply is plain JSON.

        NotFound and Forbidden are written down before they are raised again.
        """
        try:
            return self._trying(lambda: self._write(call, use_case, request), call.idempotency_key)
        except (Forbidden, NotFound) as refused:
            self.note_refusal(call, request, refused.code)
            raise

    def read(
        self, call: Call, query: Callable[..., Mapping[str, Any]], request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Run a query; the audit line of a read is committed with it."""

        def once() -> dict[str, Any]:
            with self.transaction(call.principal, call=call) as tx:
                return dict(idempotency.plain(query(tx, **request)))

        return self._trying(once, "a read may always be repeated")

    def note_refusal(self, call: Call, request: Mapping[str, Any], code: str) -> None:
        """An audit line (NEN 7513) of what was not allowed: the refused transaction left none."""
        kind, object_id = _wanted(request)

        def write_down(tx: Transaction) -> dict[str, Any]:
            action = f"{call.method.name}.refuse"
            tx.audit(
                action,
                object_kind=kind,
                object_id=object_id,
                outcome="refused",
                basis=code,
                purpose="none",
            )
            return {}

        self.read(call, write_down, {})

    def consume(self, delivery: Delivery, projection: Callable[[Transaction, Any], object]) -> bool:
        """Apply an event's effect exactly once; False when this message came before."""
        return self.consume_all([delivery], projection) == 1

    def consume_all(
        self,
        deliveries: Iterable[Delivery],
        projection: Callable[[Transaction, Any], object],
        *,
        order: str = "",
        before: Callable[[Transaction, list[Any]], object] | None = None,
    ) -> int:
        """Apply the effects of a consumer's deliveries, each exactly once; how many were new.

        One transaction for each institution, so a burst costs one commit instead of hundreds.
        `order` names the id whose row each effect locks: taken in one order by everybody, two
        batches never wait for each other. `before` is given the events that are new, ahead of
        the first effect: to read at once what each would ask for.
        """
        if order:
            deliveries = sorted(deliveries, key=lambda one: getattr(one.event, order))
        return sum(
            self._trying(
                partial(self._consume, group, projection, before), "the inbox knows what came"
            )
            for group in _by_institution(deliveries)
        )

    def _consume(
        self,
        group: list[Delivery],
        projection: Callable[[Transaction, Any], object],
        before: Callable[[Transaction, list[Any]], object] | None,
    ) -> int:
        who = Principal(
            kind="service",
            issuer=self.service,
            institution_id=group[0].event.institution_id,
            network_id=group[0].event.network_id,
            zone=_zone_of(group),
        )
        with self.transaction(who, correlation_id=group[0].correlation_id) as tx:
            known = {one.message_id: one for one in group}
            claimed = claim_messages(tx, group[0].consumer, known)
            new = [one for message_id, one in known.items() if message_id in claimed]
            if before is not None and new:
                before(tx, [one.event for one in new])
            for delivery in new:
                tx.correlation_id = delivery.correlation_id
                tx.occurred_at = delivery.occurred_at
                projection(tx, delivery.event)
        return len(new)

    def fire(self, timer: Timer, use_case: Callable[[Transaction, Timer], object]) -> None:
        """Run a due timer's use case; the timer row goes in the same transaction.

        A use case that schedules the same kind and key again keeps it alive.
        """
        who = Principal(
            kind="service",
            issuer=self.service,
            institution_id=timer.institution_id,
            network_id=timer.network_id,
            zone=timer.zone,
        )

        def once() -> None:
            with self.transaction(who) as tx:
                if claim_timer(tx, timer):
                    use_case(tx, timer)

        self._trying(once, "the timer row makes repeating safe")

    def run(self, principal: Principal, act: Callable[[Transaction], Reply]) -> Reply:
        """Run `act(tx)` in one transaction as `principal`: start-up, sweeps, the demo."""

        def once() -> Reply:
            with self.transaction(principal) as tx:
                return act(tx)

        return self._trying(once, None)

    # -- how ------------------------------------------------------------------------------

    @contextmanager
    def transaction(
        self, principal: Principal, *, call: Call | None = None, correlation_id: str | None = None
    ) -> Iterator[Transaction]:
        """One transaction: committed at the end of the block, rolled back on any exception."""
        origin = call or current_origin()
        correlation = correlation_id or (origin.correlation_id if origin else new_correlation_id())
        with Session(self.engine, expire_on_commit=False) as session:
            tx = Transaction(
                session=session,
                principal=principal,
                now=self.clock(),
                source=self.service,
                correlation_id=correlation,
                call=call,
                unnamed=self.unnamed,
            )
            tx.raise_walls()
            yield tx
            tx.write_out()
            _commit(session)
        tx.committed()

    def _write(
        self, call: Call, use_case: Callable[..., Mapping[str, Any]], request: Mapping[str, Any]
    ) -> dict[str, Any]:
        with self.transaction(call.principal, call=call) as tx:
            if call.idempotency_key is not None:
                kept = idempotency.claim(tx, call, request)
                if kept is not None:
                    return kept
            reply: dict[str, Any] = idempotency.plain(use_case(tx, **request))
            if call.idempotency_key is not None:
                idempotency.keep(tx, call, request, reply)
        return reply

    def _trying(self, once: Callable[[], Reply], repeatable: str | None) -> Reply:
        for attempt in range(1, TRIES + 1):
            try:
                return once()
            except CommitUnknown as error:
                if repeatable is None or attempt == TRIES:
                    raise DatabaseUnavailable() from error
                reason = "commit_unknown"
            except PoolTimeout as error:
                raise DatabaseUnavailable() from error
            except DBAPIError as error:
                reason = _reason(error)
                if not reason:
                    raise
                if attempt == TRIES or reason == "unreachable":
                    raise DatabaseUnavailable() from error
            _RETRIES.labels(reason).inc()
            time.sleep(random.uniform(0.005, 0.05) * attempt)
        raise AssertionError("unreachable")


def _wanted(request: Mapping[str, Any]) -> tuple[str, str]:
    """Kind and id of what was asked for, by the request's own words."""
    for name, value in request.items():
        if name.endswith("_id") and value is not None:
            return name.removesuffix("_id"), str(value)
    return "list", ""


def _by_institution(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    """Deliveries that may share a transaction: the walls stand around one institution."""
    groups: dict[tuple[uuid.UUID | None, uuid.UUID | None], list[Delivery]] = {}
    for one in deliveries:
        place = (one.event.institution_id, one.event.network_id)
        groups.setdefault(place, []).append(one)
    return list(groups.values())


def _zone_of(group: Iterable[Delivery]) -> str:
    """An institution has one zone; what began in a service itself may not know it."""
    return next((one.zone for one in group if one.zone != DEFAULT_ZONE), DEFAULT_ZONE)


def _commit(session: Session) -> None:
    try:
        session.commit()
    except OperationalError as error:
        if error.connection_invalidated:
            raise CommitUnknown() from error
        raise


def _reason(error: DBAPIError) -> str:
    """Why trying again may help; '' when it will not."""
    code = getattr(error.orig, "pgcode", None)
    if code in _SERIALIZATION:
        return "serialization"
    if isinstance(error, IntegrityError):
        # Two tries of one key at the same instant: the second finds the kept reply.
        return "same_key" if "pk_idempotency" in str(error.orig) else ""
    if error.connection_invalidated or code in ("57P01", "57P02", "57P03"):
        return "connection_lost"
    if isinstance(error, OperationalError) and code is None:
        return "unreachable"
    return ""


_CLAIM_TIMER = sa.text(
    "DELETE FROM timers WHERE ctid = (SELECT ctid FROM timers WHERE kind = :kind AND key = :key"
    " AND due_at = :due_at FOR UPDATE SKIP LOCKED) RETURNING 1"
)


def claim_timer(tx: Transaction, timer: Timer) -> bool:
    """Take the row of a due timer; False when another replica has it or it was moved."""
    row = {"kind": timer.kind, "key": timer.key, "due_at": timer.due_at}
    return tx.session.execute(_CLAIM_TIMER, row).first() is not None


class Database(DependencyProvider):  # type: ignore[misc]
    """Gives a service its `OpenDatabase` and answers /ready for it.

    `unnamed` says of a line of the audit whether it must not name whoever acts.
    """

    def __init__(self, clock: Clock = wall_clock, unnamed: Unnamed | None = None) -> None:
        self._clock, self.unnamed = clock, unnamed
        self.opened: OpenDatabase | None = None

    @staticmethod
    def standalone(
        url: str, *, service: str, clock: Clock = wall_clock, unnamed: Unnamed | None = None
    ) -> OpenDatabase:
        """The same object outside a service: for tests, the demo and commands."""
        return OpenDatabase(url, service=service, clock=clock, unnamed=unnamed)

    def setup(self) -> None:
        self._open()

    def check_of_start(self) -> health.Check:
        """Fails while the schema does not serve the code of the service, or nobody can tell."""
        return self._open().check

    def _open(self) -> OpenDatabase:
        if self.opened is None:
            self.opened = OpenDatabase(
                self.container.config.get("DATABASE_URL") or os.environ["DATABASE_URL"],
                service=self.container.service_name,
                clock=self._clock,
                outgrown=outgrown(self.container.service_cls),
                unnamed=self.unnamed,
            )
            pool = self.opened.engine.pool
            _POOL_MAX.set(POOL_SIZE + POOL_OVERFLOW)
            _POOL_IN_USE.set_function(lambda: pool.checkedout())  # type: ignore[attr-defined]
            health.register("database", self.opened.check)
        return self.opened

    def stop(self) -> None:
        if self.opened is not None:
            self.opened.close()

    def get_dependency(self, worker_ctx: Any) -> OpenDatabase:
        assert self.opened is not None
        return self.opened
