"""A process that goes round, as the portfolio keeps it: what an earlier round holds back stays held
back, comes out once, and is nobody's to take back."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

import pytest

from libs.chassis import migrate
from libs.chassis.database import Database
from libs.chassis.principal import Principal
from libs.chassis.testing import FixedClock
from libs.contracts import portfolio as contract
from services.portfolio import use_cases
from tests.unit.formengine.test_earlier_rounds import FORM, LAST, MORE

from .test_named_assessors import ask_another, decline, hand_in, people
from .test_peer_round import waiting
from .world import World, publish, publish_library

# A form of the programme, of which the network publishes another version here.
KEY = "starrt"
BEFORE = "20261128_1510"


@pytest.fixture
def record_id(world: World) -> str:
    """The learner asked the trainer, who judged once and asks for another round; nothing of it
    opens to the learner before the head releases it."""
    form = copy.deepcopy(FORM) | {"key": KEY}
    form["stages"][1]["open_to"] = {"learner": "released", "office": "sent"}
    owner = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, owner, "form", form, number=2)
    found = world.start(KEY)
    asked = {"question": "x", "who": {"id": str(world.trainer.person_id)}}
    world.send(world.learner, found, "ask", asked)
    world.pass_time(minutes=5)
    world.send(world.trainer, found, "judge", MORE)
    world.pass_time(minutes=5)
    return found


def judged(world: World, who: Principal, record_id: str) -> list[int]:
    read = world.record(who, record_id)["contributions"]
    return sorted(one["answers"]["trust"] for one in read if one["stage"] == "judge")


def counting(world: World, record_id: str) -> list[int]:
    """The values that count now, of all rounds."""
    sql = "SELECT value FROM data_point WHERE record_id = :id AND superseded_at IS NULL"
    return sorted(int(value) for (value,) in world.rows(sql, id=record_id))


def hidden(world: World, record_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.record(world.learner, record_id)["hidden"]
    return found


def test_a_round_that_another_followed_opens_and_counts_with_its_release(
    world: World, record_id: str
):
    held = {"stage": "judge", "role": "assessor", "until": "released"}
    assert (judged(world, world.learner, record_id), counting(world, record_id)) == ([], [])
    assert hidden(world, record_id) == [held]
    assert judged(world, world.head, record_id) == [1]
    world.send(world.trainer, record_id, "judge", LAST)
    world.pass_time(days=1)
    assert (judged(world, world.learner, record_id), counting(world, record_id)) == ([], [])
    world.send(world.head, record_id, "open")
    assert hidden(world, record_id) == [held]
    world.pass_time(seconds=61)
    assert judged(world, world.learner, record_id) == [1, 3]
    assert counting(world, record_id) == [1, 3]
    assert hidden(world, record_id) == []


def test_a_send_that_began_the_next_round_promises_no_undo(world: World, record_id: str):
    told = world.send(world.trainer, record_id, "judge", MORE)
    assert (told["undo_until"], told["correct_until"]) == (told["sent_at"], None)


def test_a_record_of_before_holds_its_earlier_round_back_until_the_next_release(
    world: World, record_id: str
):
    (progress,) = world.rows("SELECT progress FROM record WHERE id = :id", id=record_id)[0]
    for one in progress["stages"].values():
        del one["rounds"]
    sql = "UPDATE record SET progress = CAST(:progress AS jsonb) WHERE id = :id RETURNING id"
    world.rows(sql, progress=json.dumps(progress), id=record_id)
    assert judged(world, world.learner, record_id) == []
    refuses_to_take_back(world, record_id)
    world.send(world.trainer, record_id, "judge", LAST)
    world.send(world.head, record_id, "open")
    world.pass_time(seconds=61)
    assert judged(world, world.learner, record_id) == [1, 3]


def test_what_stood_under_the_round_that_it_began_is_put_under_its_own(
    fresh_database, clock: FixedClock
):
    urls = fresh_database("portfolio")
    db = Database.standalone(urls.app_url, service="portfolio", clock=clock)
    network = uuid.uuid4()
    publish_library(db, network)
    world = World(db, clock, network)
    world.settle_in()
    coach = world.person("coach")
    world.relate("coaches", coach)
    found = remediation(world, coach)
    migrate.downgrade("services.portfolio", urls.owner_url, BEFORE)
    world.rows("UPDATE contribution SET cycle = -cycle - 1 WHERE stage = 'follow' RETURNING id")
    world.rows("UPDATE contribution SET cycle = -cycle WHERE cycle < 0 RETURNING id")
    assert followed(world, found) == ["Een keer op tijd."]
    migrate.upgrade("services.portfolio", urls.owner_url)
    assert followed(world, found) == ["Een keer op tijd.", "Twee keer op tijd."]
    db.close()


def remediation(world: World, coach: Principal) -> str:
    """A plan that the coach has followed up twice; a third time is to come."""
    found = world.start("remediation", who=world.head)
    target = {"_id": "a", "what": "Overlegt op tijd", "proof": "In vijf verslagen."}
    plan = {
        "reason": "Vijf keer te laat overlegd.",
        "targets": [target | {"due": "2026-11-01"}],
        "about": ["area/professionalism"],
        "support": "Wekelijks gesprek.",
        "assessors": people(world.trainer, world.teacher),
    }
    world.send(world.head, found, "plan", plan)
    world.send(world.learner, found, "reply", {"reaction": "Ik sta erachter."})
    for progress in ("Een keer op tijd.", "Twee keer op tijd."):
        world.send(coach, found, "follow", {"progress": progress, "ready": False})
    return found


def followed(world: World, record_id: str) -> list[str]:
    read = world.record(world.learner, record_id)["contributions"]
    return sorted(one["answers"]["progress"] for one in read if one["stage"] == "follow")


def test_every_follow_up_is_read_as_soon_as_it_is_sent_and_none_takes_the_place_of_another(
    world: World,
):
    coach = world.person("coach")
    world.relate("coaches", coach)
    found = remediation(world, coach)
    assert followed(world, found) == ["Een keer op tijd.", "Twee keer op tijd."]
    world.send(coach, found, "follow", {"progress": "Vijf keer op tijd.", "ready": True})
    assert len(followed(world, found)) == 3


def test_the_learner_never_takes_back_a_record_in_which_a_round_was_given(
    world: World, record_id: str
):
    refuses_to_take_back(world, record_id)
    world.pass_time(days=40)
    refuses_to_take_back(world, record_id)
    assert waiting(world, world.trainer) == ["judge"]


def refuses_to_take_back(world: World, record_id: str) -> None:
    assert world.record(world.learner, record_id)["withdrawable"] is False
    with pytest.raises(contract.NotNow) as refused:
        world.do(
            world.learner,
            contract.WITHDRAW_RECORD,
            use_cases.withdraw_record,
            record_id=record_id,
        )
    assert refused.value.params["code"] == "nothing_to_withdraw"


def test_who_declined_may_be_asked_anew_by_name_and_nobody_else_twice(world: World):
    record_id = hand_in(world, world.trainer, world.teacher)
    decline(world, world.trainer, record_id, "score")
    assert waiting(world, world.trainer) == []
    again = {"person_id": world.trainer.person_id}
    ask_another(world, world.learner, record_id, "score", **again)
    assert waiting(world, world.trainer) == ["score"]
    with pytest.raises(contract.NotNow) as refused:
        ask_another(world, world.learner, record_id, "score", **again)
    assert refused.value.params["code"] == "already_takes_part"
    decline(world, world.trainer, record_id, "score")
    assert waiting(world, world.trainer) == []
