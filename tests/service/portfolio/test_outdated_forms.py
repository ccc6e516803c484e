"""Records of forms published before a check that refuses them now: they live on all the same."""

from __future__ import annotations

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries
from tests.unit.formengine.outdated_forms import outdated

from .world import KPB, World, publish

# What the use cases could stumble over; the engine tries all of them.
FELT = ("item.default", "rule.no_field", "rule.types", "emit.words", "stage.late_reminder")


@pytest.mark.parametrize("code", FELT)
def test_a_record_of_an_outdated_form_is_asked_filled_in_sent_and_read(world: World, code: str):
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", outdated(code), number=9)
    record_id = world.ask()["record_id"]
    assessor = world.link(record_id)
    assert [one["stage"] for one in world.record(assessor, record_id)["may"]] == ["assess"]
    world.send(assessor, record_id, "assess", KPB)
    world.send(world.learner, record_id, "respond", {"new_goal": "Vaker samenvatten."})
    world.pass_time(days=2)
    read = world.record(world.learner, record_id)
    given = {one["stage"]: one["answers"] for one in read["contributions"]}
    assert given["assess"]["strong"] == KPB["strong"]
    found = world.see(
        world.learner, contract.RECORDS, queries.records, portfolio_id=world.portfolio_id
    )
    assert [one["form_version"] for one in found["records"]] == [9]
    points = world.rows("SELECT item FROM data_point WHERE record_id = :id", id=record_id)
    assert "areas" in {one.item for one in points}
