"""`@due(kind)`: due rows of the timers table, and `@every(seconds)`: a plain interval.

Several replicas look for due rows; the row is claimed (SKIP LOCKED) and deleted in the
transaction of its effect, so each fires once. A use case that fails keeps its row and is tried
again later, with growing pauses.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import Any

import eventlet
import sqlalchemy as sa
from nameko.extensions import Entrypoint

from libs.chassis import calls, metrics
from libs.chassis.container import EVENT_POOL
from libs.chassis.database import Database, OpenDatabase
from libs.chassis.logs import logger
from libs.chassis.principal import DEFAULT_ZONE, ZONE_KEY
from libs.chassis.transaction import Timer

LOOK_EVERY_S = 1.0
BATCH = 50
STOP_GRACE_S = 1.0
PAUSES_S = (5, 30, 120, 600)

log = logger(__name__)
_FIRED = metrics.counter("timers_fired", "Due timers carried out", ["kind"])
_TIMER_FAILURES = metrics.counter("timer_failures", "Due timers that failed", ["kind"])

_DUE = sa.text(
    "SELECT kind, key, due_at, payload, institution_id, network_id, tries FROM timers"
    " WHERE kind = :kind AND due_at <= :now ORDER BY due_at LIMIT :limit"
)
_LATER = sa.text(
    "UPDATE timers SET tries = tries + 1, due_at = :next"
    " WHERE kind = :kind AND key = :key AND due_at = :due_at"
)


def due_timers(database: OpenDatabase, kind: str) -> list[Timer]:
    """Timers of a kind whose time has come, oldest first."""
    with database.engine.connect() as connection:
        rows = connection.execute(
            _DUE, {"kind": kind, "now": database.clock(), "limit": BATCH}
        ).all()
    return [_timer(*row) for row in rows]


def _timer(*row: Any) -> Timer:
    """A row, with what is kept of the zone taken out of its payload."""
    timer = Timer(*row)
    ids = {name: value for name, value in timer.payload.items() if name != ZONE_KEY}
    return replace(timer, payload=ids, zone=timer.payload.get(ZONE_KEY, DEFAULT_ZONE))


def put_off(database: OpenDatabase, timer: Timer) -> None:
    """After a failure: not again before a pause that grows with the tries."""
    pause = PAUSES_S[min(timer.tries, len(PAUSES_S) - 1)]
    later = database.clock() + dt.timedelta(seconds=pause)
    row = {"kind": timer.kind, "key": timer.key, "due_at": timer.due_at, "next": later}
    with database.engine.begin() as connection:
        connection.execute(_LATER, row)


class _Ticking(Entrypoint):  # type: ignore[misc]
    """Runs `tick` again and again in a managed thread until the service stops."""

    pool = EVENT_POOL
    pause_s = LOOK_EVERY_S

    def setup(self) -> None:
        self._stopping = False

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self._run, identifier=self.method_name)

    def stop(self) -> None:
        self._stopping = True
        with eventlet.Timeout(STOP_GRACE_S, False):
            self._thread.wait()

    def kill(self) -> None:
        self._stopping = True

    def begin(self, _context: Any) -> None:
        calls.set_origin(calls.Origin(correlation_id=calls.new_correlation_id()))

    def _run(self) -> None:
        while not self._stopping:
            try:
                self.tick()
            except Exception as error:
                log.warning("timer_look_failed", timer=self.method_name, exc_info=error)
            self._pause()

    def _pause(self) -> None:
        until = time.monotonic() + self.pause_s
        while not self._stopping and time.monotonic() < until:
            time.sleep(min(0.5, max(0.0, until - time.monotonic())))

    def tick(self) -> None:
        raise AssertionError("every kind of ticking says what a tick is")


class Due(_Ticking):
    """Calls the method with each due `Timer` of one kind, one after the other."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**kwargs)

    def tick(self) -> None:
        database = self._database()
        if database is None:
            return
        for timer in due_timers(database, self.kind):
            if self._stopping:
                return
            self._fire(database, timer)

    def _fire(self, database: OpenDatabase, timer: Timer) -> None:
        done: list[BaseException | None] = []

        def finish(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.append(exc_info[1] if exc_info else None)
            return result, exc_info

        context = self.container.spawn_worker(self, (timer,), {}, {}, finish)
        thread = self.container._worker_threads.get(context)
        if thread is not None:
            thread.wait()
        if done and done[0] is None:
            _FIRED.labels(self.kind).inc()
            return
        _TIMER_FAILURES.labels(self.kind).inc()
        log.warning("timer_failed", kind=self.kind, exc_info=done[0] if done else None)
        put_off(database, timer)

    def _database(self) -> OpenDatabase | None:
        for provider in self.container.dependencies:
            if isinstance(provider, Database):
                return provider.opened
        return None


class Every(_Ticking):
    """Calls the method without arguments every so many seconds, in each replica."""

    def __init__(self, seconds: float, **kwargs: Any) -> None:
        self.pause_s = seconds
        super().__init__(**kwargs)

    def tick(self) -> None:
        context = self.container.spawn_worker(self, (), {}, {}, self._log_failure)
        thread = self.container._worker_threads.get(context)
        if thread is not None:
            thread.wait()

    def _log_failure(self, _context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info is not None:
            log.warning("interval_failed", timer=self.method_name, exc_info=exc_info[1])
        return result, exc_info


due = Due.decorator
every = Every.decorator
