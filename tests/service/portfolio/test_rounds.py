"""Anonymous rounds: nothing in the database, in an event or on a page tells who said what."""

from __future__ import annotations

import json

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries, use_cases

from .world import World, publish

SCALE = {
    "kind": "ordinal",
    "levels": [
        {"value": 1, "label": {"en": "Concern"}},
        {"value": 2, "label": {"en": "Some concern"}},
        {"value": 3, "label": {"en": "No concern"}},
    ],
}
ROUND = {
    "format": "form/1",
    "key": "kpb",
    "languages": ["en"],
    "title": {"en": "Team round"},
    "frameworks": {"area": "gp-areas@2023"},
    "scales": {"tab": SCALE},
    "roles": {
        "learner": {"who": "subject"},
        "coach": {"who": "related", "relation": "coach"},
        "colleague": {
            "who": "invited",
            "min": 3,
            "max": 20,
            "external": True,
            "auth": ["account", "link"],
        },
    },
    "stages": [
        {
            "id": "collect",
            "by": ["colleague"],
            "mode": "parallel",
            "join": "closed",
            "anonymous": {"min_group": 3, "comments": "shuffled"},
            "release": {"by": "coach", "after": "closed"},
            "open_to": {"learner": "released", "coach": "joined"},
            "remind": [3],
            "expires": 30,
            "can": ["decline"],
            "next": "release",
        },
        {"id": "release", "by": ["coach"], "act": "release", "next": "done"},
    ],
    "items": [
        {
            "type": "scale",
            "key": "team",
            "by": "colleague",
            "label": {"en": "Works in the team"},
            "scale": "tab",
            "required": True,
            "outcomes": ["area/collaboration"],
        },
        {"type": "text", "key": "said", "by": "colleague", "label": {"en": "Comment"}},
    ],
}
COMMENTS = ["Altijd rustig.", "Denkt mee.", "Mag vaker bellen.", "Prettige collega."]


@pytest.fixture
def coach(world: World) -> Principal:
    return a_coach(world)


def a_coach(world: World) -> Principal:
    found = world.person("coach")
    world.relate("coaches", found)
    return found


@pytest.fixture
def record_id(world: World, coach: Principal) -> str:
    return a_round(world)


def a_round(world: World) -> str:
    """Four colleagues are asked into one record, by mail."""
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", ROUND, number=2)
    first = world.ask(assessor={"email": "a0@praktijk.nl"}, answers={})
    for number in range(1, 4):
        world.ask(
            assessor={"email": f"a{number}@praktijk.nl"},
            answers={},
            record_id=first["record_id"],
        )
    return first["record_id"]


def answer(world: World, record_id: str, number: int) -> None:
    link = world.link(record_id, f"a{number}@praktijk.nl")
    answers = {"team": 3 if number else 2, "said": COMMENTS[number]}
    world.send(link, record_id, "collect", answers)


def test_further_raters_are_asked_into_the_same_record(world: World, record_id: str):
    asked = world.events(contract.RequestChangedV1)
    assert {str(e.record_id) for e in asked} == {record_id}
    assert len({e.participant_id for e in asked}) == 4


def test_an_answer_makes_no_event_and_no_contribution(world: World, record_id: str):
    before = len(world.rows("SELECT 1 FROM outbox"))
    answer(world, record_id, 0)
    assert len(world.rows("SELECT 1 FROM outbox")) == before
    assert world.rows("SELECT 1 FROM contribution") == []
    for reader in (world.learner, world.head):
        read = str(world.record(reader, record_id))
        assert COMMENTS[0] not in read
    stages = {
        one["stage"]: one for one in world.record(world.learner, record_id)["record"]["stages"]
    }
    assert {one["state"] for one in stages["collect"]["participants"]} == {"invited"}


def test_a_rater_may_send_again_while_the_round_is_open(world: World, record_id: str):
    link = world.link(record_id, "a1@praktijk.nl")
    world.send(link, record_id, "collect", {"team": 1, "said": "Eerst dit"})
    world.send(link, record_id, "collect", {"team": 3, "said": "Toch dit"})
    (kept,) = world.rows("SELECT answers FROM sealed_answer")
    assert kept[0]["said"] == "Toch dit"


