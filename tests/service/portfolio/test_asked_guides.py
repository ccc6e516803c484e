"""A guide of the learner who was asked for feedback reads no less than any other guide, once
nothing of what they say can be swayed by it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries, use_cases

from .world import KPB, World

OTHER = "bakker@praktijk.nl"


def read(world: World, who: Principal, record_id: str) -> dict[str, Any]:
    """By stage, what somebody reads of a record."""
    found = world.record(who, record_id)
    return {one["stage"]: one["answers"] for one in found["contributions"]}


@pytest.fixture
def record_id(world: World) -> str:
    """The learner asked their trainer."""
    assessor = {"person_id": world.trainer.person_id}
    return str(world.ask(assessor=assessor)["record_id"])


def pass_on(world: World, record_id: str, who: Principal) -> None:
    fields = {"record_id": record_id, "stage": "assess", "email": OTHER}
    world.do(who, contract.PASS_ON, use_cases.pass_on, **fields)


def test_a_trainer_who_passed_it_on_reads_what_the_teacher_reads(world: World, record_id: str):
    pass_on(world, record_id, world.trainer)
    assert read(world, world.trainer, record_id) == read(world, world.teacher, record_id)
    world.send(world.link(record_id, OTHER), record_id, "assess", KPB)
    given = read(world, world.trainer, record_id)
    assert given == read(world, world.teacher, record_id)
    assert (set(given), given["assess"]["strong"]) == ({"ask", "assess"}, KPB["strong"])
    assert world.record(world.trainer, record_id)["may"] == []


def test_a_trainer_who_declined_reads_what_the_teacher_reads(world: World, record_id: str):
    fields = {"record_id": record_id, "stage": "assess", "reason": "Ik was er niet bij."}
    world.do(world.trainer, contract.DECLINE, use_cases.decline, **fields)
    assert read(world, world.trainer, record_id) == read(world, world.teacher, record_id)
    listed = world.see(
        world.trainer, contract.RECORDS, queries.records, portfolio_id=world.portfolio_id
    )
    assert [str(one["record_id"]) for one in listed["records"]] == [record_id]


def test_a_colleague_without_a_relation_reads_nothing_once_they_passed_it_on(world: World):
    colleague = world.person("trainer")
    record_id = str(world.ask(assessor={"person_id": colleague.person_id})["record_id"])
    assert set(read(world, colleague, record_id)) == {"ask"}
    pass_on(world, record_id, colleague)
    world.send(world.link(record_id, OTHER), record_id, "assess", KPB)
    assert read(world, colleague, record_id) == {}


def test_what_a_guide_wrote_stays_one_part_of_the_record_and_theirs_to_correct(
    world: World, record_id: str
):
    assert [one["stage"] for one in world.record(world.trainer, record_id)["may"]] == ["assess"]
    world.send(world.trainer, record_id, "assess", KPB)
    found = world.record(world.trainer, record_id)
    assert [one["stage"] for one in found["contributions"]] == ["ask", "assess"]
    assert found["undo_stage"] == "assess"


def test_a_head_who_was_asked_too_steps_in_to_no_stage_twice(world: World):
    world.relate("teaches", world.head)
    head = dataclasses.replace(world.head, roles=frozenset({"head", "teacher"}))
    record_id = world.start("competence-statement", who=head)
    stages = [one["stage"] for one in world.record(head, record_id)["may"]]
    assert len(stages) == len(set(stages)) > 0


def test_a_link_opens_no_more_than_its_own_part(world: World, record_id: str):
    pass_on(world, record_id, world.trainer)
    link = world.link(record_id, OTHER)
    assert set(read(world, link, record_id)) == {"ask"}
    with pytest.raises(NotFound):
        read(world, world.person("trainer"), record_id)
