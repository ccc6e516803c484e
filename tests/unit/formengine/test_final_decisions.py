"""A decision that may be more than an advice is held to what high stakes ask, under any name."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import check

WORDS = {"en": "x", "nl": "x"}
DECIDE = {"id": "decide", "by": ["boss"], "next": "done", "act": "decide"}
BOSS = {"who": "invited", "external": True, "max": 1, "auth": ["link"]}
HELD = {"evidence": "snapshot"}
BY_ACCOUNT = {"external": False, "auth": ["account"]}
NEEDED = ["stage.decider_account", "stage.evidence"]


def codes(
    fields: dict[str, Any], stage: dict[str, Any], role: dict[str, Any], **emission: Any
) -> list[str]:
    decision = {"key": "told", "kind": "decision", "at": "decide", "fields": fields} | emission
    form = {
        "format": "form/1",
        "key": "deciding",
        "languages": ["en", "nl"],
        "title": WORDS,
        "stakes": "low",
        "roles": {"learner": {"who": "subject"}, "boss": BOSS | role},
        "stages": [{"id": "ask", "by": ["learner"], "next": "decide"}, DECIDE | stage],
        "items": [{"type": "yesno", "key": "only", "by": "boss", "label": WORDS}],
        "emit": [decision],
    }
    return sorted(one.code for one in check(form))


FINAL: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"advice": False}, {}),
    ({"advice": None}, {}),
    ({"advice": {"get": "only"}}, {}),
    ({}, {"stakes": "high"}),
    ({"advice": True}, {"stakes": "high"}),
]


@pytest.mark.parametrize(("fields", "emission"), FINAL)
def test_a_final_decision_of_a_low_stage_needs_a_snapshot_and_an_account(
    fields: dict[str, Any], emission: dict[str, Any]
):
    assert codes(fields, {}, {}, **emission) == NEEDED
    assert codes(fields, HELD, {}, **emission) == ["stage.decider_account"]
    assert codes(fields, HELD, {"auth": ["account", "link"]}, **emission) == [
        "stage.decider_account"
    ]
    assert codes(fields, {}, BY_ACCOUNT, **emission) == ["stage.evidence"]
    assert codes(fields, HELD, BY_ACCOUNT, **emission) == []


def test_an_advice_of_a_low_stage_needs_neither():
    assert codes({}, {}, {}) == codes({"advice": True}, {}, {}) == []


def test_a_stage_of_high_stakes_is_told_so_once():
    assert codes({"advice": False}, {"stakes": "high"}, {}) == NEEDED
