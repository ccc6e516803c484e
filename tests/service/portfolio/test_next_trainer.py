"""The trainer of a placement and the next one hold the same relation, one after the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts.faults import NotFound

from .world import World

AREAS = {"medical": {"v": 2}, "communication": {"v": 3}, "collaboration": {"v": 2}}
LOOK_BACK = {"areas": AREAS, "overall": 2, "strong": "Contact.", "next_step": "Kiezen."}
REPLY = "Dit herken ik."


def placement(world: World) -> dict[str, Any]:
    day = world.clock().date()
    period = {"period_from": day - dt.timedelta(days=90), "period_to": day}
    return {"encounter_date": day, "place": "De Linde", **period}


@pytest.fixture
def next_trainer(world: World) -> Principal:
    """Somebody who becomes the learner's trainer a month from now."""
    found = world.person("trainer")
    world.relate("supervises", found, since=dt.date(2026, 10, 1))
    return found


@pytest.fixture
def record_id(world: World, next_trainer: Principal) -> str:
    """The look back and the reply, and then the next placement begins."""
    found = world.start("placement-end", who=world.trainer, context=placement(world))
    world.send(world.trainer, found, "draft", LOOK_BACK)
    world.send(world.learner, found, "respond", {"reply": REPLY})
    world.pass_time(days=35)
    return found


def read_by(world: World, who: Principal, record_id: str) -> dict[str, Any]:
    given = world.record(who, record_id)["contributions"]
    return {key: value for one in given for key, value in one["answers"].items()}


def test_a_next_trainer_reads_reply_and_transfer_only_when_they_are_passed_on(
    world: World, next_trainer: Principal, record_id: str
):
    assert read_by(world, next_trainer, record_id) == {}
    world.send(world.trainer, record_id, "transfer", {"for_next": "Ademplekken."})
    for who in (world.trainer, world.learner):
        world.send(who, record_id, "sign", {"seen": True})
    assert read_by(world, next_trainer, record_id) == {}
    assert read_by(world, world.trainer, record_id)["reply"] == REPLY
    world.send(world.learner, record_id, "pass_on", {"with_it": "Tot snel."})
    assert read_by(world, next_trainer, record_id) == {"with_it": "Tot snel."}
    world.pass_time(seconds=61)
    passed_on = {"with_it": "Tot snel.", "for_next": "Ademplekken.", "reply": REPLY}
    assert read_by(world, next_trainer, record_id) == passed_on


def test_the_trainer_of_the_placement_goes_on_also_after_it_ended(
    world: World, next_trainer: Principal, record_id: str
):
    told = world.rows(
        "SELECT role, person_id FROM participant WHERE record_id = :id AND role LIKE '%trainer'",
        id=record_id,
    )
    assert told == [("trainer", world.trainer.person_id)]
    assert read_by(world, world.trainer, record_id)["reply"] == REPLY
    world.send(world.trainer, record_id, "transfer", {"for_next": "Ademplekken."})


def test_a_next_trainer_steps_in_for_nobody(world: World, next_trainer: Principal, record_id: str):
    with pytest.raises(NotFound):
        world.send(next_trainer, record_id, "transfer", {"for_next": "Alles ging goed."})


def test_a_next_trainer_begins_the_next_one(world: World, next_trainer: Principal, record_id: str):
    found = world.start("placement-end", who=next_trainer, context=placement(world))
    world.send(next_trainer, found, "draft", LOOK_BACK)
