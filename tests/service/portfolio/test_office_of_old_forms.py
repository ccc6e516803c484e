"""Forms published before offices were checked may name an administrator: who reads no content."""

from __future__ import annotations

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries

from .world import World, publish

FORM = {
    "format": "form/1",
    "key": "starrt",
    "languages": ["en"],
    "title": {"en": "To be filed"},
    "frameworks": {},
    "scales": {},
    "stakes": "low",
    "roles": {
        "learner": {"who": "subject"},
        "office": {"who": "office", "office": "local_admin"},
    },
    "stages": [
        {"id": "write", "by": ["learner"], "next": "file"},
        {"id": "file", "by": ["office"], "next": "done", "open_to": {"learner": "sent"}},
    ],
    "items": [
        {"type": "text", "key": "what", "by": "learner", "label": {"en": "What"}},
        {"type": "text", "key": "filed", "by": "office", "label": {"en": "Filed"}},
    ],
}


@pytest.mark.parametrize("administrators", [1, 2])
def test_an_administrator_named_by_an_old_form_neither_reads_nor_writes(
    world: World, administrators: int
):
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", FORM, number=9)
    people = [world.person("local_admin") for _ in range(administrators)]
    record_id = world.start("starrt")
    world.send(world.learner, record_id, "write", {"what": "Something personal."})
    for who in people:
        refuse(world, who, record_id)


def test_a_record_that_had_such_a_holder_is_closed_to_them_too(world: World):
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", FORM, number=9)
    who = world.person("local_admin")
    record_id = world.start("starrt")
    world.send(world.learner, record_id, "write", {"what": "Something personal."})
    for table in ("participant", "task"):
        world.rows(
            f"UPDATE {table} SET person_id = :who WHERE record_id = :record"
            " AND office = 'local_admin' RETURNING 1",
            who=who.person_id,
            record=record_id,
        )
    refuse(world, who, record_id)


def refuse(world: World, who: Principal, record_id: str) -> None:
    with pytest.raises(NotFound):
        world.record(who, record_id)
    with pytest.raises(NotFound):
        world.send(who, record_id, "file", {"filed": "Yes."})
    assert world.see(who, contract.HOME, queries.home)["waiting"] == []


def test_head_and_committee_still_take_part(world: World):
    roles = {**FORM["roles"], "office": {"who": "office", "office": "head"}}
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", FORM | {"roles": roles}, number=9)
    head = world.person("head")
    record_id = world.start("starrt")
    world.send(world.learner, record_id, "write", {"what": "Something."})
    assert world.send(head, record_id, "file", {"filed": "Yes."})["state"] == "done"
