"""Several records done at once: from a list, each as if it had been done alone."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries, use_cases

from .test_growth import log_shift
from .test_known_defects import a_round, close
from .test_rounds import ROUND
from .world import LIBRARY, World, publish

RESULT = {"test": "knowledge", "group": "w27-52", "valid": 100, "right": 70, "standing": 2}


def in_one_go(world: World, who: Principal, stage: str, *record_ids: str) -> dict[str, Any]:
    records = [{"record_id": one, "stage": stage} for one in record_ids]
    return world.do(who, contract.APPROVE_MANY, use_cases.approve_many, records=records)


def begin(
    world: World, who: Principal, record_id: str, stage: str, answers: Any, rev: int = 0
) -> None:
    fields = {"record_id": record_id, "stage": stage, "rev": rev, "answers": answers}
    world.do(who, contract.SAVE_DRAFT, use_cases.save_draft, **fields)


def brought_in(world: World, count: int) -> list[str]:
    secretary = world.person("secretary")
    results = [world.start("progress-test", who=secretary) for _ in range(count)]
    for record_id in results:
        world.send(secretary, record_id, "bring_in", RESULT)
    return results


def drafts_in(world: World, record_id: str) -> list[Any]:
    query = "SELECT answers FROM draft WHERE record_id = :record"
    return [row[0] for row in world.rows(query, record=record_id)]


def read_by(world: World, who: Principal, record_id: str) -> set[str]:
    return {one["stage"] for one in world.record(who, record_id)["contributions"]}


def test_results_are_checked_and_released_together(world: World):
    committee, results = world.person("committee"), brought_in(world, 3)
    assert in_one_go(world, committee, "verify", *results) == {"approved": 3, "left": []}
    assert in_one_go(world, committee, "release", *results) == {"approved": 3, "left": []}
    assert world.see(committee, contract.WAITING, queries.waiting)["waiting"] == []
    world.pass_time(seconds=61)
    for record_id in results:
        assert "bring_in" in read_by(world, world.learner, record_id)


def test_what_was_begun_in_one_of_them_is_left_and_the_others_are_done(world: World):
    committee, results = world.person("committee"), brought_in(world, 3)
    begin(world, committee, results[1], "verify", {"remark": "Two keys look swapped"})
    assert in_one_go(world, committee, "verify", *results) == {
        "approved": 2,
        "left": [{"record_id": results[1], "stage": "verify", "code": "begun"}],
    }
    assert drafts_in(world, results[1]) == [{"remark": "Two keys look swapped"}]
    (waits,) = [
        one
        for one in world.see(committee, contract.WAITING, queries.waiting)["waiting"]
        if one["stage"] == "verify"
    ]
    assert (str(waits["record_id"]), waits["begun"]) == (results[1], True)
    world.send(committee, results[1], "verify")
    (kept,) = [
        one["answers"]
        for one in world.record(committee, results[1])["contributions"]
        if one["stage"] == "verify"
    ]
    assert kept == {"remark": "Two keys look swapped"}


def test_what_a_colleague_of_the_same_office_began_is_left_too(world: World):
    colleague, committee = world.person("committee"), world.person("committee")
    (record_id,) = brought_in(world, 1)
    begin(world, colleague, record_id, "verify", {"remark": "To be looked at"})
    assert in_one_go(world, committee, "verify", record_id)["approved"] == 0
    world.send(colleague, record_id, "verify")
    begin(world, colleague, record_id, "release", {})
    assert in_one_go(world, committee, "release", record_id)["approved"] == 1


def test_a_draft_in_which_nothing_stands_any_more_holds_up_nothing(world: World):
    committee, results = world.person("committee"), brought_in(world, 1)
    begin(world, committee, results[0], "verify", {"remark": "Two keys look swapped"})
    begin(world, committee, results[0], "verify", {"remark": ""}, rev=1)
    (waits,) = world.see(committee, contract.WAITING, queries.waiting)["waiting"]
    assert waits["begun"] is False
    assert in_one_go(world, committee, "verify", *results) == {"approved": 1, "left": []}


def both_approve() -> dict[str, Any]:
    """A form that a trainer and a teacher approve at the same time, each for themselves."""
    document = json.loads((LIBRARY / "shift.json").read_text())
    document["roles"]["teacher"] = {"who": "related", "relation": "teacher", "min": 1}
    document["stages"][1] |= {"by": ["trainer", "teacher"], "mode": "parallel"}
    return document


def test_who_approves_beside_somebody_else_does_not_wait_for_what_that_one_began(world: World):
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", both_approve(), number=2)
    record_id = log_shift(world)
    begin(world, world.trainer, record_id, "approve", {"tip": "Sleep first"})
    assert in_one_go(world, world.teacher, "approve", record_id)["approved"] == 1
    assert drafts_in(world, record_id) == [{"tip": "Sleep first"}]
    assert in_one_go(world, world.trainer, "approve", record_id)["approved"] == 0


def test_what_has_to_be_filled_in_is_done_for_one_record_at_a_time(world: World):
    secretary = world.person("secretary")
    record_id = world.start("progress-test", who=secretary)
    with pytest.raises(contract.NotNow) as refused:
        in_one_go(world, secretary, "bring_in", record_id)
    assert refused.value.params["code"] == "not_in_batch"


def test_a_round_is_never_released_unread_whatever_its_form_says(world: World):
    document = copy.deepcopy(ROUND)
    document["stages"][-1]["batch"] = True
    coach, record_id = a_round(world, document, raters=4)
    close(world, coach, record_id)
    world.pass_time(seconds=61)
    with pytest.raises(contract.NotNow) as refused:
        in_one_go(world, coach, "release", record_id)
    assert refused.value.params["code"] == "not_in_batch"
    world.send(coach, record_id, "release")
