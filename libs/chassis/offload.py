"""CPU-heavy work off the event loop.

`offload` suits C code that releases the GIL (argon2, zlib, Pillow, typst): it runs in a thread of
eventlet's pool. `run_process` suits Python code, which would keep the GIL: it runs in a process
of its own.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from eventlet import tpool

P = ParamSpec("P")
R = TypeVar("R")

_RUN = (
    "import pickle, resource, sys\n"
    "limit = int(sys.argv[1]) << 20\n"
    "if limit: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
    "function, args = pickle.load(sys.stdin.buffer)\n"
    "pickle.dump(function(*args), sys.stdout.buffer)\n"
)


class ProcessFailed(Exception):
    """The work in the other process raised; its traceback went to standard error."""


def offload(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of `function` run in a thread, while other green threads go on."""
    result: R = tpool.execute(function, *args, **kwargs)
    return result


def run_process(
    function: Callable[..., R], *args: Any, timeout_s: float = 60.0, memory_mib: int = 0
) -> R:
    """The result of a module-level `function` run in a new Python process.

    Arguments and result are pickled; both ends are this code base. With `memory_mib` the process
    may have no more address space: what asks for more gets a MemoryError there, and the service
    is not ended with it. Raises ProcessFailed, or TimeoutError after `timeout_s`.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-c", _RUN, str(memory_mib)],
            input=pickle.dumps((function, args)),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"{function.__name__} took longer than {timeout_s} s") from error
    if done.returncode != 0:
        raise ProcessFailed(f"{function.__name__} failed in its process")
    result: R = pickle.loads(done.stdout)
    return result
