"""Somebody with several rights to one learner has all of them: a head who also teaches, a teacher
who also coaches."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden
from services.portfolio import queries

from .test_flags import FORM as CONCERN
from .test_flags import REPORT
from .world import World

OF_THE_HEAD = {"competence-statement", "progress-decision", "remediation"}
EVENT = {"title": "Verkeerde patient", "what": "Ik belde.", "why": "Druk.", "reported": True}
LEARNED = {"learned": "Vraag de datum.", "change": "Eerst vragen.", "about": ["area/society"]}


def startable(world: World, who: Principal) -> set[str]:
    found = world.see(who, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id)
    forms = [form for one in found["dossiers"] for form in one["forms"]]
    return {one["form_key"] for one in forms if one["may_start"]}


def content(world: World, who: Principal, area: str) -> list[dict[str, Any]]:
    fields = {"portfolio_id": world.portfolio_id, "lineage": f"gp-areas/{area}"}
    return world.see(who, contract.AREA_CONTENT, queries.area_content, **fields)["entries"]


@pytest.fixture
def head(world: World) -> Principal:
    """The head, who also teaches the learner."""
    world.relate("teaches", world.head)
    return dataclasses.replace(world.head, roles=frozenset({"head", "teacher"}))


@pytest.fixture
def mentor(world: World) -> Principal:
    """The teacher, who also coaches the learner."""
    world.relate("coaches", world.teacher)
    return dataclasses.replace(world.teacher, roles=frozenset({"teacher", "coach"}))


def test_a_head_who_teaches_begins_the_forms_of_both(world: World, head: Principal):
    offered = startable(world, head)
    assert offered >= OF_THE_HEAD | startable(world, world.teacher)
    assert not OF_THE_HEAD & startable(world, world.teacher)
    record_id = world.start("competence-statement", who=head)
    assert world.record(head, record_id)["may"][0]["role"] == "head"
    with pytest.raises(Forbidden):
        world.start("competence-statement", who=world.teacher)


def test_a_head_who_teaches_reads_what_is_the_heads(world: World, head: Principal):
    record_id = world.start(CONCERN, who=world.trainer)
    world.send(world.trainer, record_id, "report", REPORT)
    assert [one["record_id"] for one in content(world, head, "professionalism")] == [record_id]
    assert content(world, world.teacher, "professionalism") == []
    (reading,) = world.record(head, record_id)["contributions"]
    assert reading["answers"]["seen"] == REPORT["seen"]


def test_a_teacher_who_coaches_reads_what_is_the_coachs(world: World, mentor: Principal):
    record_id = world.start("significant-event")
    world.send(world.learner, record_id, "write", EVENT)
    assert world.record(mentor, record_id)["contributions"][0]["answers"]["what"] == EVENT["what"]
    world.send(world.trainer, record_id, "discuss", {"reply": "Goed dat je het meldde."})
    world.send(world.learner, record_id, "close", LEARNED)
    assert [one["record_id"] for one in content(world, mentor, "society")] == [record_id]
    assert content(world, world.head, "society") == []


def test_the_audit_keeps_all_rights_and_a_page_names_the_nearest(world: World, head: Principal):
    fields = {"learner_id": world.learner.person_id}
    found = world.see(head, contract.PORTFOLIO_OF, queries.portfolio_of, **fields)
    assert found["access"] == "teaches"
    line = world.rows("SELECT basis, purpose FROM audit ORDER BY id")[-1]
    assert tuple(line) == ("teaches,staff", "guidance")
