"""Progress for people: one line per long step, on standard error, with the seconds it took."""

import sys
import threading
import time
from types import TracebackType
from typing import Self

# Steps shorter than this are not worth a line.
SHORT = 0.5
REPEAT = 15.0


class step:
    """`with step("Installing packages"):` shows that it runs, for how long, and that it ended."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._ended = threading.Event()
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._watch = threading.Thread(target=self._show, daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._watch.join()
        if self.seconds >= SHORT or kind is not None:
            self._line("failed" if kind else "done", "\n")

    @property
    def seconds(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self._began

    def _show(self) -> None:
        # A terminal is rewritten each second; a log gets a line now and then.
        first, pause, end = (SHORT, 1.0, "") if self._terminal else (REPEAT, REPEAT, "\n")
        wait = first
        while not self._ended.wait(wait):
            self._line("...", end)
            wait = pause

    def _line(self, state: str, end: str) -> None:
        start = "\r\x1b[K" if self._terminal else ""
        print(f"{start}{self.seconds:7.1f} s  {self.title}: {state}", end=end, file=sys.stderr)
        sys.stderr.flush()
