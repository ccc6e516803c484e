"""Flags go on from one stage to the next, and what a form tells besides is kept."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries, use_cases

from .test_decisions import decide, decisions, evidence
from .world import LIBRARY, World

FORM = "professional-behaviour"
REPORT = {
    "concern": 2,
    "about": ["integrity"],
    "seen": "Drie uitslagen bleven liggen.",
    "told": True,
    "wish": "Een vast moment op de dag.",
}
CLOSED = {"result": "closed", "grounds": "Besproken en opgelost."}
AGREED = CLOSED | {
    "result": "agreed",
    "agreements": "Uitslagen elke dag om half vijf.",
    "look_back": "2026-11-15",
}


@pytest.fixture
def reported(world: World) -> str:
    record_id = world.start(FORM, who=world.trainer)
    world.send(world.trainer, record_id, "report", REPORT)
    world.send(world.learner, record_id, "reply", {"side": "Het klopt."})
    return record_id


def flags(world: World, who: Principal | None = None) -> list[dict[str, Any]]:
    """The current flags as a reader gets them."""
    fields = {"portfolio_id": world.portfolio_id}
    reply = world.see(who or world.learner, contract.DATA_POINTS, queries.data_points, **fields)
    return [one for one in reply["data_points"] if one["kind"] == "flag"]


def heard(events: list[Any]) -> list[tuple[str, str]]:
    """(slot, state) of the flags that count by the newest revision of each contribution."""
    newest = {}
    for event in events:
        if event.revision >= newest.get(event.contribution_id, event).revision:
            newest[event.contribution_id] = event
    points = [point for event in newest.values() for point in event.points]
    return [(one["slot"], one["state"]) for one in points if one["kind"] == "flag"]


def told(world: World) -> list[tuple[str, str]]:
    return heard(world.events(contract.DataPointsRecordedV1))


def test_a_reported_concern_is_an_open_flag(world: World, reported: str):
    (flag,) = flags(world)
    assert (flag["record_id"], flag["detail"]) == (reported, {"state": "open"})
    assert told(world) == [("concern", "open")]


def test_the_review_brings_the_flag_up_to_date_instead_of_adding_one(world: World, reported: str):
    world.send(world.head, reported, "review", AGREED)
    (flag,) = flags(world)
    assert flag["detail"] == {"state": "agreed", "due_on": "2026-11-15"}
    assert told(world) == [("concern", "agreed")]
    # What the trainer rated is no flag, and counts as before.
    rated = world.rows("SELECT 1 FROM data_point WHERE kind = 'point' AND superseded_at IS NULL")
    assert len(rated) == 1


def test_taking_the_review_back_leaves_the_flag_as_reported(world: World, reported: str):
    world.send(world.head, reported, "review", CLOSED)
    fields = {"record_id": reported, "stage": "review"}
    world.do(world.head, contract.UNDO_SEND, use_cases.undo_send, **fields)
    assert [one["detail"]["state"] for one in flags(world)] == ["open"]
    assert told(world) == [("concern", "open")]
    world.send(world.head, reported, "review", AGREED)
    assert [one["detail"]["state"] for one in flags(world)] == ["agreed"]
    assert told(world) == [("concern", "agreed")]


def test_a_report_corrected_before_the_review_stays_one_flag(world: World, reported: str):
    correct(world, reported)
    (flag,) = flags(world)
    assert (flag["value"], flag["detail"]["state"]) == (1, "open")
    world.send(world.head, reported, "review", CLOSED)
    fields = {"record_id": reported, "stage": "review"}
    world.do(world.head, contract.UNDO_SEND, use_cases.undo_send, **fields)
    # The flag of before the correction does not come back with the one after it.
    (flag,) = flags(world)
    assert (flag["value"], flag["detail"]["state"]) == (1, "open")


def test_a_report_corrected_after_the_review_leaves_the_flag_of_the_review(
    world: World, reported: str
):
    world.send(world.head, reported, "review", AGREED)
    correct(world, reported)
    assert [one["detail"]["state"] for one in flags(world)] == ["agreed"]
    assert told(world) == [("concern", "agreed")]


def correct(world: World, record_id: str) -> None:
    fields = {"record_id": record_id, "stage": "report"}
    world.do(world.trainer, contract.CORRECT, use_cases.correct, **fields)
    world.send(world.trainer, record_id, "report", REPORT | {"concern": 1})


def test_a_concern_in_another_record_is_not_closed_along(world: World, reported: str):
    other = world.start(FORM, who=world.teacher)
    world.send(world.teacher, other, "report", REPORT)
    world.send(world.head, reported, "review", CLOSED)
    states = {one["record_id"]: one["detail"]["state"] for one in flags(world)}
    assert states == {reported: "closed", other: "open"}


def test_a_read_model_built_anew_hears_the_flag_as_it_stands(world: World, reported: str):
    world.send(world.head, reported, "review", AGREED)
    known = len(world.events(contract.DataPointsRecordedV1))
    dashboards = Principal(
        kind="service",
        issuer="dashboards",
        institution_id=world.institution,
        network_id=world.network,
    )
    world.do(dashboards, contract.RESTATE, use_cases.restate, cursor=None, limit=500)
    again = world.events(contract.DataPointsRecordedV1)[known:]
    assert heard(again) == [("concern", "agreed")]


def test_what_a_form_tells_besides_of_a_point_and_a_decision_is_kept(world: World):
    document = json.loads((LIBRARY / "competence-statement.json").read_text())
    changed = copy.deepcopy(document)
    changed["emit"][0]["fields"] |= {"mark": {"get": "level"}, "unknown": None}
    changed["emit"].append(
        {
            "kind": "point",
            "key": "score",
            "at": "decide",
            "value": {"get": "level"},
            "scale": "supervision@1",
            "outcomes": ["epa/out-of-hours"],
            "fields": {"cut": 3, "passed": {"ge": [{"get": "level"}, 3]}},
        }
    )
    world.hear_published(changed, 2)
    evidence(world)
    decide(world)
    (decision,) = decisions(world)
    assert (decision["result"], decision["detail"]) == ("granted", {"mark": 4})
    fields = {"portfolio_id": world.portfolio_id}
    reply = world.see(world.learner, contract.DATA_POINTS, queries.data_points, **fields)
    kept = {one["item"]: one["detail"] for one in reply["data_points"]}
    assert kept["score"] == {"cut": 3, "passed": True}
    assert all(detail == {} for item, detail in kept.items() if item != "score")
