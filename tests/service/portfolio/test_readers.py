"""What a form opens to few, the lists of the portfolio do not show to others."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from libs.chassis import migrate
from libs.chassis.database import Database
from libs.chassis.principal import Principal
from libs.chassis.testing import FixedClock
from libs.contracts import portfolio as contract
from services.portfolio import queries, use_cases
from services.portfolio.queries.pointing import readable

from .test_decisions import decide, evidence
from .test_growth import log_shift
from .world import LIBRARY, World, publish_library

FORM = "significant-event"
GOAL = "Bij een crash roep ik meteen hulp."
READERS = ["coach", "learner", "trainer"]
EVENT = {"title": "Een crash", "what": "Ik belde laat.", "why": "Druk.", "reported": True}
LEARNED = {"learned": "Eerder bellen.", "change": "Ik bel eerder.", "about": ["area/medical"]}


def test_the_goal_of_a_form_for_few_is_shown_to_those_alone(world: World):
    coach = world.person("teacher")
    world.relate("coaches", coach)
    goal_id = goal_of_event(world)
    spoken = entry_for_it(world, goal_id)
    for who in (world.learner, world.trainer, coach):
        assert everywhere(world, who, goal_id, spoken) == [GOAL] * 4
    for who in (world.teacher, world.head, world.person("secretary")):
        assert everywhere(world, who, goal_id, spoken) == []
    told = world.events(contract.GoalChangedV1)
    assert {one.see for one in told} == {tuple(READERS)}


def test_the_plan_does_not_tell_of_a_goal_for_few(world: World):
    goal_id = goal_of_event(world)
    world.rows("UPDATE goal SET see = '{learner,teacher}' WHERE id = :id RETURNING id", id=goal_id)
    world.adapt("goal", goal_id, title="Ik vraag eerder hulp.")
    assert "Ik vraag eerder hulp." in str(world.plan(world.teacher))
    assert "Ik vraag eerder hulp." not in str(world.plan(world.trainer))


def test_a_decision_and_a_registration_for_few_are_shown_to_those_alone(world: World):
    world.hear_published(for_few("competence-statement", ["learner", "head"]), 2)
    world.hear_published(for_few("shift", ["learner", "trainer"]), 2)
    evidence(world)
    record_id = decide(world)["record_id"]
    assert decided(world, world.learner) == decided(world, world.head) == ["granted"]
    assert decided(world, world.trainer) == decided(world, world.teacher) == []
    assert decided(world, working_for(world, world.learner)) == ["granted"]
    assert decided(world, working_for(world, world.trainer)) == []
    for who, count in ((world.head, 1), (world.trainer, 0)):
        assert len(world.record(who, record_id)["results"]["decisions"]) == count
    assert world.events(contract.DecisionIssuedV1)[-1].see == ("head", "learner")
    for who, kept in ((world.trainer, 2), (world.learner, 2), (world.teacher, 0), (world.head, 0)):
        found = registered(world, who)
        assert (len(found["registrations"]), sum(one["count"] for one in found["totals"])) == (
            kept,
            kept,
        )
    assert world.events(contract.RegistrationChangedV1)[-1].see == ("learner", "trainer")


def test_what_a_goal_says_of_an_item_for_few_is_for_those_alone(world: World):
    form = json.loads((LIBRARY / f"{FORM}.json").read_text())
    for one in form["emit"]:
        one.pop("see", None)
    world.hear_published(form, 2)
    goal_of_event(world)
    assert [one.see for one in world.events(contract.GoalChangedV1)] == [tuple(READERS)]


def test_what_was_there_before_gets_the_readers_of_its_form(fresh_database, clock: FixedClock):
    urls = fresh_database("portfolio")
    db = Database.standalone(urls.app_url, service="portfolio", clock=clock)
    network = uuid.uuid4()
    publish_library(db, network)
    world = World(db, clock, network)
    world.settle_in()
    world.hear_published(for_few("competence-statement", ["learner", "head"]), 2)
    evidence(world)
    decide(world)
    goal_of_event(world)
    migrate.downgrade("services.portfolio", urls.owner_url, "20261128_1300")
    migrate.upgrade("services.portfolio", urls.owner_url)
    assert world.rows("SELECT see FROM goal") == [(READERS,)]
    assert world.rows("SELECT see FROM decision") == [(["head", "learner"],)]
    assert {tuple(row) for row in world.rows("SELECT see FROM registration")} == {(None,)}
    with pytest.raises(Exception, match="never changed"):
        world.rows("UPDATE decision SET see = NULL RETURNING id")
    db.close()


def goal_of_event(world: World) -> str:
    record_id = world.start(FORM)
    world.send(world.learner, record_id, "write", EVENT)
    world.send(world.trainer, record_id, "discuss", {"reply": "Goed dat je dit deelt."})
    world.send(world.learner, record_id, "close", LEARNED | {"new_goal": GOAL})
    ((goal_id,),) = world.rows("SELECT id FROM goal WHERE record_id = :record", record=record_id)
    return str(goal_id)


def entry_for_it(world: World, goal_id: str) -> str:
    """A shift that everybody with access reads, linked to the goal."""
    record_id = log_shift(world)
    fields = {"goal_id": goal_id, "record_id": record_id}
    world.do(world.learner, contract.LINK_TO_GOAL, use_cases.link_to_goal, **fields)
    return record_id


def everywhere(world: World, who: Principal, goal_id: str, record_id: str) -> list[str]:
    """The goal's words in the list, among the choices, in the plan, and on the linked entry."""
    mine = {"portfolio_id": world.portfolio_id}
    listed = world.see(who, contract.GOALS, queries.goals, **mine)["goals"]
    choices = world.see(who, contract.CHOICES, queries.choices, **mine)["goals"]
    planned = world.plan(who)["goals"]
    linked = world.record(who, record_id)["goals"]
    pointed = world.db.run(who, lambda tx: readable(tx, world.portfolio_id, {("goal", goal_id)}))
    assert bool(pointed) is bool(listed)
    return [one["title"] for one in (*listed, *choices, *planned, *linked)]


def for_few(key: str, see: list[str]) -> dict[str, Any]:
    """A form of the library whose decision or registration is for these of its roles."""
    form = json.loads((LIBRARY / f"{key}.json").read_text())
    for one in form["emit"]:
        if one["kind"] in ("decision", "registration"):
            one["see"] = see
    return form


def working_for(world: World, who: Principal) -> Principal:
    return Principal(
        kind="service",
        issuer="dashboards",
        institution_id=world.institution,
        network_id=world.network,
        acting_for=who.person_id,
    )


def decided(world: World, who: Principal) -> list[str]:
    mine = {"portfolio_id": world.portfolio_id}
    found = world.see(who, contract.DECISIONS, queries.decisions, **mine)["decisions"]
    return [one["result"] for one in found]


def registered(world: World, who: Principal) -> dict[str, Any]:
    mine = {"portfolio_id": world.portfolio_id}
    return world.see(who, contract.REGISTRATIONS, queries.registrations, **mine)
