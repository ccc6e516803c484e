"""Supporting templates about trainers and courses: such a person has a portfolio of their own, in a
programme for trainers, and stands there where the learner does otherwise."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries, use_cases

from .world import World

PROGRAMME = "trainer-development"


@pytest.fixture
def joost(world: World) -> Principal:
    """A trainer of others who is enrolled as a learner too, and has a teacher for that."""
    found = world.person("trainer", "learner")
    world.enrol(found, programme_key=PROGRAMME)
    world.relate("teaches", world.teacher, learner=found)
    return found


@pytest.fixture
def place(world: World, joost: Principal) -> uuid.UUID:
    return world.portfolio_of(joost)


def ask(world: World, who: Principal, record_id: str, trainee: Principal) -> None:
    about = {"record_id": record_id, "stage": "collect"}
    assessor = {"person_id": trainee.person_id}
    world.do(who, contract.ASK_RATER, use_cases.ask_rater, **about, assessor=assessor)


def rounds_of(world: World, who: Principal, record_id: str) -> list[dict[str, Any]]:
    return world.record(who, record_id)["rounds"]


@pytest.mark.parametrize("form", ["support-placement-evaluation", "support-course-evaluation"])
def test_trainees_tell_of_a_trainer_or_a_course_without_their_names(
    world: World, joost: Principal, place: uuid.UUID, form: str
):
    secretary = world.person("secretary")
    record_id = world.start(form, who=secretary, portfolio_id=place)
    world.send(secretary, record_id, "open", {"about": "Praktijk De Linde, 2026"})
    trainees = [world.person("learner") for _ in range(5)]
    for trainee in trainees:
        ask(world, world.head, record_id, trainee)
    answers = {"views": _views(world, record_id), "keep": "De vaste middag."}
    for trainee in trainees:
        world.send(trainee, record_id, "collect", answers)
    fields = {"record_id": record_id, "stage": "collect"}
    world.pass_time(days=1)
    world.do(world.head, contract.CLOSE_ROUND, use_cases.close_round, **fields)
    world.pass_time(seconds=61)
    assert rounds_of(world, joost, record_id) == []
    world.send(world.head, record_id, "release", {})
    world.pass_time(seconds=61)
    (told,) = rounds_of(world, joost, record_id)
    assert told["n"] == 5
    world.send(joost, record_id, "respond", {"plan": "De middag blijft."})


def _views(world: World, record_id: str) -> dict[str, Any]:
    (row,) = world.rows(
        "SELECT d.document FROM definition d JOIN record r ON r.form_hash = d.hash"
        " WHERE r.id = :id",
        id=record_id,
    )
    views = next(one for one in row.document["items"] if one["key"] == "views")
    return {one["key"]: {"v": 4} for one in views["rows"]}


def test_a_teacher_gives_feedback_on_feedback_and_its_giver_reads_it(
    world: World, joost: Principal, place: uuid.UUID
):
    record_id = world.start("support-feedback-quality", who=world.teacher, portfolio_id=place)
    answers = {
        "quote": "Je liet de patiënt uitpraten.",
        "quality": {"evidence": 2, "suggestion": True, "connection": True},
        "strong": "U beschrijft wat u zag.",
        "next_step": "Noem ook het effect.",
    }
    world.send(world.teacher, record_id, "read", answers)
    (read,) = world.record(joost, record_id)["contributions"]
    assert read["answers"]["strong"] == "U beschrijft wat u zag."


def test_what_a_trainer_did_to_become_better_counts_once_it_is_confirmed(
    world: World, joost: Principal, place: uuid.UUID
):
    record_id = world.start("support-trainer-record", who=joost, portfolio_id=place)
    answers = {"sort": "peers", "title": "Intervisie", "hours": 3, "learned": "Langer wachten."}
    world.send(joost, record_id, "log", answers)
    world.send(world.person("secretary"), record_id, "confirm", {})
    found = world.see(joost, contract.REGISTRATIONS, queries.registrations, portfolio_id=place)
    assert [one["state"] for one in found["registrations"]] == ["approved"]


@pytest.mark.parametrize("form", ["support-placement-evaluation", "support-trainer-record"])
def test_who_has_no_such_portfolio_has_no_place_for_it(world: World, form: str):
    with pytest.raises(contract.FormNotOffered):
        world.start(form, who=world.head)
