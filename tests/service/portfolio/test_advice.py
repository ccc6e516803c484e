"""Advice is no decision: it is given by those who know the work, before somebody decides."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from libs.contracts import portfolio as contract
from services.portfolio import queries

from .test_decisions import decisions, evidence
from .world import World

ADVICE = {"advice": "go_on", "grounds": "Drie kwartalen een stijgende lijn."}
DOUBT = {"advice": "conditions", "grounds": "Eén van de drie producten is af."}
DECISION = {
    "result": "conditional",
    "conditions": "Twee producten voor 1 september.",
    "rationale": "De voorwaarde gaat alleen over kennis en wetenschap.",
    "attest": True,
}


@pytest.fixture
def record_id(world: World) -> str:
    evidence(world)
    day = world.clock().date()
    context = {"encounter_date": day, "period_from": day - dt.timedelta(days=90), "period_to": day}
    record_id = world.start("progress-decision", who=world.head, context=context)
    world.send(world.head, record_id, "prepare", {"summary": "Er ontbreken twee producten."})
    return record_id


def advise(world: World, record_id: str) -> None:
    world.send(world.trainer, record_id, "advise", ADVICE)
    world.send(world.teacher, record_id, "advise", DOUBT)
    world.pass_time(seconds=61)


def test_each_advice_is_recorded_as_advice_once_both_are_given(world: World, record_id: str):
    world.send(world.trainer, record_id, "advise", ADVICE)
    world.pass_time(hours=2)
    assert decisions(world) == []
    world.send(world.teacher, record_id, "advise", DOUBT)
    world.pass_time(seconds=61)
    found = {one["result"]: (one["light"], one["advice"]) for one in decisions(world)}
    assert found == {"go_on": ("go", True), "conditions": ("care", True)}
    assert [event.advice for event in world.events(contract.DecisionIssuedV1)] == [True, True]


def test_the_decision_stands_beside_the_advice_and_replaces_none(world: World, record_id: str):
    advise(world, record_id)
    world.send(world.learner, record_id, "hear", {"reply": "Ik herken het."})
    head = dataclasses.replace(world.head, assurance="code")
    world.send(head, record_id, "decide", DECISION)
    assert {(one["advice"], one["state"]) for one in decisions(world)} == {
        (True, "active"),
        (False, "active"),
    }


def test_the_learner_may_appeal_after_the_decision_and_the_head_reads_it(
    world: World, record_id: str
):
    advise(world, record_id)
    world.send(world.learner, record_id, "hear", {})
    world.send(dataclasses.replace(world.head, assurance="code"), record_id, "decide", DECISION)
    world.send(world.learner, record_id, "appeal", {"objection": "De datum valt in mijn verlof."})
    assert "in mijn verlof" in str(world.record(world.head, record_id))
    assert "in mijn verlof" not in str(world.record(world.trainer, record_id))


DOPS = {
    "difficulty": "routine",
    "parts": {
        **dict.fromkeys(("indication", "consent", "preparation", "analgesia", "technique"), 4),
        **dict.fromkeys(("asepsis", "help", "aftercare", "contact", "conduct"), 5),
    },
    "overall": 3,
    "strong": "Je tekende de excisie samen met de patiënt af.",
    "next_step": "Leg alles binnen handbereik voordat je handschoenen aandoet.",
}


def test_a_procedure_that_somebody_watched_counts_without_another_approval(world: World):
    asked = world.ask(form_key="dops", answers={"procedure": "excision"})
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", DOPS)
    (found,) = world.see(
        world.learner,
        contract.REGISTRATIONS,
        queries.registrations,
        portfolio_id=world.portfolio_id,
    )["registrations"]
    assert (found["kind"], found["state"]) == ("procedure", "approved")
