"""Two who judge apart: neither sees the other's view, nor does anybody, until both are done."""

from __future__ import annotations

import datetime as dt

import pytest

from libs.contracts import portfolio as contract
from services.portfolio import queries, use_cases

from .world import World, combel


@pytest.fixture
def record_id(world: World) -> str:
    day = world.clock().date()
    context = {"encounter_date": day, "period_from": day - dt.timedelta(days=90), "period_to": day}
    return world.start("combel", context=context)


def test_both_are_asked_by_their_relation(world: World, record_id: str):
    for staff, role in ((world.trainer, "trainer"), (world.teacher, "teacher")):
        (task,) = world.see(staff, contract.WAITING, queries.waiting)["waiting"]
        assert (task["record_id"], task["stage"], task["role"]) == (record_id, "judge", role)
    asked = world.events(contract.RequestChangedV1)
    assert {e.assessor_id for e in asked} == {world.trainer.person_id, world.teacher.person_id}


def test_nothing_of_the_first_is_seen_before_the_second_is_done(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit gestaag."))
    for reader in (world.learner, world.teacher, world.head):
        read = world.record(reader, record_id)
        assert "Groeit gestaag" not in str(read)
        assert {"stage": "judge", "role": "trainer", "until": "joined"} in read["hidden"]
    assert "Groeit gestaag" in str(world.record(world.trainer, record_id))
    assert world.events(contract.DataPointsRecordedV1) == []
    assert world.rows("SELECT 1 FROM data_point") == []


def test_the_first_is_no_feedback_to_the_learner_yet(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit gestaag."))
    assert world.events(contract.PersonInformedV1) == []


def test_a_minute_after_the_second_it_opens_with_the_points_of_both(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit gestaag."))
    world.clock.forward(hours=2)
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt nog houvast."))
    assert "houvast" not in str(world.record(world.learner, record_id))
    assert world.events(contract.DataPointsRecordedV1) == []
    world.pass_time(seconds=61)
    sets = world.events(contract.DataPointsRecordedV1)
    assert {(one.role, point["value"]) for one in sets for point in one.points} >= {
        ("trainer", 7),
        ("teacher", 6),
    }
    assert all(sum(point["kind"] == "point" for point in one.points) == 7 for one in sets)
    for reader in (world.learner, world.teacher, world.trainer, world.head):
        text = str(world.record(reader, record_id))
        assert "Groeit gestaag" in text
        assert "houvast" in text
    opened = [e for e in world.events(contract.PersonInformedV1) if e.kind == "opened"]
    people = {world.learner.person_id, world.trainer.person_id, world.teacher.person_id}
    assert {e.person_id for e in opened} == people


def test_the_learner_writes_the_report_only_after_the_opening(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit."))
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt."))
    with pytest.raises(contract.NotNow):
        world.send(world.learner, record_id, "talk", {"report": "Te vroeg"})
    world.pass_time(seconds=61)
    world.send(world.learner, record_id, "talk", {"report": "Besproken: meer samenvatten."})
    approved = world.send(world.trainer, record_id, "approve")
    assert approved["state"] == "done"


def test_undoing_the_second_in_time_keeps_it_closed(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit gestaag."))
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt nog houvast."))
    world.clock.forward(seconds=30)
    fields = {"record_id": record_id, "stage": "judge"}
    world.do(world.teacher, contract.UNDO_SEND, use_cases.undo_send, **fields)
    world.pass_time(hours=2)
    assert "Groeit" not in str(world.record(world.learner, record_id))
    assert [e.points for e in world.events(contract.DataPointsRecordedV1) if e.points] == []


def test_after_the_opening_nobody_can_change_what_they_gave(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit."))
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt."))
    world.pass_time(minutes=5)
    fields = {"record_id": record_id, "stage": "judge"}
    with pytest.raises((contract.RecordClosed, contract.NotNow)):
        world.do(world.trainer, contract.CORRECT, use_cases.correct, **fields)


def test_returning_the_report_brings_it_back_to_the_learner(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit."))
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt."))
    world.pass_time(minutes=5)
    world.send(world.learner, record_id, "talk", {"report": "Kort."})
    fields = {"record_id": record_id, "stage": "approve", "reason": "Noem je leerdoelen."}
    world.do(world.teacher, contract.RETURN_RECORD, use_cases.return_record, **fields)
    returned = world.events(contract.PersonInformedV1)[-1]
    assert (returned.kind, returned.person_id) == ("returned", world.learner.person_id)
    (task,) = world.see(world.learner, contract.WAITING, queries.waiting)["waiting"]
    assert task["stage"] == "talk"


def test_goals_of_the_report_come_when_it_is_approved(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit."))
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt."))
    world.pass_time(minutes=5)
    goals = [{"_id": "a1", "what": "Vaker samenvatten", "due": "2026-12-01"}]
    world.send(world.learner, record_id, "talk", {"report": "Besproken.", "goals": goals})
    assert world.events(contract.GoalChangedV1) == []
    world.send(world.teacher, record_id, "approve")
    (goal,) = world.see(
        world.learner, contract.GOALS, queries.goals, portfolio_id=world.portfolio_id
    )["goals"]
    assert (goal["title"], goal["due_on"]) == ("Vaker samenvatten", "2026-12-01")


def test_a_combel_needs_both_a_trainer_and_a_teacher(world: World):
    alone = world.person("learner")
    world.enrol(alone)
    with pytest.raises(contract.NotNow) as refused:
        day = world.clock().date()
        context = {"encounter_date": day, "period_from": day, "period_to": day}
        world.start("combel", who=alone, portfolio_id=world.portfolio_of(alone), context=context)
    assert refused.value.params["code"] == "nobody_in_role"
    assert (
        world.rows("SELECT 1 FROM record WHERE learner_id = :learner", learner=alone.person_id)
        == []
    )


def test_the_area_page_shows_scores_and_narrative_of_both(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit gestaag."))
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt nog houvast."))
    world.pass_time(minutes=2)
    content = world.see(
        world.learner,
        contract.AREA_CONTENT,
        queries.area_content,
        portfolio_id=world.portfolio_id,
        lineage="gp-areas/medical",
    )
    found = {
        one["role"]: (one["ratings"][0]["value"], one["texts"][0]["text"])
        for one in content["entries"]
    }
    assert found == {"trainer": (7, "Groeit gestaag."), "teacher": (6, "Zoekt nog houvast.")}
    rating = content["entries"][0]["ratings"][0]
    assert (rating["max"], rating["scale"]) == (10, "combel@1")
    assert rating["label"]["en"] == "Medical care"


def test_the_area_page_takes_along_what_is_said_of_outcomes_under_it(world: World, record_id: str):
    world.send(world.trainer, record_id, "judge", combel(7, "Groeit gestaag."))
    world.send(world.teacher, record_id, "judge", combel(6, "Zoekt nog houvast."))
    world.pass_time(minutes=2)
    asked = {"portfolio_id": world.portfolio_id, "lineage": "gp-areas/medical"}
    also = ["gp-areas/communication", "gp-areas/nothing"]
    alone, both = (
        world.see(world.learner, contract.AREA_CONTENT, queries.area_content, **asked, **more)
        for more in ({}, {"also": also})
    )
    labels = [one["label"]["en"] for one in both["entries"][0]["ratings"]]
    assert len(alone["entries"]) == len(both["entries"]) == 2
    assert len(alone["entries"][0]["ratings"]) == 1
    assert len(labels) == 2 and "Medical care" in labels
