"""Starting the example service as a real process, and talking to its health pages."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from pathlib import Path

from deploy.local.ports import free_port

ROOT = Path(__file__).parents[4]
READY_WITHIN_S = 20


class ServiceProcess:
    """`python -m libs.chassis.run PACKAGE` with its own log file and metrics port."""

    def __init__(
        self,
        package: str,
        directory: Path,
        environment: Mapping[str, str | None],
        port: int | None = None,
    ) -> None:
        self.package = package
        self.port = port or free_port()
        self.log = directory / f"{package}-{uuid.uuid4().hex}.log"
        merged = os.environ | environment | {"METRICS_PORT": str(self.port)}
        self._environment = {name: value for name, value in merged.items() if value is not None}
        self._process: subprocess.Popen | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, wait: bool = True) -> "ServiceProcess":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "libs.chassis.run", self.package],
            cwd=ROOT,
            env=self._environment,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
        )
        if wait:
            self.wait_until_ready()
        return self

    def wait_until_ready(self, within_s: float = READY_WITHIN_S) -> None:
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise AssertionError(f"the service ended:\n{self.log.read_text()}")
            if self.page("/ready")[0] == 200:
                return
            time.sleep(0.05)
        raise AssertionError(f"the service was not ready:\n{self.log.read_text()}")

    def page(self, path: str, within_s: float = 5) -> tuple[int, str]:
        """Status and text of a health page; status 0 when nobody answers in time."""
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urllib.request.urlopen(address, timeout=within_s) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self, within_s: float = 30) -> int:
        return self._process.wait(within_s)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        if self.is_running():
            self._process.kill()
            self._process.wait(10)

    def log_lines(self) -> list[dict]:
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def resident_mib(self) -> float:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise AssertionError("no VmRSS")
