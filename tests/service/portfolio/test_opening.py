"""Portfolios open by themselves; facts of other services arrive twice, late and out of order."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import threading
import uuid
from typing import Any

import pytest

from libs import formengine
from libs.chassis.principal import Principal
from libs.contracts import accounts
from libs.contracts import portfolio as contract
from libs.contracts.faults import NotFound
from services.portfolio import queries, use_cases
from services.portfolio.use_cases import portfolios

from .test_growth import log_shift
from .world import KPB, LIBRARY, PROGRAMME, START, World, publish, publish_library


def test_an_enrolment_opens_one_portfolio_with_its_dossiers(world: World):
    learner = world.person("learner")
    event = world.enrol(learner)
    world.hear(event)
    opened = [
        e for e in world.events(contract.PortfolioOpenedV1) if e.learner_id == learner.person_id
    ]
    assert [(e.programme_key, e.state, e.version) for e in opened] == [(PROGRAMME, "active", 1)]
    keys = world.rows(
        "SELECT key FROM dossier WHERE portfolio_id = :id ORDER BY position",
        id=world.portfolio_of(learner),
    )
    assert [row[0] for row in keys] == ["practice", "progress", "learning", "shifts", "statements"]


def test_a_newer_enrolment_changes_it_and_an_older_one_does_not(world: World):
    learner, enrolment_id = world.person("learner"), uuid.uuid4()
    world.enrol(learner, enrolment_id=enrolment_id, version=2, part_time=80)
    world.enrol(learner, enrolment_id=enrolment_id, version=1, part_time=50)
    world.enrol(learner, enrolment_id=enrolment_id, version=3, part_time=60)
    found = world.rows(
        "SELECT part_time, version FROM portfolio WHERE learner_id = :id", id=learner.person_id
    )
    assert [tuple(row) for row in found] == [(60, 2)]


def test_an_enrolment_waits_for_its_programme(db, clock):
    network = uuid.uuid4()
    world = World(db, clock, network)
    world.enrol(world.learner)
    world.pass_time(seconds=1)
    assert world.events(contract.PortfolioOpenedV1) == []
    publish_library(db, network)
    world.clock.forward(seconds=5)
    world.pass_time(seconds=5)
    assert [e.learner_id for e in world.events(contract.PortfolioOpenedV1)] == [
        world.learner.person_id
    ]
    world.pass_time(minutes=5)
    assert len(world.events(contract.PortfolioOpenedV1)) == 1


def test_an_enrolment_that_is_taken_back_waits_no_more(db, clock):
    network = uuid.uuid4()
    world = World(db, clock, network)
    enrolled = world.enrol(world.learner)
    assert waiting(world)
    world.hear(dataclasses.replace(enrolled, version=2, ended=True))
    assert not waiting(world)
    publish_library(db, network)
    world.clock.forward(seconds=5)
    world.pass_time(days=1)
    assert world.events(contract.PortfolioOpenedV1) == []


def waiting(world: World) -> list[Any]:
    return world.rows("SELECT key FROM timers WHERE kind = 'open_portfolio'")


def test_a_portfolio_that_was_opened_all_the_same_stays(world: World):
    learner = world.person("learner")
    enrolled = world.enrol(learner)
    world.hear(dataclasses.replace(enrolled, version=2, ended=True))
    assert world.portfolio_of(learner)


def test_a_relation_keeps_its_newest_version(world: World):
    teacher, relation_id = world.person("teacher"), uuid.uuid4()
    ended = dt.date(2026, 8, 1)
    world.relate("teaches", teacher, relation_id=relation_id, version=2, until=ended)
    world.relate("teaches", teacher, relation_id=relation_id, version=1)
    with pytest.raises(NotFound):
        world.see(teacher, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id)


def test_an_institution_prefers_its_own_version_of_a_form(world: World):
    own = json.loads((LIBRARY / "kpb.json").read_text()) | {"minutes": 2}
    owner = Principal(
        kind="service",
        issuer="portfolio",
        institution_id=world.institution,
        network_id=world.network,
    )
    name = publish(world.db, owner, "form", own)
    record_id = world.ask()["record_id"]
    assert world.record(world.learner, record_id)["definition_hash"] == name


def test_dossiers_offer_the_institutions_own_version_as_soon_as_it_is_published(world: World):
    theirs = json.loads((LIBRARY / "starrt.json").read_text())
    world.hear_published(theirs | {"minutes": 9}, 5)
    title = {"en": "Our look back", "nl": "Onze terugblik"}
    name = world.hear_published(theirs | {"title": title}, 1, of_network=False)

    def offered() -> dict[str, object]:
        placed = world.see(
            world.learner, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id
        )["dossiers"]
        forms = [one for dossier in placed for one in dossier["forms"]]
        (found,) = [one for one in forms if one["form_key"] == "starrt"]
        return found

    assert (offered()["hash"], offered()["title"]) == (name, title)
    world.hear_published(theirs | {"minutes": 4}, 6)
    assert offered()["hash"] == name
    record_id = world.start("starrt")
    assert world.record(world.learner, record_id)["definition_hash"] == name


def test_a_record_stays_with_the_version_it_was_started_on(world: World):
    asked = world.ask()
    newer = json.loads((LIBRARY / "kpb.json").read_text()) | {"minutes": 9}
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    name = publish(world.db, network, "form", newer, number=2)
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    old = world.record(world.learner, asked["record_id"])["record"]
    assert (old["form_version"], old["state"]) == (1, "done")
    fresh = world.record(world.learner, world.ask()["record_id"])["record"]
    assert (fresh["form_version"], fresh["form_hash"]) == (2, name)


def test_the_learner_chooses_within_the_phase_of_today(world: World):
    found = world.see(
        world.learner,
        contract.PORTFOLIO_OF,
        queries.portfolio_of,
        learner_id=world.learner.person_id,
    )
    assert (found["phase"], found["access"]) == ("ha1", "owner")
    world.clock.forward(days=200)
    found = world.see(
        world.trainer,
        contract.PORTFOLIO_OF,
        queries.portfolio_of,
        learner_id=world.learner.person_id,
    )
    assert (found["phase"], found["access"]) == ("clinical", "supervises")


def test_restating_says_all_current_facts_with_their_versions(world: World, elsewhere: World):
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    log_shift(world)
    before = {
        kind: latest(world.events(kind))
        for kind in (
            contract.RecordChangedV1,
            contract.RequestChangedV1,
            contract.DataPointsRecordedV1,
            contract.RegistrationChangedV1,
            contract.PortfolioOpenedV1,
        )
    }
    known = len(world.rows("SELECT 1 FROM outbox"))
    dashboards = Principal(kind="service", issuer="dashboards")
    cursor, sent = None, 0
    while True:
        reply = world.do(dashboards, contract.RESTATE, use_cases.restate, cursor=cursor, limit=3)
        sent, cursor = sent + reply["sent"], reply["next"]
        if cursor is None:
            break
    assert len(world.rows("SELECT 1 FROM outbox")) == known + sent
    for kind, facts in before.items():
        again = world.events(kind)[-len(facts) :] if facts else []
        assert latest(world.events(kind)) == facts, kind
        assert again
    portfolios = world.events(contract.PortfolioOpenedV1)[-2:]
    assert {e.institution_id for e in portfolios} == {world.institution, elsewhere.institution}


def latest(events: list) -> dict:
    """The newest fact of each thing, without what only says when it was told."""
    found: dict = {}
    for event in events:
        fields = dict(vars(event))
        if "points" in fields:
            fields["points"] = sorted(p["data_point_id"] for p in fields["points"])
        keys = (
            "contribution_id",
            "registration_id",
            "request_id",
            "record_id",
            "portfolio_id",
        )
        name = next(fields[key] for key in keys if key in fields)
        found[name] = fields
    return found


@pytest.mark.parametrize("everywhere", [False, True], ids=["here", "everywhere"])
def test_an_erased_learner_leaves_nothing_behind(world: World, everywhere: bool):
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    log_shift(world)
    world.hear(
        accounts.PersonErasedV1(
            institution_id=None if everywhere else world.institution,
            network_id=world.network,
            person_id=world.learner.person_id,
            erasure_id=uuid.uuid4(),
        )
    )
    for table in ("portfolio", "record", "contribution", "participant", "data_point", "request"):
        assert world.rows(f"SELECT 1 FROM {table}") == [], table


def test_an_erased_assessor_loses_the_name_and_the_learner_keeps_the_feedback(world: World):
    colleague = world.person("trainer")
    asked = world.ask(assessor={"person_id": colleague.person_id})
    world.send(colleague, asked["record_id"], "assess", KPB, actor_name="J. Jansen")
    world.hear(
        accounts.PersonErasedV1(
            institution_id=world.institution,
            network_id=world.network,
            person_id=colleague.person_id,
            erasure_id=uuid.uuid4(),
        )
    )
    read = world.record(world.learner, asked["record_id"])
    assert KPB["strong"] in str(read)
    assert "Jansen" not in str(read)
    assert str(colleague.person_id) not in str(world.rows("SELECT actor FROM contribution"))


def test_time_comes_from_the_clock_alone(world: World):
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    for column in ("started_at", "last_at", "done_at"):
        assert world.rows(f"SELECT {column} FROM record")[0][0] == START
    assert world.rows("SELECT DISTINCT recorded_at FROM data_point") == [(START,)]


def test_who_is_enrolled_while_a_version_is_taken_in_is_taken_along(world: World, monkeypatch):
    document = json.loads((LIBRARY / "programmes" / f"{PROGRAMME}.json").read_text())
    learner, half_way, go_on = world.person("learner"), threading.Event(), threading.Event()
    arrange = portfolios._arrange

    def slowly(*arguments):
        arrange(*arguments)
        if threading.current_thread() is opening:
            half_way.set()
            go_on.wait(10)

    monkeypatch.setattr(portfolios, "_arrange", slowly)
    opening = threading.Thread(target=world.enrol, args=(learner,))
    newer = document | {"title": {"en": "The next one"}}
    publishing = threading.Thread(target=world.hear_published, args=(newer, 2))
    opening.start()
    assert half_way.wait(10)
    publishing.start()
    publishing.join(0.5)
    go_on.set()
    opening.join(10)
    publishing.join(10)
    (kept,) = world.rows(
        "SELECT programme_hash FROM portfolio WHERE learner_id = :id", id=learner.person_id
    )
    assert kept[0] == formengine.content_hash(newer)
