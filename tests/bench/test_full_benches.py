"""The full benches, as `./tessera bench NAME --json` runs them, and the bounds they must meet."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written here once more, so that a bound loosened in a bench fails.
AT_LEAST = {"rpc": {"calls_over_stock_c32": 2.2}, "forms": {"per_second": 82}}
AT_MOST = {
    "rpc": {"cpu_over_raw_c32": 2.5},
    "submit": {"freshness_p99_ms": 1000, "lost": 0, "twice": 0},
    "dashboards": {"growth": 1.10},
    "footprint": {"mib_per_service_max": 100, "ready_s": 25},
    "forms": {
        "cpu_over_marshmallow": 3,
        "library_interactive_ms": 1500,
        "library_script_bytes": 25_000,
    },
}
ALSO = {
    "rpc": {"ours_per_second_c1", "ours_p50_ms_c8", "ours_p99_ms_c32", "raw_cpu_ms_c32"},
    "submit": {"per_second", "p99_ms", "freshness_p50_ms"},
    "dashboards": {"points_100", "points_1000", "points_10000"},
    "footprint": {"mib_total"},
    "forms": {"per_second", "send_per_second", "interactive_ms", "script_bytes"},
}


@pytest.mark.parametrize("bench", sorted(AT_MOST))
def test_a_bench_says_itself_that_it_missed_a_bound(bench):
    bounds = importlib.import_module(f"tests.bench.{bench}").BOUNDS
    least = {one.key: one.at_least for one in bounds if one.at_least is not None}
    most = {one.key: one.at_most for one in bounds if one.at_most is not None}
    assert least == AT_LEAST.get(bench, {})
    assert AT_MOST[bench].items() <= most.items()


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("bench", sorted(AT_MOST))
def test_a_full_bench_meets_its_bounds(bench):
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{bench}", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    print(done.stderr)
    figures = json.loads(done.stdout)
    assert set(figures) >= ALSO[bench] | set(AT_MOST[bench])
    low = {
        key: figures[key] for key, least in AT_LEAST.get(bench, {}).items() if figures[key] < least
    }
    high = {key: figures[key] for key, most in AT_MOST[bench].items() if figures[key] > most}
    assert (low, high, done.returncode) == ({}, {}, 0), done.stderr[-4000:]
