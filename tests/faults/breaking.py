"""Breaking a running platform, and seeing that it heals by itself.

Only the servers underneath are started again by the tests, as an operating system would do it;
the services and the gateway have nobody but their own supervisor.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.local import processes
from deploy.local.environment import FRONT, SERVICES
from deploy.local.files import read_json
from deploy.local.platform import Platform, is_ready
from deploy.local.ports import free_port
from tests.faults.points import POINTS
from tests.submissions.school import eventually

HEALED_WITHIN_S = 60.0
# A process killed a moment ago has no pid until its supervisor has started it again.
PID_WITHIN_S = 30.0
STOPS_WITHIN_S = 25.0
# What the gate is about; the front dies too, and is not counted.
NAMED = ("broker", "database", "relay", *SERVICES)


class Breaker:
    """Faults of one platform. `crashes` is the folder that arms the points of `crashing`."""

    def __init__(self, platform: Platform, crashes: Path) -> None:
        self.platform, self._crashes = platform, crashes
        self.crashes_of: dict[str, int] = {}

    def pid(self, name: str) -> int | None:
        """The process of a program now, None between its death and its restart."""
        return processes.remembered(self.platform.run / "processes" / f"{name}.json")

    def kill(self, name: str) -> None:
        """`kill -9` of a service, the gateway or the live process; waits for it to run first."""
        eventually(lambda: self.pid(name) is not None, f"{name} runs", PID_WITHIN_S)
        pid = self.pid(name)
        assert pid is not None
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:  # it died by itself just now, which does not count
            self.kill(name)
        else:
            eventually(lambda: self.pid(name) != pid, f"{name} died", PID_WITHIN_S)

    def kill_relay(self, service: str) -> None:
        """`kill -9` of the process that carries the events of a service, between a publish and
        its mark: on the next event, whichever replica leads."""
        self.arm(service, "after_publish")
        eventually(lambda: not self.is_armed(service, "after_publish"), "a relay died", 60)

    def figure(self, name: str, metric: str) -> float:
        """The sum of a metric of a program; -1 while it does not answer."""
        page = str(self.platform.plan()[name]["ready_url"]).replace("/ready", "/metrics")
        try:
            with urllib.request.urlopen(page, timeout=5) as answer:
                lines = answer.read().decode().splitlines()
        except OSError:
            return -1.0
        return sum(float(x.rsplit(" ", 1)[1]) for x in lines if x.startswith(f"tessera_{metric}"))

    def restarts(self) -> dict[str, int]:
        """How often the supervisor had to start each program again."""
        state = read_json(self.platform.run / "state.json")
        return {name: one["restarts"] for name, one in state.items()}

    def arm(self, service: str, point: str) -> None:
        """Have a service die when it next comes to this point."""
        assert point in POINTS
        (self._crashes / f"{service}.{point}").touch()

    def is_armed(self, service: str, point: str) -> bool:
        return (self._crashes / f"{service}.{point}").exists()

    @contextlib.contextmanager
    def no_broker(self, seconds: float = 0.0) -> Iterator[None]:
        """The broker killed with -9; back after the block, which lasts at least so long."""
        began = time.monotonic()
        self.platform.backing.rabbitmq.kill()
        try:
            yield
            time.sleep(max(0.0, began + seconds - time.monotonic()))
        finally:
            self.platform.backing.rabbitmq.start()

    @contextlib.contextmanager
    def no_database(self) -> Iterator[None]:
        """PostgreSQL stopped at once, as in a crash; back after the block."""
        server = self.platform.backing.postgres
        pid = server.pid
        assert pid is not None
        processes.stop(pid, [(signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)])
        try:
            yield
        finally:
            server.start()

    def stop_politely(self, name: str) -> int:
        """SIGTERM, and wait until the process is gone; its pid. It has 25 seconds."""
        pid = self.pid(name)
        assert pid is not None
        began = time.monotonic()
        processes.stop(pid, [(signal.SIGTERM, 30.0)])
        assert time.monotonic() - began <= STOPS_WITHIN_S, f"{name} did not end in time"
        return pid

    def is_healthy(self) -> bool:
        """Every program runs under its supervisor and says that it is ready."""
        urls = (plan["ready_url"] for plan in self.platform.plan().values())
        return all(is_ready(url) for url in urls)

    def heals(self, within_s: float = HEALED_WITHIN_S) -> float:
        """Wait until everything is ready; the seconds it took. Raises AssertionError."""
        began = time.monotonic()
        eventually(self.is_healthy, f"healthy again, {self.sick()}", within_s)
        return time.monotonic() - began

    def sick(self) -> list[str]:
        plan = self.platform.plan()
        return [name for name, one in plan.items() if not is_ready(one["ready_url"])]

    @contextlib.contextmanager
    def second_replica(self, *services: str) -> Iterator[None]:
        """One more process of each of these services, beside the supervised one. It has the same
        points to die at, and nobody who would start it again."""
        replicas = [self._replica(name) for name in services]
        try:
            for _, url in replicas:
                eventually(lambda url=url: is_ready(url), "a second replica is ready", 60)
            yield
        finally:
            for process, _ in replicas:
                process.terminate()
            for process, _ in replicas:
                process.wait(30)

    @contextlib.contextmanager
    def second_gateway(self) -> Iterator[str]:
        """One more gateway beside the supervised one; its address."""
        port, metrics = free_port(), free_port()
        environment = self.platform.environment("gateway")
        environment |= {"PORT": str(port), "METRICS_PORT": str(metrics)}
        settings = "gateway/gunicorn_settings.py"
        command = [sys.executable, "-m", "gunicorn", "-c", settings, "gateway.app:create_app()"]
        log = self.platform.run / "logs" / "gateway-second.log"
        process = processes.spawn(command, log, environment, self.platform.checkout)
        ready = f"http://127.0.0.1:{metrics}/ready"
        try:
            eventually(lambda: is_ready(ready), "a second gateway is ready", 60)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(30)

    def _replica(self, name: str) -> tuple[subprocess.Popen[bytes], str]:
        port = free_port()
        environment = self.platform.environment(name) | {"METRICS_PORT": str(port)}
        command = [sys.executable, "-m", "tests.faults.crashing", f"services.{name}"]
        log = self.platform.run / "logs" / f"{name}-second.log"
        process = processes.spawn(command, log, environment, self.platform.checkout)
        return process, f"http://127.0.0.1:{port}/ready"


class Storm:
    """Random faults in a thread, spread evenly over the work. The seed decides which.

    `progress` tells how much of the work is done, from 0 to 1: the same storm meets a fast and a
    slow machine.
    """

    def __init__(
        self, breaker: Breaker, seed: int, count: int, progress: Callable[[], float]
    ) -> None:
        self._breaker, self._count, self._progress = breaker, count, progress
        self._plan = self._planned(random.Random(seed))
        self._thread = threading.Thread(target=self._rage)
        self.faults: list[str] = []
        self.error: BaseException | None = None

    def start(self) -> None:
        self._thread.start()

    def end(self) -> list[str]:
        """Wait for the last of the faults; all that were made. Raises what went wrong."""
        self._thread.join()
        if self.error is not None:
            raise self.error
        return self.faults

    def _planned(self, chance: random.Random) -> list[str]:
        """Each kind of fault at least once, the front too; the rest are named ones by chance."""
        plan = [*NAMED, *FRONT]
        rest = ["broker", "database", "relay", *SERVICES, *SERVICES]
        plan += [chance.choice(rest) for _ in range(self._count - len(plan))]
        chance.shuffle(plan)
        return plan

    def _rage(self) -> None:
        try:
            for at, what in enumerate(self._plan):
                while self._progress() < (at + 0.5) / (self._count + 1):
                    time.sleep(0.05)
                self._strike(what)
        except BaseException as error:
            # Said at once: what it left broken keeps the senders from ever coming to an end.
            traceback.print_exc()
            self.error = error

    def _strike(self, what: str) -> None:
        if what == "broker":
            with self._breaker.no_broker():
                pass
        elif what == "database":
            with self._breaker.no_database():
                pass
        elif what == "relay":
            self._breaker.kill_relay("portfolio")
        else:
            assert what in (*SERVICES, *FRONT)
            self._breaker.kill(what)
        self.faults.append(what)
