"""Lists and counts hold no record that their reader must not know of."""

from __future__ import annotations

from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries

from .test_flags import FORM as CONCERN
from .test_flags import REPORT
from .test_many_rights import EVENT, LEARNED
from .world import World


def listed(world: World, who: Principal, **more: Any) -> list[str]:
    fields = {"portfolio_id": world.portfolio_id} | more
    found = world.see(who, contract.RECORDS, queries.records, **fields)
    return [str(one["record_id"]) for one in found["records"]]


def in_dossiers(world: World, who: Principal) -> tuple[list[str], int, set[Any]]:
    """The records that the dossiers show, how many they count, and when something last happened."""
    found = world.see(who, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id)
    parts = found["dossiers"]
    shown = [str(card["record_id"]) for one in parts for card in one["records"]]
    return shown, sum(one["total"] for one in parts), {one["last_at"] for one in parts} - {None}


def recent(world: World, who: Principal) -> list[str]:
    found = world.see(who, contract.HOME, queries.home)
    return [str(one["record_id"]) for one in found["recent"]]


def choices(world: World, who: Principal) -> list[str]:
    fields = {"portfolio_id": world.portfolio_id}
    found = world.see(who, contract.CHOICES, queries.choices, **fields)
    return [str(one["id"]) for one in found["entries"]]


def knows(world: World, who: Principal, record_id: str) -> bool:
    """Whether somebody can open the record; every list has to say the same."""
    try:
        world.record(who, record_id)
        opens = True
    except NotFound:
        opens = False
    assert (record_id in listed(world, who)) is opens
    assert (record_id in in_dossiers(world, who)[0]) is opens
    assert (record_id in choices(world, who)) is opens
    return opens


@pytest.fixture
def event(world: World) -> str:
    """An event that is for the learner, the trainer and the coach."""
    record_id = world.start("significant-event")
    world.send(world.learner, record_id, "write", EVENT)
    return record_id


def test_a_record_for_trainer_and_coach_is_in_no_list_of_anybody_else(world: World, event: str):
    secretary, coach = world.person("secretary"), world.person("coach")
    world.relate("coaches", coach)
    assert all(knows(world, who, event) for who in (world.learner, world.trainer, coach))
    assert not any(knows(world, who, event) for who in (world.teacher, world.head, secretary))
    assert (recent(world, world.trainer), recent(world, world.teacher)) == ([event], [])
    assert in_dossiers(world, secretary) == ([], 0, set())


def test_a_record_that_is_done_is_counted_only_for_whom_it_is_shown(world: World, event: str):
    world.send(world.trainer, event, "discuss", {"reply": "Goed dat je het meldde."})
    world.send(world.learner, event, "close", LEARNED)
    assert in_dossiers(world, world.trainer)[:2] == ([event], 1)
    assert in_dossiers(world, world.teacher) == ([], 0, set())
    assert not knows(world, world.head, event)


def test_a_page_of_the_list_is_full_though_others_are_left_out(world: World, event: str):
    open_to_all = []
    for name in ("ada", "bob", "cas"):
        person = {"email": f"{name}@praktijk.nl", "name": name}
        open_to_all.append(world.ask(assessor=person)["record_id"])
        hidden = world.start("significant-event")
        world.send(world.learner, hidden, "write", EVENT)
    first = world.see(
        world.teacher,
        contract.RECORDS,
        queries.records,
        portfolio_id=world.portfolio_id,
        limit=2,
    )
    rest = listed(world, world.teacher, limit=2, cursor=first["next"])
    shown = [str(one["record_id"]) for one in first["records"]] + rest
    assert (len(first["records"]), sorted(shown)) == (2, sorted(map(str, open_to_all)))


def test_a_concern_that_is_not_sent_yet_is_unknown_to_the_learner(world: World):
    record_id = world.start(CONCERN, who=world.trainer)
    before = in_dossiers(world, world.learner)
    assert not knows(world, world.learner, record_id)
    assert before == ([], 0, set())
    assert world.record(world.trainer, record_id)["may"]
    world.send(world.trainer, record_id, "report", REPORT)
    assert knows(world, world.learner, record_id)
    assert knows(world, world.head, record_id)
    assert not knows(world, world.person("secretary"), record_id)


def test_a_learner_knows_of_what_they_began_themself(world: World):
    mine, asked = world.start("starrt"), world.start(CONCERN)
    assert all(one in listed(world, world.learner) for one in (mine, asked))
    assert world.record(world.learner, asked)["record"]["state"] == "draft"
    assert not any(one in listed(world, world.teacher) for one in (mine, asked))
