"""Fields that the portfolio knows by name give what it can make something of, or are refused."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import check
from libs.formengine.checks.known_names import EXPECTED
from tests.library.definitions import document

SHIPPED = {
    "goal": "goal",
    "registration": "shift",
    "flag": "professional-behaviour",
    "decision": "competence-statement",
}
SOUND: dict[tuple[str, str], Any] = {
    ("goal", "due_on"): "2027-01-01",
    ("goal", "state"): "partly",
    ("registration", "on"): {"if": [True, {"get": "context.encounter_date"}, "2027-01-01"]},
    ("registration", "hours"): 4,
    ("registration", "state"): "approved",
    ("flag", "due_on"): None,
    ("decision", "light"): {"if": [{"get": "attest_x"}, "go", "stop"]},
    ("decision", "level"): {"get": "level"},
    ("decision", "advice"): False,
    ("decision", "valid_from"): {"get": "valid_from"},
    ("decision", "valid_until"): {"get": "valid_until"},
    ("decision", "valid_months"): 60,
}


def saying(kind: str, name: str, rule: Any, *asked: dict[str, Any]) -> dict[str, Any]:
    found = document(SHIPPED[kind])
    declared = next(one for one in found["emit"] if one["kind"] == kind)
    declared.setdefault("fields", {})[name] = rule
    by = declared["at"]
    stage = next(one for one in found["stages"] if one["id"] == by)
    label = dict.fromkeys(found["languages"], "x")
    more = [{"key": "attest_x", "type": "yesno"}, *asked]
    found["items"] += [{"by": stage["by"], "stage": by, "label": label} | one for one in more]
    return found


def told(*given: Any) -> list[str]:
    return [one.code for one in check(saying(*given))]


def test_every_name_has_a_rule_that_passes():
    assert SOUND.keys() == EXPECTED.keys()


@pytest.mark.parametrize(("kind", "name"), EXPECTED)
def test_a_known_name_takes_the_kind_it_stands_for(kind: str, name: str):
    assert told(kind, name, SOUND[kind, name]) == []


@pytest.mark.parametrize(("kind", "name"), EXPECTED)
def test_a_known_name_takes_no_other_kind(kind: str, name: str):
    wrong = {"date": "soon", "code": 7, "number": True, "yesno": "maybe"}
    wanted = EXPECTED[kind, name]
    assert told(kind, name, wrong[wanted]) == [f"rule.expects_{wanted}"]


@pytest.mark.parametrize(
    ("kind", "name", "rule", "code"),
    [
        ("goal", "due_on", "2027-02-30", "rule.expects_date"),
        ("registration", "on", {"get": "shift"}, "rule.expects_date"),
        ("decision", "valid_from", 5, "rule.expects_date"),
        ("decision", "valid_until", True, "rule.expects_date"),
        ("goal", "state", "done", "emit.known_words"),
        ("goal", "state", {"if": [{"get": "attest_x"}, "done", "met"]}, "emit.known_words"),
        ("decision", "light", "green", "emit.known_words"),
        ("decision", "light", {"get": "result"}, "emit.known_words"),
        ("registration", "state", "pending", "emit.known_words"),
        ("decision", "valid_months", 0, "emit.months"),
        ("decision", "valid_months", 601, "emit.months"),
        ("decision", "valid_months", 1.5, "emit.months"),
    ],
)
def test_a_known_name_takes_none_but_what_the_portfolio_knows(
    kind: str, name: str, rule: Any, code: str
):
    assert told(kind, name, rule) == [code]


@pytest.mark.parametrize(
    ("bounds", "codes"),
    [
        ({}, ["emit.months"]),
        ({"min": 1}, ["emit.months"]),
        ({"min": 0, "max": 60}, ["emit.months"]),
        ({"min": 1, "max": 601}, ["emit.months"]),
        ({"min": 1, "max": 60, "decimals": 1}, ["emit.months"]),
        ({"min": 1, "max": 600}, []),
    ],
)
def test_months_that_are_asked_for_have_a_least_and_a_most(
    bounds: dict[str, Any], codes: list[str]
):
    asked = {"key": "months", "type": "number"} | bounds
    assert told("decision", "valid_months", {"get": "months"}, asked) == codes


def test_other_names_hold_whatever_a_rule_gives():
    assert told("decision", "credits", {"get": "level"}) == []
    assert told("goal", "light", 7) == []
