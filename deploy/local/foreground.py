"""Staying in the foreground until somebody wants to stop."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deploy.local.platform import Platform
from deploy.local.problem import Problem
from deploy.local.progress import step

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stay_until_interrupted(platform: Platform, stay: bool) -> Iterator[Callable[[], None]]:
    """Gives a function that waits for Ctrl-C and then stops the platform; nothing when not `stay`.

    An interrupt before that (while starting, while the demo loads) stops everything too, and so
    does what goes wrong: nobody who is back at a prompt has it running unseen.
    """
    for number in STOPS:
        signal.signal(number, _interrupt)
    try:
        yield (lambda: _wait(platform)) if stay else (lambda: None)
    except KeyboardInterrupt:
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)
        with step("Stopping"):
            platform.stop()
    except (Problem, OSError):
        if stay and platform.is_up():
            with step("Stopping"):
                platform.stop()
        raise


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _wait(platform: Platform) -> None:
    print("Press Ctrl-C to stop.", flush=True)
    while not threading.Event().wait(1.0):
        if platform.supervisor_pid is None:
            raise Problem("Tessera was stopped from elsewhere.")
