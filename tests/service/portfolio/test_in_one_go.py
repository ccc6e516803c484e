"""Several records done at once: from a list, each as if it had been done alone."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries, use_cases

from .test_known_defects import a_round, close
from .test_rounds import ROUND
from .world import World

RESULT = {"test": "knowledge", "group": "w27-52", "valid": 100, "right": 70, "standing": 2}


def in_one_go(world: World, who: Principal, stage: str, *record_ids: str) -> dict[str, Any]:
    records = [{"record_id": one, "stage": stage} for one in record_ids]
    return world.do(who, contract.APPROVE_MANY, use_cases.approve_many, records=records)


def read_by(world: World, who: Principal, record_id: str) -> set[str]:
    return {one["stage"] for one in world.record(who, record_id)["contributions"]}


def test_results_are_checked_and_released_together(world: World):
    secretary, committee = world.person("secretary"), world.person("committee")
    results = [world.start("progress-test", who=secretary) for _ in range(3)]
    for record_id in results:
        world.send(secretary, record_id, "bring_in", RESULT)
    assert in_one_go(world, committee, "verify", *results) == {"approved": 3}
    assert in_one_go(world, committee, "release", *results) == {"approved": 3}
    assert world.see(committee, contract.WAITING, queries.waiting)["waiting"] == []
    world.pass_time(seconds=61)
    for record_id in results:
        assert "bring_in" in read_by(world, world.learner, record_id)


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
