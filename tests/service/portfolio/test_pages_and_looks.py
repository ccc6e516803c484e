"""Lists in pages hold everything once, and every look, refused ones too, is written down."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from libs.chassis.looks import look
from libs.chassis.testing import call
from libs.contracts import portfolio as contract
from libs.contracts.base import Method
from libs.contracts.faults import NotFound
from services.portfolio import queries, use_cases

from .test_growth import GOAL, log_shift
from .world import World

FIVE = 5


def made(world: World, method: Method) -> None:
    """Five of what the method lists; of requests and goals one is no longer open."""
    fields = {"portfolio_id": world.portfolio_id}
    for number in range(FIVE):
        if method is contract.NOTES:
            write = (world.learner, contract.WRITE_NOTE, use_cases.write_note)
            world.do(*write, text=f"note {number}", **fields)
        elif method is contract.REGISTRATIONS:
            log_shift(world)
        elif method is contract.GOALS:
            world.send(world.learner, world.start("goal"), "draft", GOAL)
        else:
            asked = world.ask(assessor={"email": f"d{number}@praktijk.nl", "name": "D"})
            if number == 2:
                withdraw = (world.learner, contract.WITHDRAW_REQUEST, use_cases.withdraw_request)
                world.do(*withdraw, request_id=asked["request_id"])
        world.pass_time(minutes=2)


@pytest.mark.parametrize(
    ("method", "query", "name", "key"),
    [
        (contract.NOTES, queries.notes, "notes", "note_id"),
        (contract.REGISTRATIONS, queries.registrations, "registrations", "registration_id"),
        (contract.GOALS, queries.goals, "goals", "goal_id"),
        (contract.ASKED, queries.asked, "requests", "request_id"),
    ],
    ids=["notes", "registrations", "goals", "requests"],
)
def test_pages_hold_everything_once_and_in_order(
    world: World, method: Method, query: Callable[..., Any], name: str, key: str
):
    made(world, method)
    fields: dict[str, Any] = {"portfolio_id": world.portfolio_id}
    whole = [one[key] for one in world.see(world.learner, method, query, **fields)[name]]
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = world.see(world.learner, method, query, **fields, cursor=cursor, limit=2)
        found, cursor, pages = found + [one[key] for one in page[name]], page["next"], pages + 1
        assert len(page[name]) <= 2
    assert len(whole) == FIVE
    assert (found, pages) == (whole, 3)


def test_a_look_at_a_part_of_a_portfolio_names_right_and_purpose(world: World):
    fields = {"portfolio_id": world.portfolio_id}
    world.see(world.trainer, contract.REGISTRATIONS, queries.registrations, **fields)
    line = world.rows("SELECT * FROM audit ORDER BY id")[-1]
    assert (line.action, line.basis, line.purpose) == (
        "registrations.list",
        "supervises",
        "guidance",
    )
    assert (line.subject_id, line.outcome) == (world.learner.person_id, "success")


def test_a_refused_look_is_written_down(world: World):
    stranger = world.person("trainer")
    request = {"portfolio_id": world.portfolio_id}
    with pytest.raises(NotFound):
        look(world.db, call(stranger, contract.GOALS), queries.goals, request)
    line = world.rows("SELECT * FROM audit ORDER BY id")[-1]
    assert (line.action, line.outcome) == ("goals.refuse", "refused")
    assert (line.user_id, line.object_kind) == (stranger.person_id, "portfolio")
    assert line.object_id == str(world.portfolio_id)


def test_a_refused_act_is_written_down(world: World):
    stranger = world.person("trainer")
    record_id = world.start("goal")
    request = {"record_id": uuid.UUID(record_id)}
    with pytest.raises(NotFound):
        world.do(stranger, contract.CANCEL_DRAFT, use_cases.cancel_draft, **request)
    line = world.rows("SELECT * FROM audit ORDER BY id")[-1]
    assert (line.action, line.outcome) == ("cancel_draft.refuse", "refused")
    assert (line.user_id, line.object_id) == (stranger.person_id, record_id)
    assert (line.basis, line.purpose) == ("chassis.not_found", "none")


def test_an_act_names_right_and_purpose_too(world: World):
    world.start("goal")
    line = world.rows("SELECT * FROM audit ORDER BY id")[-1]
    assert (line.basis.split(":")[0], line.purpose) == ("owner", "own_portfolio")
