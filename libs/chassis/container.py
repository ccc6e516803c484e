"""nameko's container, hardened: no worker can end the process, and no kind of work starves another.

Stock nameko kills the process when a worker exits, when a dependency's hook raises or when
`sys.exit` is called in a worker; the message then comes back and the next process dies too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from eventlet.greenpool import GreenPool
from greenlet import GreenletExit
from nameko.containers import ServiceContainer, WorkerContext
from nameko.exceptions import ContainerBeingKilled

from libs.chassis.logs import logger

RPC_POOL = "rpc"
EVENT_POOL = "events"
OTHER_POOL = "other"
DEFAULT_SIZES = {RPC_POOL: 10, EVENT_POOL: 5, OTHER_POOL: 4}

log = logger(__name__)


class Pools:
    """One bounded pool per kind of work (bulkheads); looks like one pool to nameko."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._pools = {name: GreenPool(size) for name, size in sizes.items()}

    def of(self, entrypoint: Any) -> GreenPool:
        return self._pools[getattr(entrypoint, "pool", OTHER_POOL)]

    def size(self, name: str) -> int:
        return int(self._pools[name].size)

    def running(self, name: str) -> int:
        return int(self._pools[name].running())

    def waitall(self) -> None:
        for pool in self._pools.values():
            pool.waitall()


class Container(ServiceContainer):  # type: ignore[misc]
    """The container of every service.

    An entrypoint names its pool in the attribute `pool` (RPC_POOL, EVENT_POOL); without one it
    shares OTHER_POOL. Sizes come from the configuration key POOL_SIZES. If it has a method
    `begin(worker_context)`, that is called first within the worker, to bind the origin.
    """

    def __init__(self, service_cls: type, config: dict[str, Any]) -> None:
        super().__init__(service_cls, config)
        self._worker_pool = Pools(DEFAULT_SIZES | config.get("POOL_SIZES", {}))

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
        """Run the entrypoint's method in its pool; waits while the pool is full."""
        if self._being_killed:
            raise ContainerBeingKilled()
        context = WorkerContext(
            self, self.service_cls(), entrypoint, args, kwargs, data=context_data
        )
        thread = self._worker_pool.of(entrypoint).spawn(self._run_worker, context, handle_result)
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
