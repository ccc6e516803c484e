"""Dossiers that belong to one way through the programme only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from libs.contracts import portfolio as contract
from libs.contracts.faults import InvalidRequest
from services.portfolio import queries

from .test_plans import programme
from .world import KPB, World

FORM = "nursing-reflection"  # The programme has it in no dossier.
ROUTE = {
    "key": "track",
    "title": {"en": "Track"},
    "by": "learner",
    "options": [
        {"key": "day", "title": {"en": "By day"}, "dossiers": ["practice"]},
        {"key": "night", "title": {"en": "By night"}, "dossiers": ["shifts"]},
    ],
}


@pytest.fixture
def ways(world: World) -> World:
    """Everybody is on the first of two ways, each with a dossier of its own."""
    world.hear_published(programme(routes=[ROUTE]), 2)
    return world


def take(world: World, option: str, **more: Any) -> str:
    return world.adapt("route", choice="track", option=option, **more)


def dossiers(world: World, **who: Any) -> dict[str, Any]:
    fields = {"portfolio_id": who.get("portfolio_id", world.portfolio_id)}
    reader = who.get("who", world.learner)
    found = world.see(reader, contract.DOSSIERS, queries.dossiers, **fields)
    return {one["key"]: one for one in found["dossiers"]}


def test_a_way_brings_its_dossier_and_the_other_one_goes_with_its_forms(ways: World):
    assert {"practice", "shifts"} & dossiers(ways).keys() == {"practice"}
    with pytest.raises(contract.FormNotOffered):
        ways.start("shift")
    taken = take(ways, "night", who=ways.learner)
    assert {"practice", "shifts"} & dossiers(ways).keys() == {"shifts"}
    ways.start("shift")
    with pytest.raises(contract.FormNotOffered):
        ways.ask()
    ways.end(taken, ways.learner)
    assert dossiers(ways)["practice"]["forms"]
    ways.ask()


def test_who_is_enrolled_begins_on_the_first_way(ways: World):
    newcomer = ways.person("learner")
    ways.enrol(newcomer)
    found = dossiers(ways, who=newcomer, portfolio_id=ways.portfolio_of(newcomer))
    assert {"practice", "shifts"} & found.keys() == {"practice"}


def test_what_was_begun_on_the_other_way_stays_to_be_read_and_is_finished(ways: World):
    record_id = ways.ask()["record_id"]
    take(ways, "night")
    for reader in (ways.learner, ways.trainer):
        practice = dossiers(ways, who=reader)["practice"]
        assert [str(one["record_id"]) for one in practice["records"]] == [str(record_id)]
        assert (practice["forms"], practice["needed"]) == ([], None)
    with pytest.raises(contract.FormNotOffered):
        ways.ask(assessor={"email": "bakker@praktijk.nl"})
    ways.send(ways.link(record_id), record_id, "assess", KPB)
    assert dossiers(ways)["practice"]["count"] == 1


def test_a_draft_on_the_other_way_keeps_its_dossier_for_the_learner_alone(ways: World):
    take(ways, "night")
    ways.start("shift")
    take(ways, "day")
    assert "shifts" in dossiers(ways)
    assert "shifts" not in dossiers(ways, who=ways.trainer)


def test_a_way_that_is_taken_later_opens_its_dossier_on_that_day(ways: World):
    take(ways, "night", since=dt.date(2026, 9, 3))
    assert "shifts" not in dossiers(ways)
    ways.clock.forward(days=2)
    assert {"practice", "shifts"} & dossiers(ways).keys() == {"shifts"}
    ways.start("shift")


def test_an_added_activity_stands_where_this_learner_can_start_it(ways: World):
    activity = {"title": {"en": "Reflect"}, "count": 1, "form": FORM}
    offered = {one["key"] for one in ways.plan()["dossiers"]}
    assert ("practice" in offered, "shifts" in offered) == (True, False)
    with pytest.raises(InvalidRequest) as refused:
        ways.adapt("added", dossier="shifts", **activity)
    assert "dossier" in refused.value.errors
    ways.adapt("added", dossier="practice", **activity)
    ways.start(FORM)
    take(ways, "night")
    ways.start(FORM)
    ways.adapt("added", title={"en": "A visit"}, count=1, form="kpb")
    ways.ask()


# The meter of a dossier


def test_the_meter_counts_each_requirement_for_itself_and_only_what_counting_judges(world: World):
    level = {"scale": "supervision@1", "min": 3}
    requirements = [
        {"key": "two", "form": "kpb", "count": 2},
        {"key": "more", "forms": ["mini-cex", "kpb"], "count": 3},
        {"key": "good", "form": "kpb", "count": 4, "level": level},
        {"key": "team", "form": "team-feedback", "count": 1, "assessors": 3},
        {"key": "goal", "form": "goal", "count": 1},
    ]
    world.hear_published(programme(requirements=requirements), 2)
    for number in range(4):
        email = f"a{number}@praktijk.nl"
        record_id = world.ask(assessor={"email": email})["record_id"]
        world.send(world.link(record_id, email), record_id, "assess", KPB)
    found = dossiers(world)
    practice = found["practice"]
    assert (practice["count"], practice["needed"], practice["total"]) == (5, 5, 4)
    assert (found["learning"]["count"], found["learning"]["needed"]) == (0, 1)
    assert found["progress"]["needed"] is None
