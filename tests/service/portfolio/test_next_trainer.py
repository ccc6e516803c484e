"""The trainer of a placement and the next one hold the same relation, one after the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries
from services.portfolio.use_cases.erasure import erase_person

from .world import World

COMMUNICATION = "gp-areas/communication"

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


def found_by(world: World, who: Principal, word: str = "Contact") -> dict[str, Any]:
    """What somebody finds of the portfolio without opening the record: values of an area with the
    words beside them, data points, and whether a word of it leads there."""
    of = {"portfolio_id": world.portfolio_id}
    area = world.see(who, contract.AREA_CONTENT, queries.area_content, **of, lineage=COMMUNICATION)
    points = world.see(who, contract.DATA_POINTS, queries.data_points, **of)["data_points"]
    searched = world.see(who, contract.RECORDS, queries.records, **of, search=word)
    return {
        "area": len(area["entries"]),
        "points": sorted({one["item"] for one in points}),
        "searched": len(searched["records"]),
    }


EVERYTHING = {"area": 1, "points": ["areas"], "searched": 1}
NOTHING = {"area": 0, "points": [], "searched": 0}


def test_the_look_back_is_in_the_portfolio_for_who_may_read_it_alone(
    world: World, next_trainer: Principal, record_id: str
):
    coach = world.person("coach")
    world.relate("coaches", coach, since=dt.date(2026, 1, 1))
    for who in (world.learner, world.trainer, world.teacher, world.head, coach):
        assert found_by(world, who) == EVERYTHING, who.roles
    assert found_by(world, next_trainer) == NOTHING
    told = [one for one in world.events(contract.DataPointsRecordedV1) if one.points][-1]
    others = {"learner", "teacher", "coach", "head", "secretary", "committee"}
    assert {tuple(one["see"]) for one in told.points} == {
        tuple(sorted(others | {str(world.trainer.person_id)}))
    }


def test_a_next_trainer_finds_the_transfer_once_it_is_passed_on(
    world: World, next_trainer: Principal, record_id: str
):
    world.send(world.trainer, record_id, "transfer", {"for_next": "Ademplekken."})
    for who in (world.trainer, world.learner):
        world.send(who, record_id, "sign", {"seen": True})
    assert found_by(world, next_trainer, "Ademplek") == NOTHING
    world.send(world.learner, record_id, "pass_on")
    world.pass_time(seconds=61)
    assert found_by(world, next_trainer, "Ademplek") == NOTHING | {"searched": 1}
    assert found_by(world, next_trainer) == NOTHING


def test_who_is_erased_is_named_no_more_in_what_they_could_read(world: World, record_id: str):
    see = "SELECT count(*) FROM data_point WHERE :id = ANY (see)"
    named = {"id": str(world.trainer.person_id)}
    assert world.rows(see, **named)[0][0] > 0
    world.db.run(world.head, lambda tx: erase_person(tx, world.trainer.person_id))
    assert world.rows(see, **named) == [(0,)]
    assert found_by(world, world.teacher) == EVERYTHING
