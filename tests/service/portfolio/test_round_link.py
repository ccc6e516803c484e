"""The link of an anonymous round (patients, row 17 of the library): anybody who has it answers, and
nothing that is kept says when, by which device or how often."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound
from services.portfolio import use_cases
from services.portfolio.service import PortfolioService

from .test_rounds import close
from .world import World
from .world import call as call_of

ROWS = ("ease", "listen", "serious", "explain", "decide", "examine", "after")
ENOUGH = 20


def said(number: int) -> dict[str, Any]:
    rows = {row: {"v": 5 + number % 3} for row in ROWS}
    return {"visit": rows, "whole": {"v": 6}, "strong": f"Woorden {number}."}


@pytest.fixture
def record_id(world: World) -> str:
    return a_round_of_patients(world)


def a_round_of_patients(world: World) -> str:
    found = world.start(
        "patient-feedback",
        context={
            "encounter_date": "2026-09-01",
            "period_from": "2026-08-01",
            "period_to": "2026-09-01",
        },
    )
    world.send(world.learner, found, "open", {"how": ["code"]})
    return found


def call(world: World, who: Principal, record_id: str, name: str, stage: str = "collect") -> Any:
    method = getattr(contract, f"{name.upper()}_ROUND_LINK")
    use_case = getattr(use_cases, f"{name}_round_link")
    return world.do(who, method, use_case, record_id=record_id, stage=stage)


def opened(world: World, record_id: str, who: Principal | None = None) -> Principal:
    """The link of the round, as the gateway lets its holder act."""
    door = call(world, who or world.learner, record_id, "open")["participant_id"]
    return Principal(
        kind="link",
        issuer="gateway",
        institution_id=world.institution,
        network_id=world.network,
        assurance="link",
        link_record_id=uuid.UUID(str(record_id)),
        link_participant_id=uuid.UUID(str(door)),
        link_request_id=uuid.UUID(str(door)),
    )


def answer(world: World, door: Principal, record_id: str, *numbers: int) -> None:
    for number in numbers:
        world.send(door, record_id, "collect", said(number))


def told(world: World, who: Principal, record_id: str) -> dict[str, Any]:
    (found,) = world.record(who, record_id)["raters"]
    return found


def test_the_learner_and_who_releases_make_the_link_and_nobody_else(world: World, record_id: str):
    assert opened(world, record_id, world.trainer)
    assert opened(world, record_id)
    with pytest.raises(Forbidden):
        call(world, world.teacher, record_id, "open")
    with pytest.raises(NotFound):
        call(world, world.person("trainer"), record_id, "open")
    with pytest.raises(contract.NotNow):
        call(world, world.learner, record_id, "open", stage="respond")


class Accounts:
    """Makes a token for a door, another one each time."""

    def __init__(self) -> None:
        self.doors: list[str] = []

    def call(self, _method: Any, _principal: Principal, **fields: Any) -> dict[str, Any]:
        self.doors.append(str(fields["participant_id"]))
        return {"token": f"token-{len(self.doors)}"}


def by_service(world: World, accounts: Accounts, record_id: str, key: str) -> dict[str, Any]:
    """The link as the gateway is told it."""
    portfolio = PortfolioService()
    portfolio.database, portfolio.rpc_client = world.db, accounts
    asked = {"record_id": uuid.UUID(record_id), "stage": "collect"}
    method = contract.OPEN_ROUND_LINK
    found: dict[str, Any] = portfolio.open_round_link(
        call_of(world.learner, method, idempotency_key=key), asked
    )
    return found


def test_a_link_asked_for_again_with_its_key_leaves_the_one_already_printed_working(
    world: World, record_id: str
):
    accounts = Accounts()
    first = by_service(world, accounts, record_id, "key-of-the-first")
    again = by_service(world, accounts, record_id, "key-of-the-first")
    assert accounts.doors[0] == accounts.doors[1]
    assert again == first | {"token": "token-2"}
    standing = "SELECT id FROM participant WHERE walk_in AND is_active"
    assert [str(row.id) for row in world.rows(standing)] == accounts.doors[:1]
    by_service(world, accounts, record_id, "key-of-the-second")
    assert [str(row.id) for row in world.rows(standing)] == accounts.doors[2:]
    # The first link is shut: no token of it is told any more.
    with pytest.raises(contract.NotNow):
        by_service(world, accounts, record_id, "key-of-the-first")
    assert len(accounts.doors) == 3
    assert accounts.doors[2] != accounts.doors[0]


def test_everybody_who_has_the_link_gets_an_empty_form_and_is_told_of_nobody(
    world: World, record_id: str
):
    door = opened(world, record_id)
    answer(world, door, record_id, 0)
    read = world.record(door, record_id)
    (act,) = read["may"]
    assert (act["stage"], act["answers"], act["rev"]) == ("collect", {}, 0)
    assert read["contributions"] == [] and read["raters"] == []
    assert all(not stage["participants"] for stage in read["record"]["stages"])
    assert "Woorden" not in json.dumps(read, default=str)


def test_each_send_is_one_sealed_answer(world: World, record_id: str):
    door = opened(world, record_id)
    answer(world, door, record_id, 0, 1, 2)
    sealed = world.rows("SELECT participant_id FROM sealed_answer")
    assert len({row[0] for row in sealed}) == 3
    known = {row[0] for row in world.rows("SELECT id FROM participant")}
    assert not known & {row[0] for row in sealed}


def test_an_answer_leaves_no_event_no_row_of_a_person_and_no_line_in_the_audit(
    world: World, record_id: str
):
    door = opened(world, record_id)
    counted = "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM participant), (SELECT"
    counted += " count(*) FROM request), (SELECT count(*) FROM audit), (SELECT count(*) FROM task)"
    before = world.rows(counted)
    world.record(door, record_id)
    answer(world, door, record_id, 0, 1)
    assert world.rows(counted) == before


def test_who_made_the_link_sees_no_more_than_how_many_had_come_this_morning(
    world: World, record_id: str
):
    door = opened(world, record_id)
    world.pass_time(hours=1)
    before = json.dumps(world.record(world.learner, record_id), default=str)
    answer(world, door, record_id, 0, 1, 2)
    assert json.dumps(world.record(world.learner, record_id), default=str) == before
    assert (told(world, world.learner, record_id)["asked"],) == (0,)
    world.pass_time(days=1)
    found = told(world, world.trainer, record_id)
    assert (found["asked"], found["answered"], found["people"]) == (0, 3, [])
    assert found["link"] == {"state": "open", "came": 3}


def test_a_link_does_nothing_but_send(world: World, record_id: str):
    """What one did by a shared link (a draft, declining) would be done for all others."""
    door = opened(world, record_id)
    about = {"record_id": record_id, "stage": "collect"}
    answer(world, door, record_id, 0)
    tries: tuple[tuple[Any, Any, dict[str, Any]], ...] = (
        (contract.SAVE_DRAFT, use_cases.save_draft, {"rev": 0, "answers": {}}),
        (contract.DECLINE, use_cases.decline, {}),
        (contract.PASS_ON, use_cases.pass_on, {"email": "x@praktijk.nl"}),
        (contract.UNDO_SEND, use_cases.undo_send, {}),
        (contract.CORRECT, use_cases.correct, {}),
    )
    for method, use_case, more in tries:
        with pytest.raises(contract.NotNow):
            world.do(door, method, use_case, **about, **more)
    assert world.rows("SELECT 1 FROM draft") == []
    answer(world, door, record_id, 1)


def test_a_new_link_ends_the_one_before_and_a_stopped_one_lets_nobody_in(
    world: World, record_id: str
):
    first = opened(world, record_id)
    answer(world, first, record_id, 0)
    second = opened(world, record_id)
    with pytest.raises(NotFound):
        answer(world, first, record_id, 1)
    answer(world, second, record_id, 2)
    call(world, world.trainer, record_id, "stop")
    with pytest.raises(NotFound):
        world.record(second, record_id)
    assert told(world, world.learner, record_id)["link"]["state"] == "none"
    assert len(world.rows("SELECT 1 FROM sealed_answer")) == 2


def test_no_more_answers_are_taken_than_the_form_asks_for(world: World, record_id: str):
    door = opened(world, record_id)
    answer(world, door, record_id, *range(40))
    with pytest.raises(contract.NotNow) as full:
        answer(world, door, record_id, 40)
    assert full.value.params["code"] == "role_is_full"
    assert len(world.rows("SELECT 1 FROM sealed_answer")) == 40


def test_closing_forgets_when_they_came_and_tells_the_releaser_how_many(
    world: World, record_id: str
):
    door = opened(world, record_id)
    for number in range(ENOUGH):
        answer(world, door, record_id, number)
        world.clock.forward(minutes=50)
    close(world, world.trainer, record_id)
    assert world.rows("SELECT 1 FROM sealed_answer") == []
    assert (
        world.rows(
            "SELECT 1 FROM idempotency WHERE operation = 'portfolio.send' AND principal = :door",
            door=str(door.link_participant_id),
        )
        == []
    )
    progress = world.rows("SELECT progress FROM record")[0][0]
    assert {one["auth"] for one in progress["participants"]} == {"account"}
    assert progress["stages"]["collect"]["contributions"] == []
    with pytest.raises((NotFound, contract.NotNow)):
        answer(world, door, record_id, 99)
    assert told(world, world.trainer, record_id)["link"] == {"state": "none", "came": ENOUGH}


def test_the_round_goes_on_to_the_release_with_answers_by_nobody(world: World, record_id: str):
    door = opened(world, record_id)
    answer(world, door, record_id, *range(ENOUGH))
    close(world, world.trainer, record_id)
    world.pass_time(seconds=61)
    world.send(world.trainer, record_id, "release", {"comment": "Mooi."})
    world.pass_time(seconds=61)
    (read,) = world.record(world.learner, record_id)["rounds"]
    assert read["n"] == ENOUGH
    assert len(read["comments"]["strong"]) == ENOUGH


def test_a_round_that_ran_out_is_not_opened_again_by_somebody_with_the_link(
    world: World, record_id: str
):
    door = opened(world, record_id)
    answer(world, door, record_id, 0)
    world.pass_time(days=91)
    with pytest.raises((NotFound, contract.NotNow)):
        answer(world, door, record_id, 1)
