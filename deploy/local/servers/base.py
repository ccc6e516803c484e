"""What all private servers share: a directory, a remembered port, a pid file, start and stop."""

import json
import os
import secrets
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from deploy.local import processes
from deploy.local.files import read_json, write_private
from deploy.local.ports import free_port, is_free
from deploy.local.problem import Problem


class ServerError(Problem):
    """A server cannot be started; the message says which one, why, and shows the end of its log."""


class Server(ABC):
    """One private server in `directory`. Different servers may start in parallel threads."""

    name: ClassVar[str]
    port_names: ClassVar[Sequence[str]] = ("port",)
    secret_names: ClassVar[Sequence[str]] = ()
    ready_within: ClassVar[float] = 60.0
    stop_steps: ClassVar[Sequence[tuple[signal.Signals, float]]] = (
        (signal.SIGTERM, 15.0),
        (signal.SIGKILL, 5.0),
    )

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self.log = self.directory / f"{self.name}.log"
        self._child: subprocess.Popen[bytes] | None = None

    # What each server says about itself

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients reach it, credentials included."""

    @abstractmethod
    def _prepare(self) -> None:
        """Write configuration and make the data directory where it is missing."""

    @abstractmethod
    def _command(self) -> Sequence[str | os.PathLike[str]]:
        """The command that runs it in the foreground."""

    @abstractmethod
    def _is_ready(self) -> bool:
        """True when it answers, and is ours."""

    def _environment(self) -> dict[str, str]:
        return dict(os.environ)

    # What callers use

    @property
    def port(self) -> int:
        """The port clients connect to."""
        return int(self.memory["port"])

    @property
    def pid(self) -> int | None:
        """Its process, None when it does not run."""
        return processes.remembered(self._pid_file)

    @property
    def memory(self) -> dict[str, Any]:
        """Ports and secrets kept between runs."""
        return read_json(self.directory / "memory.json")

    def start(self) -> None:
        """Start it and return when it answers; nothing to do when it runs. Raises ServerError."""
        self.directory.mkdir(parents=True, exist_ok=True)
        if self.pid is not None and self._wait_ready():
            return
        for attempt in (1, 2, 3):
            self._choose_ports()
            self._prepare()
            self._launch()
            if self._wait_ready():
                return
            self.stop()
            # Somebody took the port between our look and the server's bind: take another one.
            if attempt == 3 or all(is_free(self.memory[name]) for name in self.port_names):
                break
        raise ServerError(self._why_it_failed())

    def stop(self) -> None:
        """Stop it and wait until it is gone; nothing to do when it does not run."""
        pid = self.pid
        if pid is not None:
            processes.stop(pid, self.stop_steps)
        self._reap()
        self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """`kill -9`, for tests of faults."""
        pid = self.pid
        if pid is not None:
            processes.stop(pid, [(signal.SIGKILL, 10.0)])
        self._reap()

    # How

    @property
    def _pid_file(self) -> Path:
        return self.directory / "pid.json"

    def _choose_ports(self) -> None:
        memory = self.memory
        chosen: dict[str, int] = {}
        for name in self.port_names:
            port = free_port(memory.get(name))
            while port in chosen.values():
                port = free_port()
            chosen[name] = port
        memory.update(chosen)
        for name in self.secret_names:
            memory.setdefault(name, secrets.token_urlsafe(24))
        self._write_memory(memory)

    def _write_memory(self, memory: dict[str, Any]) -> None:
        write_private(self.directory / "memory.json", json.dumps(memory))

    def _launch(self) -> None:
        try:
            self._child = processes.spawn(
                self._command(), self.log, self._environment(), self.directory
            )
        except FileNotFoundError as missing:
            raise ServerError(f"{self.name} is not installed: {missing.filename}") from missing
        processes.remember(self._pid_file, self._child.pid)

    def _wait_ready(self) -> bool:
        limit = time.monotonic() + self.ready_within
        while time.monotonic() < limit:
            if self._is_ready():
                return True
            if self.pid is None:
                return False
            time.sleep(0.05)
        return False

    def _reap(self) -> None:
        if self._child is not None:
            self._child.poll()

    def _why_it_failed(self) -> str:
        return (
            f"{self.name} did not start. The end of its log ({self.log}):\n"
            f"{processes.last_lines(self.log)}"
        )
