"""A form that says it goes on from an older one: its data points say in whose line they stand."""

from __future__ import annotations

from typing import Any

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import use_cases

from .world import World, publish

# Forms of the programme, of which the network publishes other versions here.
OLD, NEW = "starrt", "goal"


def form(key: str, *same_as: str, steps: int = 3) -> dict[str, Any]:
    levels = [{"value": one, "label": {"en": str(one)}} for one in range(1, steps + 1)]
    trust = {"type": "scale", "key": "trust", "by": "learner", "scale": "own"}
    return {
        "format": "form/1",
        "key": key,
        "languages": ["en"],
        "title": {"en": key},
        "frameworks": {"area": "gp-areas@2023"},
        "scales": {"own": {"kind": "ordinal", "levels": levels}},
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "write", "by": ["learner"], "next": "done"}],
        "items": [{**trust, "label": {"en": "Trust"}, "outcomes": ["area/medical"]}],
        "stakes": "low",
        **({"same_as": list(same_as)} if same_as else {}),
    }


def given(world: World, document: dict[str, Any], number: int) -> dict[str, Any]:
    """The one data point of a Send on this version."""
    owner = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, owner, "form", document, number=number)
    record_id = world.start(document["key"])
    world.send(world.learner, record_id, "write", {"trust": 2})
    told = world.events(contract.DataPointsRecordedV1)
    (point,) = next(one.points for one in told if str(one.record_id) == str(record_id))
    return dict(point)


def test_a_value_says_in_whose_line_it_goes_on_and_keeps_its_own_scale(world: World):
    before = given(world, form(OLD), 2)
    after = given(world, form(NEW, f"{OLD}@2"), 2)
    assert (before["scale"], before["line"]) == (f"{OLD}/own@1", None)
    assert (after["scale"], after["line"]) == (f"{NEW}/own@1", f"{OLD}/own@1")


def test_what_measures_otherwise_or_names_an_unknown_form_keeps_its_own_line(world: World):
    given(world, form(OLD), 2)
    assert given(world, form(NEW, f"{OLD}@2", steps=4), 2)["line"] is None
    assert given(world, form(NEW, f"{OLD}@9", "gone@1"), 3)["line"] is None


def test_a_rebuild_tells_the_line_again(world: World):
    given(world, form(OLD), 2)
    after = given(world, form(NEW, f"{OLD}@2"), 2)
    known = len(world.events(contract.DataPointsRecordedV1))
    dashboards = Principal(kind="service", issuer="dashboards")
    world.do(dashboards, contract.RESTATE, use_cases.restate, cursor=None, limit=500)
    again = world.events(contract.DataPointsRecordedV1)[known:]
    points = {str(each["data_point_id"]): each for one in again for each in one.points}
    assert points[str(after["data_point_id"])]["line"] == f"{OLD}/own@1"