def test_a_request_of_a_round_is_never_taken_back_whether_answered_or_not(
    world: World, record_id: str
):
    """Were only the answered ones refused, trying all would list who answered."""
    answer(world, record_id, 0)
    for (request_id,) in world.rows("SELECT id FROM request"):
        with pytest.raises(contract.NotNow) as found:
            world.do(
                world.learner,
                contract.WITHDRAW_REQUEST,
                use_cases.withdraw_request,
                request_id=request_id,
            )
        assert found.value.params["code"] == "anonymous_round"


def test_a_round_under_its_minimum_cannot_be_closed(world: World, coach, record_id: str):
    answer(world, record_id, 0)
    answer(world, record_id, 1)
    with pytest.raises(contract.NotNow):
        close(world, coach, record_id)


def close(world: World, who: Principal, record_id: str) -> None:
    """The morning after, when what was answered counts."""
    world.pass_time(days=1)
    close_now(world, who, record_id)


def close_now(world: World, who: Principal, record_id: str) -> None:
    world.do(who, contract.CLOSE_ROUND, use_cases.close_round, record_id=record_id, stage="collect")


def test_closing_shuffles_and_forgets_who_answered(world: World, coach, record_id: str):
    for number in range(4):
        answer(world, record_id, number)
        world.clock.forward(hours=5)
    close(world, coach, record_id)
    assert world.rows("SELECT 1 FROM sealed_answer") == []
    assert world.rows("SELECT 1 FROM draft") == []
    assert world.rows("SELECT 1 FROM idempotency WHERE operation = 'portfolio.send'") == []
    kept = world.rows("SELECT * FROM round_answer")
    assert sorted(row.answers["said"] for row in kept) == sorted(COMMENTS)
    people = {str(row[0]) for row in world.rows("SELECT id FROM participant")}
    assert not any(person in str(kept) for person in people)
    assert {row.id.version for row in kept} == {4}
    progress = json.dumps(world.rows("SELECT progress FROM record")[0][0]["stages"]["collect"])
    assert not any(person in progress for person in people)


def test_answers_are_not_written_in_the_order_of_the_raters(world: World, coach, record_id: str):
    emails = [f"b{number}@praktijk.nl" for number in range(8)]
    for email in emails:
        world.ask(assessor={"email": email}, answers={}, record_id=record_id)
    for email in emails:
        answers = {"team": 3, "said": email[:2]}
        world.send(world.link(record_id, email), record_id, "collect", answers)
    close(world, coach, record_id)
    written = [
        row[0]["said"] for row in world.rows("SELECT answers FROM round_answer ORDER BY ctid")
    ]
    assert sorted(written) == [email[:2] for email in emails]
    assert written != sorted(written)  # by chance once in 40,320 runs


def test_nothing_opens_to_the_learner_before_the_named_releaser_releases(
    world: World, coach, record_id: str
):
    for number in range(4):
        answer(world, record_id, number)
    close(world, coach, record_id)
    assert "Denkt mee" not in str(world.record(world.learner, record_id))
    assert world.rows("SELECT 1 FROM data_point") == []
    world.pass_time(seconds=61)
    world.send(coach, record_id, "release")
    world.pass_time(seconds=61)
    (found,) = world.record(world.learner, record_id)["rounds"]
    assert found["n"] == 4
    assert sorted(found["comments"]["said"]) == sorted(COMMENTS)
    (points,) = [e for e in world.events(contract.DataPointsRecordedV1) if e.points]
    assert [point["value"] for point in points.points] == [3]
    assert points.contribution_id not in {
        row[0] for row in world.rows("SELECT id FROM participant")
    }


def test_the_clock_closes_a_round_that_has_its_minimum(world: World, record_id: str):
    for number in range(3):
        answer(world, record_id, number)
    world.pass_time(days=31)
    assert world.rows("SELECT 1 FROM sealed_answer") == []
    assert len(world.rows("SELECT 1 FROM round_answer")) == 3


