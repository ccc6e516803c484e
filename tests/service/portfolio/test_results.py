"""A record says what it gave its portfolio, to those who may read the lists of the portfolio."""

from __future__ import annotations

import pytest

from .test_decisions import decide, evidence
from .test_flags import AGREED, FORM, REPORT
from .test_growth import log_shift
from .world import KPB, World

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
