"""Feedback from the team (row 15 of the library) from start to release, as its file says."""

from __future__ import annotations

import datetime as dt

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden
from services.portfolio import use_cases

from .test_rounds import close
from .world import World

OWN = {"own": dict.fromkeys(("trust", "speech", "team", "access", "safety"), 3)}
DOCTORS = ["a0", "a1", "a2", "a3"]
OTHERS = ["b0", "b1", "b2", "b3"]


def named(who: str, group: str) -> dict[str, object]:
    address = f"{who}@praktijk.nl"
    return {"_id": who, "who": {"name": f"Collega {who}", "email": address, "group": group}}


RATERS = [named(one, "doctors") for one in DOCTORS] + [named(one, "others") for one in OTHERS]


@pytest.fixture
def coach(world: World) -> Principal:
    found = world.person("coach")
    world.relate("coaches", found)
    return found


@pytest.fixture
def chosen(world: World, coach: Principal) -> str:
    record_id = world.start("team-feedback")
    world.send(world.learner, record_id, "self", OWN)
    world.send(world.learner, record_id, "choose", {"raters": RATERS})
    return record_id


@pytest.fixture
def agreed(world: World, coach: Principal, chosen: str) -> str:
    world.send(coach, chosen, "agree", {})
    return chosen


def asked(world: World, record_id: str) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for row in world.rows(
            "SELECT p.email, p.group_key FROM request r JOIN participant p"
            " ON p.id = r.participant_id WHERE r.record_id = :id AND r.stage = 'collect'"
            " AND r.state = 'open' ORDER BY p.email",
            id=record_id,
        )
    ]


def answer(world: World, record_id: str, who: str, value: int = 3) -> None:
    rows = dict.fromkeys(("trust", "speech", "team", "access", "safety"), {"v": value})
    link = world.link(record_id, f"{who}@praktijk.nl")
    world.send(link, record_id, "collect", {"view": rows, "strong": f"Woorden van {who}."})


def raters(world: World, who: Principal, record_id: str) -> dict[str, object]:
    (found,) = world.record(who, record_id)["raters"]
    return found


def test_nobody_is_asked_before_the_coach_agrees(world: World, chosen: str):
    assert asked(world, chosen) == []
    assert world.record(world.learner, chosen)["raters"] == []


def test_agreeing_asks_everybody_who_was_named_with_their_group(world: World, agreed: str):
    wanted = [(f"{one}@praktijk.nl", "doctors") for one in DOCTORS]
    assert asked(world, agreed) == wanted + [(f"{one}@praktijk.nl", "others") for one in OTHERS]
    assert len(world.events(contract.RequestChangedV1)) >= 8


def test_somebody_named_afterwards_is_not_asked_unagreed(world: World, coach, agreed: str):
    world.do(
        world.learner,
        contract.CORRECT,
        use_cases.correct,
        record_id=agreed,
        stage="choose",
    )
    with_one_more = [*RATERS, named("c9", "others")]
    world.send(world.learner, agreed, "choose", {"raters": with_one_more})
    assert ("c9@praktijk.nl", "others") not in asked(world, agreed)


def test_who_agreed_cannot_take_it_back_once_the_colleagues_are_asked(
    world: World, coach, chosen: str
):
    """Also while nobody has answered: that it is refused would tell of the first answer."""
    receipt, agreed = world.send(coach, chosen, "agree", {}), chosen
    assert (receipt["undo_until"], receipt["correct_until"]) == (receipt["sent_at"], None)
    seen = world.record(coach, agreed)
    assert (seen["undo_until"], seen["withdrawable"]) == (None, False)
    with pytest.raises(contract.NotNow):
        world.do(coach, contract.UNDO_SEND, use_cases.undo_send, record_id=agreed, stage="agree")
    assert len(asked(world, agreed)) == 8


def test_the_choice_must_name_each_once_with_a_group_and_never_the_learner(
    world: World, chosen: str, coach
):
    world.do(
        coach,
        contract.RETURN_RECORD,
        use_cases.return_record,
        record_id=chosen,
        stage="agree",
        reason="Too few",
    )
    wrong = [*RATERS[:6], {**RATERS[0], "_id": "again"}, named("d0", "nobody")]
    with pytest.raises(contract.AnswersIncomplete) as refused:
        world.send(world.learner, chosen, "choose", {"raters": wrong})
    codes = {name: one["code"] for name, one in refused.value.errors.items()}
    assert codes == {"raters.again": "person_twice", "raters.d0": "group"}


