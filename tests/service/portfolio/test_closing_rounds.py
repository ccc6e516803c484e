"""An attack on anonymous rounds that are open: who follows one looks at it and tries to close it,
again and again, to learn the minute of the answer on which closing hung."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries

from .test_rounds import a_coach, a_round, answer, close_now
from .world import World

# When the day after that of the answers begins where the institution is.
MORNINGS = {
    "Europe/Amsterdam": dt.datetime(2026, 9, 1, 22, tzinfo=dt.UTC),
    "Pacific/Auckland": dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC),
    "America/Curacao": dt.datetime(2026, 9, 2, 4, tzinfo=dt.UTC),
}


def told(world: World, who: Principal, record_id: str) -> tuple[str, str]:
    """All that somebody reads of a record, and what comes of closing its round."""
    home = world.see(who, contract.HOME, queries.home)
    read = json.dumps([home, world.record(who, record_id)], default=str)
    with pytest.raises(contract.NotNow) as found:
        close_now(world, who, record_id)
    return read, str(found.value.params["code"])


@pytest.mark.parametrize("zone", MORNINGS)
def test_who_looks_and_tries_all_day_does_not_learn_when_the_deciding_answer_came(
    world: World, zone: str
):
    coach = dataclasses.replace(a_coach(world), zone=zone)
    record_id = a_round(world)
    first = told(world, coach, record_id)
    assert first[1] == "round_not_closable"
    for number in range(4):
        answer(world, record_id, number)
        world.clock.forward(minutes=7)
        assert told(world, coach, record_id) == first
    until = MORNINGS[zone] - world.clock()
    world.pass_time(seconds=until.total_seconds() - 1)
    assert told(world, coach, record_id) == first
    world.pass_time(seconds=1)
    (counted,) = world.record(coach, record_id)["raters"]
    assert (counted["answered"], counted["may_close"]) == (4, True)
    close_now(world, coach, record_id)
    assert len(world.rows("SELECT 1 FROM round_answer")) == 4


def test_an_answer_sent_again_counts_as_of_when_it_was_sent_first(world: World):
    coach = a_coach(world)
    record_id = a_round(world)
    for number in range(3):
        answer(world, record_id, number)
    world.pass_time(hours=20)
    for number in range(4):
        answer(world, record_id, number)
        (counted,) = world.record(coach, record_id)["raters"]
        assert (counted["answered"], counted["may_close"]) == (3, True)
    close_now(world, coach, record_id)
    assert len(world.rows("SELECT 1 FROM round_answer")) == 4
