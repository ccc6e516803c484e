"""A typing mistake in the days of a decision is told beside its question; nothing is decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from libs.contracts import portfolio as contract

from .test_decisions import decide, decisions, evidence
from .world import LIBRARY, World


def publish(world: World, change: Callable[[dict[str, Any]], None]) -> None:
    form = json.loads((LIBRARY / "competence-statement.json").read_text(encoding="utf-8"))
    change(form)
    world.hear_published(form, 9)
    evidence(world)


def without_bounds(form: dict[str, Any]) -> None:
    for item in form["items"]:
        if item["type"] == "date":
            item.pop("min", None)
            item.pop("max", None)


def refused(world: World, **answers: object) -> dict[str, Any]:
    with pytest.raises(contract.AnswersIncomplete) as refusal:
        decide(world, **answers)
    assert decisions(world) == []
    errors = refusal.value.errors
    return {name: (one["code"], one["params"]) for name, one in errors.items()}


def test_a_statement_that_ends_before_it_begins_is_told_beside_its_last_day(world: World):
    evidence(world)
    days = {"valid_from": "2026-09-01", "valid_until": "2026-08-31"}
    assert refused(world, **days) == {"valid_until": ("too_early", {"least": "2026-09-01"})}


def test_a_form_that_says_nothing_of_its_days_lets_no_decision_end_before_it_begins(world: World):
    publish(world, without_bounds)
    days = {"valid_from": "2026-09-01", "valid_until": "2026-08-31"}
    assert refused(world, **days) == {"valid_until": ("too_early", {"least": "2026-09-01"})}
    decide(world, valid_from="2026-09-01", valid_until="2026-09-01")
    assert [one["valid_until"] for one in decisions(world)] == ["2026-09-01"]


@pytest.mark.parametrize(
    ("answers", "item", "code"),
    [
        ({"valid_until": "9999-12-31"}, "valid_until", "too_late"),
        ({"valid_from": "0001-01-01", "valid_until": "0001-01-01"}, "valid_from", "too_early"),
        ({"valid_from": "9999-12-31", "valid_until": "9999-12-31"}, "valid_from", "too_late"),
    ],
)
def test_the_days_of_a_decision_lie_within_a_hundred_years(
    world: World, answers: dict[str, str], item: str, code: str
):
    publish(world, without_bounds)
    found = refused(world, **answers)
    assert {name: told for name, (told, _) in found.items()} == {item: code}


def in_months(form: dict[str, Any]) -> None:
    """The months are worked out, so that no check of the form knows how many there will be."""
    label = {"nl": "Maanden", "en": "Months"}
    asked = {"type": "number", "key": "months", "by": "head", "stage": "decide", "label": label}
    form["items"].append(asked)
    form["emit"][0]["fields"]["valid_months"] = {"mul": [{"get": "months"}, 1]}


def test_months_that_no_calendar_holds_are_told_beside_their_question(world: World):
    publish(world, in_months)
    assert refused(world, months=120_000) == {"months": ("too_large", {"most": 600})}
    assert refused(world, months=0) == {"months": ("too_small", {"least": 1})}
    decide(world, months=24)
    assert [one["valid_until"] for one in decisions(world)] == ["2028-08-31"]
