"""Decisions: signed with a second proof, on many data points, frozen for good."""

from __future__ import annotations

import dataclasses
import json

import pytest
from sqlalchemy.exc import DBAPIError

from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, StepUpRequired
from services.portfolio import queries

from .test_growth import log_shift
from .world import KPB, LIBRARY, World

STATEMENT = {
    "result": "granted",
    "level": 4,
    "valid_from": "2026-09-01",
    "valid_until": "2027-08-31",
    "rationale": "Drie goedgekeurde diensten en zes beoordelingen.",
    "attest": True,
}


def evidence(world: World) -> None:
    """Two approved shifts and an assessment, older than the last undo."""
    for _ in range(2):
        record_id = log_shift(world)
        world.send(world.trainer, record_id, "approve")
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    world.clock.forward(minutes=5)


def decide(world: World, **changes: object) -> dict:
    record_id = world.start("competence-statement", who=world.head)
    head = dataclasses.replace(world.head, assurance="code")
    return world.send(head, record_id, "decide", STATEMENT | changes)


def decisions(world: World) -> list:
    return world.see(
        world.learner, contract.DECISIONS, queries.decisions, portfolio_id=world.portfolio_id
    )["decisions"]


def test_the_head_issues_a_statement_on_frozen_evidence(world: World):
    evidence(world)
    receipt = decide(world)
    (found,) = decisions(world)
    assert found["decision_id"] == receipt["decision_id"]
    assert (found["kind"], found["result"], found["light"], found["level"]) == (
        "competence_statement",
        "granted",
        "go",
        4,
    )
    assert (found["valid_until"], found["state"], found["advice"]) == (
        "2027-08-31",
        "active",
        False,
    )
    assert found["evidence"]["registrations"] == 2
    assert found["evidence"]["records"] >= 2
    (event,) = world.events(contract.DecisionIssuedV1)
    assert (event.light, event.version) == ("go", 1)
    informed = world.events(contract.PersonInformedV1)[-1]
    assert (informed.kind, informed.person_id) == ("decision", world.learner.person_id)


def test_deciding_needs_a_fresh_second_proof(world: World):
    evidence(world)
    record_id = world.start("competence-statement", who=world.head)
    with pytest.raises(StepUpRequired):
        world.send(world.head, record_id, "decide", STATEMENT)
    assert decisions(world) == []


def test_a_high_stakes_decision_never_rests_on_one_record(world: World):
    record_id = log_shift(world)
    world.send(world.trainer, record_id, "approve")
    world.clock.forward(minutes=5)
    with pytest.raises(contract.NotNow) as refused:
        decide(world)
    assert refused.value.params["code"] == "evidence_too_thin"
    assert decisions(world) == []


def lowered(**emission: object) -> dict:
    """The statement as a form of low stakes, whose decision says what else it is."""
    form = json.loads((LIBRARY / "competence-statement.json").read_text())
    form["stakes"] = "low"
    for stage in form["stages"]:
        stage.pop("stakes", None)
    fields = form["emit"][0]["fields"] | emission.pop("fields", {})  # type: ignore[operator]
    form["emit"][0] |= {"fields": fields, **emission}
    return form


@pytest.mark.parametrize("emission", [{"fields": {"advice": False}}, {"stakes": "high"}])
def test_a_final_decision_of_a_low_form_never_rests_on_one_record(world: World, emission: dict):
    world.hear_published(lowered(**emission), 2)
    record_id = log_shift(world)
    world.send(world.trainer, record_id, "approve")
    world.clock.forward(minutes=5)
    with pytest.raises(contract.NotNow) as refused:
        decide(world)
    assert refused.value.params["code"] == "evidence_too_thin"
    evidence(world)
    decide(world)
    assert [one["advice"] for one in decisions(world)] == [False]


@pytest.mark.parametrize(
    "change",
    ["result = 'refused'", "rationale = 'anders'", "evidence = '{}'", "valid_until = now()"],
)
def test_an_issued_decision_cannot_be_changed_in_the_database(world: World, change: str):
    evidence(world)
    decide(world)
    with pytest.raises(DBAPIError, match="never changed"):
        world.rows(f"UPDATE decision SET {change} RETURNING id")
    with pytest.raises(DBAPIError, match="never deleted"):
        world.rows("DELETE FROM decision RETURNING id")


def test_a_newer_statement_supersedes_the_older_one(world: World):
    evidence(world)
    first = decide(world)["decision_id"]
    world.clock.forward(days=30)
    second = decide(world, level=5)["decision_id"]
    states = {one["decision_id"]: one["state"] for one in decisions(world)}
    assert states == {first: "superseded", second: "active"}
    last = {
        str(e.decision_id): (e.state, e.version) for e in world.events(contract.DecisionIssuedV1)
    }
    assert last == {first: ("superseded", 2), second: ("active", 1)}


def test_a_statement_expires_after_its_last_day(world: World):
    evidence(world)
    decide(world)
    world.pass_time(days=364)
    assert decisions(world)[0]["state"] == "active"
    world.pass_time(days=2)
    assert decisions(world)[0]["state"] == "expired"
    assert world.events(contract.DecisionIssuedV1)[-1].state == "expired"


def test_neither_the_learner_nor_the_trainer_starts_a_statement(world: World):
    for somebody in (world.learner, world.trainer):
        with pytest.raises(Forbidden):
            world.start("competence-statement", who=somebody)


def test_the_evidence_stays_when_a_point_is_corrected_later(world: World):
    evidence(world)
    decide(world)
    before = world.rows("SELECT evidence, evidence_hash FROM decision")
    asked = world.ask(again=True)
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    assert world.rows("SELECT evidence, evidence_hash FROM decision") == before
    (ids,) = world.rows("SELECT jsonb_array_length(evidence->'data_point_ids') FROM decision")
    assert ids[0] == before[0][0]["data_points"]