def test_no_event_of_a_whole_round_names_a_rater_beside_an_answer(
    world: World, coach, record_id: str
):
    known = len(world.rows("SELECT 1 FROM outbox"))
    raters = {str(e.participant_id) for e in world.events(contract.RequestChangedV1)}
    for number in range(4):
        answer(world, record_id, number)
    close(world, coach, record_id)
    told = world.rows("SELECT name, body FROM outbox ORDER BY id")[known:]
    requests = [json.loads(row.body) for row in told if "request" in row.name]
    # All requests end alike and together, whether answered or not; then the coach is asked.
    assert {one["state"] for one in requests if one["participant_id"] in raters} == {"submitted"}
    assert {one["state"] for one in requests if one["participant_id"] not in raters} == {"open"}
    assert not any("data_points" in row.name for row in told)


def test_nothing_the_learner_reads_moves_when_somebody_answers(world: World, coach, record_id: str):
    world.clock.forward(days=1)
    before = _followed(world, record_id)
    for number in range(4):
        answer(world, record_id, number)
        assert _followed(world, record_id) == before


def test_reminders_are_counted_alike_for_who_answered_and_who_did_not(
    world: World, coach, record_id: str
):
    answer(world, record_id, 0)
    told = len(world.events(contract.RequestChangedV1))
    world.pass_time(days=4)
    asked = world.see(world.learner, contract.ASKED, queries.asked, portfolio_id=world.portfolio_id)
    assert [one["reminders"] for one in asked["requests"]] == [1, 1, 1, 1]
    reminded = world.events(contract.RequestChangedV1)[told:]
    assert len(reminded) == 3  # the mail goes to those who have not answered


def _followed(world: World, record_id: str) -> str:
    """All a learner sees of a record from outside and inside."""
    home = world.see(world.learner, contract.HOME, queries.home)
    return json.dumps([home, world.record(world.learner, record_id)], default=str)


def test_a_round_under_its_minimum_ends_with_its_answers_destroyed_and_tells_everybody_alike(
    world: World, coach, record_id: str
):
    answer(world, record_id, 0)
    answer(world, record_id, 1)
    known = len(world.events(contract.RequestChangedV1))
    world.pass_time(days=31)
    for table in ("sealed_answer", "round_answer", "draft", "data_point"):
        assert world.rows(f"SELECT 1 FROM {table}") == []
    ended = [e for e in world.events(contract.RequestChangedV1)[known:] if e.state != "open"]
    assert {e.state for e in ended} == {"expired"}
    assert len({e.participant_id for e in ended}) == 4
    told = [e for e in world.events(contract.PersonInformedV1) if e.kind == "round_too_small"]
    assert {e.person_id for e in told} == {world.learner.person_id, coach.person_id}
    seen = world.record(world.learner, record_id)
    assert (seen["record"]["state"], seen["rounds"]) == ("expired", [])
    (one,) = seen["raters"]
    assert (one["too_few"], one["answered"], one["may_ask"]) == (True, 0, False)
    assert {each["state"] for each in one["people"]} == {"asked"}


def test_a_round_that_goes_on_without_its_minimum_leaves_the_releaser_at_work(
    world: World, coach: Principal
):
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    first = {
        "id": "plan",
        "by": ["learner"],
        "next": "collect",
    }
    collect = ROUND["stages"][0] | {"lapse": "go_on"}
    what = {"type": "text", "key": "what", "by": "learner", "label": {"en": "What"}}
    judged = {"type": "text", "key": "judged", "by": "coach", "label": {"en": "Judged"}}
    form = ROUND | {
        "stages": [first, collect, ROUND["stages"][1]],
        "items": [what, *ROUND["items"], judged],
    }
    publish(world.db, network, "form", form, number=2)
    record_id = world.ask(assessor={"email": "a0@praktijk.nl"}, answers={})["record_id"]
    world.pass_time(days=31)
    seen = world.record(coach, record_id)
    assert seen["record"]["state"] == "running"
    assert [one["stage"] for one in seen["may"]] == ["release"]
    world.send(coach, record_id, "release", {"judged": "On my own."})
    world.pass_time(seconds=61)
    after = world.record(world.learner, record_id)
    assert (after["record"]["state"], after["rounds"]) == ("done", [])
    assert after["raters"][0]["too_few"]
