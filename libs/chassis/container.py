"""nameko's container, hardened: no worker can end the process, and no kind of work starves another.

Stock nameko kills the process when a worker exits, when a dependency's hook raises or when
`sys.exit` is called in a worker; the message then comes back and the next process dies too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore
from greenlet import GreenletExit
from nameko.containers import ServiceContainer, WorkerContext
from nameko.exceptions import ContainerBeingKilled

from libs.chassis import metrics
from libs.chassis.logs import logger

RPC_POOL = "rpc"
EVENT_POOL = "events"
OTHER_POOL = "other"
DEFAULT_SIZES = {RPC_POOL: 10, EVENT_POOL: 5, OTHER_POOL: 4}

log = logger(__name__)
_BUSY = metrics.gauge("workers_busy", "Workers at work", ["pool"])
_MAX = metrics.gauge("workers_max", "Places for workers", ["pool"])
_QUEUED = metrics.gauge("workers_waiting", "Workers waiting for a place", ["pool"])


class Pools:
    """A bounded number of places per kind of work (bulkheads); looks like one pool to nameko.

    A worker waits for its place in its own green thread: the reader of a connection, which
    starts workers, must never wait, or heartbeats go unread. The prefetch bounds who waits.
    """

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes
        self._places = {name: Semaphore(size) for name, size in sizes.items()}
        self._workers: set[Any] = set()

    def spawn(self, name: str, function: Callable[..., None], *args: Any) -> Any:
        """Run `function` in a green thread as soon as there is a place. Returns at once."""
        worker = eventlet.spawn(self._run, self._places[name], function, *args)
        self._workers.add(worker)
        worker.link(self._workers.discard)
        return worker

    def _run(self, places: Semaphore, function: Callable[..., None], *args: Any) -> None:
        with places:
            function(*args)

    def size(self, name: str) -> int:
        return self._sizes[name]

    def running(self, name: str) -> int:
        """How many workers have a place now."""
        return self._sizes[name] - max(0, int(self._places[name].balance))

    def waiting(self, name: str) -> int:
        """How many workers wait for a place now."""
        return max(0, -int(self._places[name].balance))

    def show(self) -> None:
        """Have the metrics tell how full these pools are."""
        for name, size in self._sizes.items():
            _MAX.labels(name).set(size)
            _BUSY.labels(name).set_function(partial(self.running, name))
            _QUEUED.labels(name).set_function(partial(self.waiting, name))

    def waitall(self) -> None:
        """Wait until all workers have ended, also those still waiting for a place."""
        while self._workers:
            with suppress(GreenletExit):
                next(iter(self._workers)).wait()


class Container(ServiceContainer):  # type: ignore[misc]
    """The container of every service.

    An entrypoint names its pool in the attribute `pool` (RPC_POOL, EVENT_POOL); without one it
    shares OTHER_POOL. Sizes come from the configuration key POOL_SIZES. If it has a method
    `begin(worker_context)`, that is called first within the worker, to bind the origin.

    A dependency may have a method `check_of_start()`: the process starts nothing while the check
    it gives fails.
    """

    def __init__(self, service_cls: type, config: dict[str, Any]) -> None:
        super().__init__(service_cls, config)
        self._worker_pool = Pools(DEFAULT_SIZES | config.get("POOL_SIZES", {}))
        self._worker_pool.show()

    @property
    def pools(self) -> Pools:
        pools: Pools = self._worker_pool
        return pools

    def spawn_worker(
        self,
        entrypoint: Any,
        args: Any,
        kwargs: Any,
        context_data: dict[str, Any] | None = None,
        handle_result: Callable[..., Any] | None = None,
    ) -> WorkerContext:
        """Run the entrypoint's method as soon as its pool has a place. Returns at once."""
        if self._being_killed:
            raise ContainerBeingKilled()
        context = WorkerContext(
            self, self.service_cls(), entrypoint, args, kwargs, data=context_data
        )
        pool = getattr(entrypoint, "pool", OTHER_POOL)
        thread = self.pools.spawn(pool, self._run_worker, context, handle_result)
        self._worker_threads[context] = thread
        thread.link(self._forget_worker, context)
        return context

    def _forget_worker(self, _thread: Any, context: WorkerContext) -> None:
        self._worker_threads.pop(context, None)

    def _run_worker(self, context: WorkerContext, handle_result: Callable[..., Any] | None) -> None:
        result = exc_info = None
        try:
            begin = getattr(context.entrypoint, "begin", None)
            if begin is not None:
                begin(context)
            self._inject_dependencies(context)
            self._worker_setup(context)
            method = getattr(context.service, context.entrypoint.method_name)
            result = method(*context.args, **context.kwargs)
        except GreenletExit:
            raise
        except BaseException:  # SystemExit and eventlet.Timeout too: a worker is not the process
            exc_info = sys.exc_info()
        try:
            if handle_result is not None:
                result, exc_info = handle_result(context, result, exc_info)
            self._worker_result(context, result, exc_info)
        except Exception:
            log.error("worker_result_failed", exc_info=True)
        finally:
            exc_info = None
            self._tear_down(context)

    def _tear_down(self, context: WorkerContext) -> None:
        for provider in self.dependencies:
            try:
                provider.worker_teardown(context)
            except Exception:
                log.error("worker_teardown_failed", exc_info=True)

    def _worker_teardown(self, context: WorkerContext) -> None:
        self._tear_down(context)
