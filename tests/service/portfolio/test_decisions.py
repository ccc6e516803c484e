"""Decisions: signed with a second proof, on many data points, frozen for good."""

from __future__ import annotations

import dataclasses
import json

import pytest
from sqlalchemy.exc import DBAPIError

from libs.chassis.principal import Principal, service_principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound, StepUpRequired
from services.portfolio import queries, use_cases

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


def evidence(world: World) -> tuple[str, str]:
    """Two approved shifts and an assessment, older than the last undo: the last shift, and the
    record that was assessed."""
    for _ in range(2):
        record_id = log_shift(world)
        world.send(world.trainer, record_id, "approve")
    about = {"epa": "epa/out-of-hours", "situation": "Een drukke avonddienst."}
    asked = world.ask(answers=about)["record_id"]
    world.send(world.link(asked), asked, "assess", KPB)
    world.clock.forward(minutes=5)
    return record_id, asked


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


def test_dashboards_reads_the_decisions_that_who_it_works_for_may_read(world: World):
    evidence(world)
    decide(world)

    def found(person_id: object) -> list:
        who = service_principal("dashboards", world.learner)
        who = dataclasses.replace(who, acting_for=person_id)
        fields = {"portfolio_id": world.portfolio_id}
        return world.see(who, contract.DECISIONS, queries.decisions, **fields)["decisions"]

    for reader in (world.learner, world.teacher, world.head):
        assert [one["result"] for one in found(reader.person_id)] == ["granted"]
    for stranger in (world.person("trainer").person_id, None):
        with pytest.raises(NotFound):
            found(stranger)


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


def test_what_a_decision_rests_on_can_no_longer_be_corrected_undone_or_taken_back(world: World):
    shift, asked = evidence(world)
    link = world.link(asked)
    assert world.record(link, asked)["correct_until"]
    assert world.record(world.learner, shift)["correct_until"]
    correct(world, link, asked, "assess")
    decide(world)
    before = world.rows("SELECT evidence, evidence_hash FROM decision")
    points = world.rows("SELECT id, superseded_at FROM data_point ORDER BY id")
    # Not even by who had opened it to correct it before the decision was taken.
    with pytest.raises(contract.RecordClosed):
        world.send(link, asked, "assess", KPB | {"strong": "Heel anders."})
    for who, record_id, stage in ((link, asked, "assess"), (world.learner, shift, "log")):
        with pytest.raises(contract.RecordClosed):
            correct(world, who, record_id, stage)
        with pytest.raises(contract.RecordClosed):
            undo(world, who, record_id, stage)
        with pytest.raises(contract.NotNow):
            withdraw(world, who, record_id)
        read = world.record(who, record_id)
        assert (read["correct_until"], read["undo_until"], read["withdrawable"]) == (
            None,
            None,
            False,
        )
    assert world.rows("SELECT evidence, evidence_hash FROM decision") == before
    assert world.rows("SELECT id, superseded_at FROM data_point ORDER BY id") == points


def correct(world: World, who: Principal, record_id: str, stage: str) -> None:
    world.do(who, contract.CORRECT, use_cases.correct, record_id=record_id, stage=stage)


def undo(world: World, who: Principal, record_id: str, stage: str) -> None:
    world.do(who, contract.UNDO_SEND, use_cases.undo_send, record_id=record_id, stage=stage)


def withdraw(world: World, who: Principal, record_id: str) -> None:
    world.do(who, contract.WITHDRAW_RECORD, use_cases.withdraw_record, record_id=record_id)


def test_what_is_sent_later_to_a_record_that_a_decision_rests_on_can_still_be_undone(world: World):
    _shift, asked = evidence(world)
    decide(world)
    world.clock.forward(minutes=5)
    receipt = world.send(world.learner, asked, "respond", {"takeaway": "Eerder samenvatten."})
    assert receipt["correct_until"]
    undo(world, world.learner, asked, "respond")
    assert [one["stage"] for one in world.record(world.learner, asked)["may"]] == ["respond"]


def test_an_approval_that_can_still_be_undone_is_no_evidence(world: World):
    evidence(world)
    late = log_shift(world)
    world.send(world.trainer, late, "approve")
    world.clock.forward(seconds=59)
    decide(world)
    (found,) = decisions(world)
    assert found["evidence"]["registrations"] == 2
    (kept,) = world.rows("SELECT evidence->'record_ids' FROM decision")
    assert late not in kept[0]
    undo(world, world.trainer, late, "approve")
    world.send(world.trainer, late, "approve")
    world.clock.forward(seconds=60)
    decide(world)
    assert {one["evidence"]["registrations"] for one in decisions(world)} == {2, 3}
