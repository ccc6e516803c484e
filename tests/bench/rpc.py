"""RPC: calls per second, waiting time and CPU per call of ours, stock nameko and raw py-amqp.

`python -m tests.bench.rpc [--json] [--rounds 5] [--seconds 1]`. Uses the broker of BENCH_AMQP_URL,
or starts one of its own. All sides run in turn within every round; the figures are medians of the
rounds. CPU is that of the server and the client process together, without the broker.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.local.ports import free_port
from deploy.local.servers import RabbitServer
from libs.chassis.passport import new_keys
from tests.bench.report import Bound, Figure, Table, median, report

ROOT = Path(__file__).parents[2]
CONCURRENCIES = (1, 8, 32)
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
BOUNDS = (Bound("calls_over_stock_c32", at_least=2.2), Bound("cpu_over_raw_c32", at_most=2.5))
COLUMNS = ("side and concurrency", "calls/s", "p50 ms", "p99 ms", "CPU ms/call")
COMMANDS = {
    "ours": (
        ["-m", "libs.chassis.run", "tests.bench.rpc_sides.ours"],
        ["-m", "tests.bench.rpc_sides.ours.client"],
    ),
    "stock": (
        ["-m", "tests.bench.rpc_sides.stock", "serve"],
        ["-m", "tests.bench.rpc_sides.stock", "call"],
    ),
    "raw": (
        ["-m", "tests.bench.rpc_sides.raw", "serve"],
        ["-m", "tests.bench.rpc_sides.raw", "call"],
    ),
}

Measure = dict[str, float]


class Side:
    """The server and the client process of one side."""

    def __init__(self, name: str, environment: Mapping[str, str], log: Path) -> None:
        self.name, self._environment, self._log = name, environment, log
        server, client = COMMANDS[name]
        key = {"PASSPORT_PRIVATE_KEY_FILE": environment["CLIENT_KEY_FILE"]}
        self.server = self._start(server, {})
        self._await_server()
        self.client = self._start(client, key)
        self._expect_ready(self.client)

    def _start(self, command: Sequence[str], more: Mapping[str, str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", *command],
            cwd=ROOT,
            env={**os.environ, **self._environment, **more},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log.open("a"),
            text=True,
        )

    def _await_server(self) -> None:
        if self.name != "ours":
            self._expect_ready(self.server)
            return
        assert self.server.stdout is not None
        for line in self.server.stdout:
            if "service_started" in line:
                return
        raise RuntimeError(f"the service did not start; see {self._log}")

    def _expect_ready(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{self.name} did not start; see {self._log}")

    def run(self, concurrency: int, seconds: float) -> Measure:
        """One measurement; CPU-ms per call covers both processes."""
        assert self.client.stdin is not None and self.client.stdout is not None
        before = self._cpu_s()
        self.client.stdin.write(f"{concurrency} {seconds}\n")
        self.client.stdin.flush()
        outcome: Measure = json.loads(self.client.stdout.readline())
        outcome["cpu_ms"] = (self._cpu_s() - before) * 1000 / outcome["calls"]
        return outcome

    def _cpu_s(self) -> float:
        return sum(_cpu_s(process.pid) for process in (self.server, self.client))

    def stop(self) -> None:
        for process in (self.client, self.server):
            process.kill()
            process.wait()


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


@contextmanager
def broker(directory: Path) -> Iterator[str]:
    """The address of BENCH_AMQP_URL, or of a private broker."""
    if os.environ.get("BENCH_AMQP_URL"):
        yield os.environ["BENCH_AMQP_URL"]
        return
    server = RabbitServer(directory / "rabbitmq")
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


def measure(
    rounds: int, seconds: float, concurrencies: Sequence[int]
) -> dict[tuple[str, int], list[Measure]]:
    """Every side at every concurrency, `rounds` times, the sides in turn."""
    measured: dict[tuple[str, int], list[Measure]] = {}
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-rpc-")))
        url = stack.enter_context(broker(directory))
        sides = [Side(name, _environment(url, directory), directory / "log") for name in COMMANDS]
        for side in sides:
            stack.callback(side.stop)
            side.run(8, min(seconds, 0.5))  # warm up
        for turn in range(rounds):
            for concurrency in concurrencies:
                for side in sides[turn % 3 :] + sides[: turn % 3]:
                    outcome = side.run(concurrency, seconds)
                    measured.setdefault((side.name, concurrency), []).append(outcome)
    return measured


def _environment(url: str, directory: Path) -> dict[str, str]:
    new_keys(directory / "keys", ["gateway", "bench_ours"])
    return {
        "AMQP_URL": url,
        "PASSPORT_PRIVATE_KEY_FILE": str(directory / "keys" / "bench_ours.private.json"),
        "CLIENT_KEY_FILE": str(directory / "keys" / "gateway.private.json"),
        "PASSPORT_PUBLIC_KEYS_FILE": str(directory / "keys" / "public.json"),
        "METRICS_PORT": str(free_port()),
        "PYTHONPATH": str(ROOT),
    }


def figures_of(measured: Mapping[tuple[str, int], list[Measure]]) -> dict[str, Figure]:
    """Medians per side and concurrency, and the two ratios at the highest concurrency."""
    figures: dict[str, Figure] = {}
    for (side, concurrency), outcomes in measured.items():
        for name in ("per_second", "p50_ms", "p99_ms", "cpu_ms"):
            key = f"{side}_{name}_c{concurrency}"
            figures[key] = median([outcome[name] for outcome in outcomes])
    figures["calls_over_stock_c32"] = _ratio(measured, "per_second", "stock")
    figures["cpu_over_raw_c32"] = _ratio(measured, "cpu_ms", "raw")
    return figures


def _ratio(measured: Mapping[tuple[str, int], list[Measure]], name: str, other: str) -> float:
    """Ours over the other at 32 concurrent: the median of the ratios within each round."""
    pairs = zip(measured["ours", 32], measured[other, 32], strict=True)
    return median([ours[name] / theirs[name] for ours, theirs in pairs])


def table_of(figures: Mapping[str, Figure], concurrencies: Sequence[int]) -> Table:
    names = ("per_second", "p50_ms", "p99_ms", "cpu_ms")
    rows = [
        [f"{side} at {concurrency}", *(figures[f"{side}_{name}_c{concurrency}"] for name in names)]
        for side in COMMANDS
        for concurrency in concurrencies
    ]
    return Table("RPC, 300 bytes of JSON there and back", COLUMNS, rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench rpc", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="length of one measurement")
    options = parser.parse_args(arguments)
    measured = measure(options.rounds, options.seconds, CONCURRENCIES)
    figures = figures_of(measured)
    return report([table_of(figures, CONCURRENCIES)], figures, BOUNDS, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
