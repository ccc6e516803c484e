"""Feedback from your group (row 16 of the library): the teacher names the fellow learners. Whoever
is named is asked, by whatever step the stage of their role opens."""

from __future__ import annotations

from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden
from services.portfolio import queries, use_cases

from .test_rounds import close
from .world import World, publish

PART = dict.fromkeys(("prepares", "contributes", "room", "feedback"), {"v": 3})
SECOND = {"type": "person", "key": "second", "role": "second", "label": {"en": "Who else?"}}
CHAIN: dict[str, Any] = {
    "format": "form/1",
    "key": "kpb",
    "languages": ["en"],
    "title": {"en": "One after the other"},
    "frameworks": {},
    "scales": {},
    "stakes": "low",
    "roles": {
        "learner": {"who": "subject"},
        "assessor": {"who": "invited", "max": 1, "external": True, "auth": ["link", "device"]},
        "second": {"who": "invited", "min": 0, "max": 1, "auth": ["account"]},
    },
    "stages": [
        {"id": "ask", "by": ["learner"], "next": "assess"},
        {"id": "assess", "by": ["assessor"], "next": "look"},
        {"id": "look", "by": ["second"], "next": "done"},
    ],
    "items": [
        {"type": "text", "key": "seen", "by": "assessor", "label": {"en": "Seen"}},
        {"type": "text", "key": "too", "by": "second", "label": {"en": "Seen too"}},
    ],
}


@pytest.fixture
def peers(world: World) -> list[Principal]:
    return [world.person("learner") for _ in range(4)]


def named(*people: Principal) -> list[dict[str, Any]]:
    return [{"_id": str(one.person_id), "who": {"id": str(one.person_id)}} for one in people]


def set_up(world: World, record_id: str, *people: Principal) -> None:
    choice = {"work": "Wetenschapsproject", "peers": named(*people)}
    world.send(world.teacher, record_id, "set", choice)


@pytest.fixture
def record_id(world: World, peers: list[Principal]) -> str:
    found = world.start("peer-feedback", who=world.teacher)
    set_up(world, found, *peers)
    return found


def asked(world: World, stage: str = "collect") -> list[Any]:
    found = [one for one in world.events(contract.RequestChangedV1) if one.stage == stage]
    return [one.assessor_id for one in found if one.state == "open"]


def waiting(world: World, who: Principal) -> list[str]:
    tasks = world.see(who, contract.HOME, queries.home)["waiting"]
    return [one["stage"] for one in tasks]


def publish_chain(world: World, **changes: Any) -> None:
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", CHAIN | changes, number=2)


def test_everybody_whom_the_teacher_named_is_asked(world: World, peers, record_id: str):
    assert sorted(asked(world)) == sorted(one.person_id for one in peers)
    assert [waiting(world, one) for one in peers] == [["collect"]] * 4


def test_nobody_is_asked_before_the_teacher_has_sent_the_choice(world: World, peers):
    found = world.start("peer-feedback", who=world.teacher)
    world.do(
        world.teacher,
        contract.SAVE_DRAFT,
        use_cases.save_draft,
        record_id=found,
        stage="set",
        rev=0,
        answers={"peers": named(*peers)},
    )
    assert asked(world) == [] and waiting(world, peers[0]) == []


def test_one_more_in_a_correction_is_asked_too_and_nobody_twice(
    world: World, peers, record_id: str
):
    late = world.person("learner")
    fields = {"record_id": record_id, "stage": "set"}
    world.do(world.teacher, contract.CORRECT, use_cases.correct, **fields)
    set_up(world, record_id, *peers, late)
    assert sorted(asked(world)) == sorted(one.person_id for one in [*peers, late])


def test_a_name_that_is_taken_back_leaves_an_anonymous_round_as_it_is(
    world: World, peers, record_id: str
):
    """Else whoever could not be taken back would have answered."""
    fields = {"record_id": record_id, "stage": "set"}
    world.do(world.teacher, contract.CORRECT, use_cases.correct, **fields)
    set_up(world, record_id, *peers[:3])
    assert [waiting(world, one) for one in peers] == [["collect"]] * 4


def test_the_learner_and_people_of_elsewhere_cannot_be_named(world: World, elsewhere: World, peers):
    found = world.start("peer-feedback", who=world.teacher)
    with pytest.raises(contract.AnswersIncomplete) as refused:
        set_up(world, found, world.learner, elsewhere.learner, *peers[:2])
    assert sorted(one["code"] for one in refused.value.errors.values()) == ["nobody", "person_self"]
    assert asked(world) == []


def test_who_releases_the_round_asks_further_people_too(world: World, peers, record_id: str):
    late = world.person("learner")
    assessor = {"person_id": late.person_id}
    fields = {"record_id": record_id, "stage": "collect", "assessor": assessor}
    with pytest.raises(Forbidden):
        world.do(world.trainer, contract.ASK_RATER, use_cases.ask_rater, **fields)
    (told,) = world.record(world.teacher, record_id)["raters"]
    assert told["may_ask"] is True
    world.do(world.teacher, contract.ASK_RATER, use_cases.ask_rater, **fields)
    assert waiting(world, late) == ["collect"]


def test_the_round_runs_from_the_naming_to_the_release(world: World, peers, record_id: str):
    for number, one in enumerate(peers):
        words = {"part": PART, "strong": f"Woorden {number}."}
        world.send(one, record_id, "collect", words)
    close(world, world.teacher, record_id)
    world.pass_time(seconds=61)
    world.send(world.teacher, record_id, "release", {"comment": "Mooi."})
    world.pass_time(seconds=61)
    (read,) = world.record(world.learner, record_id)["rounds"]
    assert read["n"] == 4
    assert sorted(read["comments"]["strong"]) == [f"Woorden {number}." for number in range(4)]


def test_who_is_named_with_the_question_is_asked_once_the_question_opens_their_stage(
    world: World,
):
    stages = [
        {"id": "ask", "by": ["learner"], "next": "assess"},
        {"id": "assess", "by": ["assessor", "second"], "mode": "parallel", "next": "done"},
    ]
    items = [SECOND | {"by": "learner"}, *CHAIN["items"]]
    publish_chain(world, stages=stages, items=items)
    world.ask(answers={"second": {"id": str(world.head.person_id)}})
    assert world.head.person_id in asked(world, "assess")


def test_who_is_named_on_the_device_of_the_learner_is_asked(world: World):
    publish_chain(world, items=[SECOND | {"by": "assessor"}, *CHAIN["items"]])
    record_id = world.ask(assessor=None, on_device=True, answers={})["record_id"]
    world.do(
        world.learner,
        contract.SEND_ON_DEVICE,
        use_cases.send_on_device,
        record_id=record_id,
        stage="assess",
        answers={"second": {"id": str(world.head.person_id)}},
        actor_name="Dr. Mertens",
        actor_email="mertens@clinic.example",
    )
    assert asked(world, "look") == [world.head.person_id]