def test_further_raters_are_asked_by_the_coach_alone(world: World, coach, agreed: str):
    more = {"email": "c1@praktijk.nl", "name": "Collega C", "group": "others"}
    fields = {"record_id": agreed, "stage": "collect", "assessor": more}
    with pytest.raises(Forbidden):
        world.do(world.learner, contract.ASK_RATER, use_cases.ask_rater, **fields)
    world.do(coach, contract.ASK_RATER, use_cases.ask_rater, **fields)
    assert ("c1@praktijk.nl", "others") in asked(world, agreed)
    with pytest.raises(contract.NotNow):
        world.do(coach, contract.ASK_RATER, use_cases.ask_rater, **fields)


def test_how_many_answered_is_told_once_a_day(world: World, coach, agreed: str):
    world.pass_time(hours=1)
    answer(world, agreed, "a0")
    assert (raters(world, world.learner, agreed)["asked"],) == (8,)
    assert raters(world, world.learner, agreed)["answered"] == 0
    world.pass_time(days=1)
    assert raters(world, world.learner, agreed)["answered"] == 1
    assert {one["state"] for one in raters(world, coach, agreed)["people"]} == {"asked"}


def test_the_coach_closes_reads_and_releases_and_then_the_learner_reads(
    world: World, coach, agreed: str
):
    for who in DOCTORS:
        answer(world, agreed, who)
    world.pass_time(days=1)
    assert raters(world, coach, agreed)["may_close"] is False
    for who in OTHERS:
        answer(world, agreed, who, 2)
    assert raters(world, coach, agreed)["may_close"] is False
    world.pass_time(days=1)
    assert raters(world, world.learner, agreed)["may_close"] is False
    assert raters(world, coach, agreed)["may_close"] is True
    close(world, coach, agreed)
    world.pass_time(seconds=61)
    (summed,) = world.record(coach, agreed)["rounds"]
    assert summed["n"] == 8 and summed["groups"] == {"doctors": 4, "others": 4}
    assert world.record(world.learner, agreed)["rounds"] == []
    world.send(coach, agreed, "release", {"comment": "Mooi."})
    world.pass_time(seconds=61)
    (released,) = world.record(world.learner, agreed)["rounds"]
    assert sorted(released["comments"]["strong"]) == [
        f"Woorden van {one}." for one in sorted(DOCTORS + OTHERS)
    ]
    world.send(world.learner, agreed, "discuss", {"report": "Vaker bellen."})
    world.pass_time(seconds=61)
    assert world.record(world.learner, agreed)["record"]["state"] == "done"


def round_of(world: World, coach: Principal, raters: list[dict[str, object]]) -> str:
    """A round with these raters, all of whom answer, closed the day after."""
    record_id = world.start("team-feedback")
    world.send(world.learner, record_id, "self", OWN)
    world.send(world.learner, record_id, "choose", {"raters": raters})
    world.send(coach, record_id, "agree", {})
    for one in raters:
        answer(world, record_id, str(one["_id"]))
    close(world, coach, record_id)
    return record_id


def test_who_releases_is_told_that_one_rater_more_than_last_time_is_told_apart(
    world: World, coach: Principal
):
    first = round_of(world, coach, RATERS)
    assert raters(world, coach, first)["near"] is None
    world.pass_time(days=60)
    second = round_of(world, coach, [*RATERS, named("c9", "others")])
    near = raters(world, coach, second)["near"]
    closed_at = dt.datetime.fromisoformat(near["closed_at"])
    assert (near["people"], near["group"]) == (1, None)
    assert (world.clock() - closed_at).days == 61
    assert raters(world, world.learner, second)["near"] is None
    assert raters(world, coach, first)["near"] is None


def test_one_more_in_a_group_is_told_apart_though_another_group_is_quite_another(
    world: World, coach: Principal
):
    round_of(world, coach, RATERS)
    world.pass_time(days=60)
    doctors = [named(one, "doctors") for one in [*DOCTORS, "a9"]]
    second = round_of(world, coach, [*doctors, *(named(f"c{n}", "others") for n in range(4))])
    near = raters(world, coach, second)["near"]
    assert (near["people"], near["group"]) == (1, "doctors")


def test_nobody_is_warned_of_other_raters_or_of_a_round_long_ago(world: World, coach: Principal):
    round_of(world, coach, RATERS)
    others = [named(f"c{n}", "others") for n in range(3)]
    assert raters(world, coach, round_of(world, coach, [*RATERS, *others]))["near"] is None
    world.pass_time(days=200)
    last = round_of(world, coach, [*RATERS, named("c9", "others")])
    assert raters(world, coach, last)["near"] is None


def test_the_coach_is_told_while_others_can_still_be_asked(world: World, coach: Principal):
    round_of(world, coach, RATERS)
    record_id = world.start("team-feedback")
    world.send(world.learner, record_id, "self", OWN)
    more = [*RATERS, named("c8", "others"), named("c9", "others")]
    world.send(world.learner, record_id, "choose", {"raters": more})
    world.send(coach, record_id, "agree", {})
    found = raters(world, coach, record_id)
    assert (found["state"], found["near"]["people"]) == ("open", 2)
