"""A record says what it gave its portfolio, to those who may read the lists of the portfolio."""

from __future__ import annotations

import json

import pytest

from libs import formengine
from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from services.portfolio import queries

from .test_decisions import decide, evidence
from .test_flags import AGREED, FORM, REPORT
from .test_growth import log_shift
from .test_in_one_go import RESULT
from .world import KPB, LIBRARY, World, publish

NOTHING = {"data_points": [], "registrations": [], "decisions": []}


def test_a_decision_stands_in_its_record_as_in_the_list(world: World):
    evidence(world)
    receipt = decide(world)
    found = world.record(world.learner, receipt["record_id"])["results"]
    (decision,) = found["decisions"]
    assert (decision["key"], decision["result"], decision["level"]) == ("statement", "granted", 4)
    assert str(decision["decision_id"]) == str(receipt["decision_id"])
    assert found["data_points"] == found["registrations"] == []


def test_a_registration_stands_in_its_record_and_is_approved_there(world: World):
    record_id = log_shift(world)
    world.send(world.trainer, record_id, "approve")
    (shift,) = world.record(world.trainer, record_id)["results"]["registrations"]
    assert (shift["key"], shift["state"]) == ("shift", "approved")


def test_only_the_latest_state_of_a_flag_stands_in_its_record(world: World):
    record_id = world.start(FORM, who=world.trainer)
    world.send(world.trainer, record_id, "report", REPORT)
    world.send(world.learner, record_id, "reply", {"side": "Het klopt."})
    world.send(world.head, record_id, "review", AGREED)
    (flag,) = world.record(world.head, record_id)["results"]["data_points"]
    assert (flag["key"], flag["kind"], flag["detail"]["state"]) == ("concern", "flag", "agreed")


def test_who_may_not_read_a_flag_finds_none_in_its_record(world: World):
    record_id = world.start(FORM, who=world.trainer)
    world.send(world.trainer, record_id, "report", REPORT)
    # Its form opens flags to the learner and the head.
    assert world.record(world.trainer, record_id)["results"] == NOTHING


@pytest.mark.parametrize("form", ["kpb"])
def test_who_comes_by_a_link_is_told_of_no_results(world: World, form: str):
    asked = world.ask(form_key=form)
    link = world.link(asked["record_id"])
    assert world.record(link, asked["record_id"])["results"] == NOTHING
    world.send(link, asked["record_id"], "assess", KPB)
    assert world.record(link, asked["record_id"])["results"] == NOTHING


def test_a_score_on_a_competency_says_what_it_is_called_and_what_goes_along(world: World):
    form = json.loads((LIBRARY / "progress-test.json").read_text())
    form["emit"][0]["fields"] = {"net": {"get": "net"}}
    form["names"] = {"percent": {"label": {"en": "Right minus wrong", "nl": "Goed min fout"}}}
    network = Principal(kind="service", issuer="portfolio", network_id=world.network)
    publish(world.db, network, "form", form, number=2)
    secretary, committee = world.person("secretary"), world.person("committee")
    record_id = world.start("progress-test", who=secretary)
    world.send(secretary, record_id, "bring_in", RESULT)
    world.send(committee, record_id, "verify")
    world.send(committee, record_id, "release")
    world.pass_time(seconds=61)
    (entry,) = world.see(
        world.learner,
        contract.AREA_CONTENT,
        queries.area_content,
        portfolio_id=world.portfolio_id,
        lineage="gp-areas/science",
    )["entries"]
    assert entry["definition_hash"] == formengine.content_hash(form)
    score = next(one for one in entry["ratings"] if one["item"] == "score")
    assert (score["label"]["nl"], score["max"]) == ("Goed min fout", 100)
    assert score["detail"] == {"net": 70}


def test_lists_say_under_which_key_and_version_their_details_are_declared(world: World):
    record_id = log_shift(world)
    world.send(world.trainer, record_id, "approve")
    asked = {"portfolio_id": world.portfolio_id}
    (shift,) = world.see(world.learner, contract.REGISTRATIONS, queries.registrations, **asked)[
        "registrations"
    ]
    evidence(world)
    receipt = decide(world)
    (statement,) = world.see(world.learner, contract.DECISIONS, queries.decisions, **asked)[
        "decisions"
    ]
    for key, one, found in (
        ("shift", shift, world.record(world.learner, record_id)),
        ("statement", statement, world.record(world.learner, receipt["record_id"])),
    ):
        assert (one["key"], one["definition_hash"]) == (key, found["definition_hash"])
