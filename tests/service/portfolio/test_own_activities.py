"""What a teacher gives to one learner: an activity on a form of its own, and a goal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from libs.contracts import accounts
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, InvalidRequest
from services.portfolio import queries, use_cases

from .world import LIBRARY, PROGRAMME, World

FORM = "nursing-reflection"  # The programme of these learners has it in no dossier.
ROUNDS = {"title": {"en": "Reflect on rounds"}, "count": 2, "form": FORM}


def startable(world: World) -> dict[str, list[str]]:
    fields = {"portfolio_id": world.portfolio_id}
    found = world.see(world.learner, contract.DOSSIERS, queries.dossiers, **fields)
    return {one["key"]: [form["form_key"] for form in one["forms"]] for one in found["dossiers"]}


def test_a_teacher_gives_one_learner_a_form_that_the_programme_does_not_have(world: World):
    before = startable(world)
    with pytest.raises(contract.FormNotOffered):
        world.start(FORM)
    offered = {one["form_key"]: one["is_kept"] for one in world.plan()["forms"]}
    assert (offered[FORM], offered["kpb"]) == (False, True)
    added = world.adapt("added", dossier="learning", **ROUNDS)
    assert startable(world) == before | {"learning": [*before["learning"], FORM]}
    record = world.start(FORM)
    assert world.record(world.learner, record)["record"]["dossier_key"] == "learning"
    world.end(added)
    assert startable(world) == before
    with pytest.raises(contract.FormNotOffered):
        world.start(FORM)


def test_other_learners_do_not_get_the_form(world: World):
    newcomer = world.person("learner")
    world.enrol(newcomer)
    world.adapt("added", **ROUNDS)
    fields = {"portfolio_id": world.portfolio_of(newcomer)}
    found = world.see(newcomer, contract.DOSSIERS, queries.dossiers, **fields)
    assert not any(form["form_key"] == FORM for one in found["dossiers"] for form in one["forms"])


def test_an_added_form_stays_when_the_programme_gets_a_new_version(world: World):
    world.adapt("added", dossier="learning", **ROUNDS)
    document = json.loads((LIBRARY / "programmes" / f"{PROGRAMME}.json").read_text())
    world.hear_published(document | {"description": {"en": "Second"}}, 2)
    assert startable(world)["learning"][-1] == FORM


def test_a_retired_form_cannot_be_added_nor_one_be_put_where_no_dossier_is(world: World):
    with pytest.raises(InvalidRequest) as refused:
        world.adapt("added", dossier="nowhere", **ROUNDS)
    assert "dossier" in refused.value.errors
    world.hear_retired("form", FORM)
    assert FORM not in [one["form_key"] for one in world.plan()["forms"]]
    with pytest.raises(InvalidRequest) as refused:
        world.adapt("added", **ROUNDS)
    assert "form" in refused.value.errors


def test_a_form_of_the_programme_stays_where_it_is(world: World):
    before = startable(world)
    world.adapt("added", title={"en": "More"}, count=2, form="kpb", dossier="learning")
    assert startable(world) == before


def meter(world: World) -> tuple[int, int] | None:
    """What is done and needed of the dossier in which nothing is required but by the plan."""
    fields = {"portfolio_id": world.portfolio_id}
    found = world.see(world.learner, contract.DOSSIERS, queries.dossiers, **fields)
    (one,) = (each for each in found["dossiers"] if each["key"] == "learning")
    return one["count"], one["needed"]


def test_an_activity_of_the_learners_own_is_waived_and_counts_when_it_is_said_again(world: World):
    before = meter(world)
    world.adapt("added", dossier="learning", **ROUNDS)
    (own,) = (one["key"] for one in world.plan()["requirements"] if one["own"])
    world.adapt("count", own, count=9)
    added = meter(world)
    world.adapt("waived", own)
    assert meter(world) == before != added
    world.adapt("added", own, dossier="learning", **ROUNDS | {"count": 7})
    assert meter(world)[1] == added[1] - 9 + 7
    counting = [one["kind"] for one in world.plan()["adaptations"] if one["ended_at"] is None]
    assert counting == ["added"]


def goals(world: World, **who: Any) -> list[dict[str, Any]]:
    fields = {"portfolio_id": world.portfolio_id}
    return world.see(who.get("who", world.learner), contract.GOALS, queries.goals, **fields)[
        "goals"
    ]


def test_a_goal_set_by_a_teacher_stands_among_the_learners_with_who_and_why(world: World):
    day = "2027-03-01"
    world.adapt("goal", title="Ask for help early", due_on=day, reason="Seen on the ward")
    for reader in (world.learner, world.trainer, world.head):
        (goal,) = goals(world, who=reader)
        assert (goal["title"], goal["state"]) == ("Ask for help early", "open")
        assert (str(goal["due_on"]), goal["record_id"]) == (day, None)
        assert goal["set_by"]["by"] == "Noor Teacher"
        assert goal["set_by"]["reason"] == "Seen on the ward"
    event = world.events(contract.GoalChangedV1)[-1]
    assert (str(event.goal_id), event.state) == (str(goal["goal_id"]), "open")
    assert world.events(contract.PlanAdaptedV1)[-1].adaptations == ()
    (change,) = world.plan(world.learner)["adaptations"]
    assert (change["kind"], change["requirement"]) == ("goal", str(goal["goal_id"]))


def test_feedback_is_linked_to_a_goal_that_a_teacher_set(world: World):
    world.adapt("goal", title="Ask for help early")
    (goal,) = goals(world)
    record_id = world.ask()["record_id"]
    fields = {"goal_id": goal["goal_id"], "record_id": record_id}
    world.do(world.learner, contract.LINK_TO_GOAL, use_cases.link_to_goal, **fields)
    assert [str(one["record_id"]) for one in goals(world)[0]["linked"]] == [str(record_id)]


def test_a_goal_is_said_anew_and_reached_and_every_step_stays_to_be_read(world: World):
    world.adapt("goal", title="Ask for help", reason="Talk")
    goal_id = str(goals(world)[0]["goal_id"])
    world.adapt("goal", goal_id, title="Ask for help early", reason="Sharper")
    (goal,) = goals(world)
    assert (goal["title"], goal["set_by"]["reason"]) == ("Ask for help early", "Sharper")
    last = world.adapt("goal", goal_id, state="met", reason="Seen twice")
    assert goals(world)[0]["state"] == "met"
    world.end(last)
    assert (goals(world)[0]["state"], goals(world)[0]["set_by"]) == ("dropped", None)
    reasons = [one["reason"] for one in world.plan()["adaptations"]]
    assert reasons == ["Seen twice", "Sharper", "Talk"]


def own_goal(world: World) -> dict[str, Any]:
    """A goal out of a form of the learner's own."""
    record_id = world.start("goal")
    answers = {"what": "Sum up", "how": "Each time", "due": "2026-12-01"}
    world.send(world.learner, record_id, "draft", answers)
    (found,) = goals(world)
    return found


def test_a_goal_of_the_learners_own_is_as_it_was_when_the_teachers_words_end(world: World):
    before = own_goal(world)
    goal_id = str(before["goal_id"])
    world.adapt("goal", goal_id, title="Sum up with the patient", reason="Sharper")
    last = world.adapt("goal", goal_id, due_on="2027-01-15", reason="More time")
    (after,) = goals(world)
    assert (after["title"], str(after["due_on"])) == ("Sum up with the patient", "2027-01-15")
    was = world.plan()["adaptations"][0]["changes"]["was"]
    assert was["title"] == before["title"]
    world.end(last)
    assert goals(world)[0] | {"set_by": None} == before


def test_a_goal_whose_form_was_taken_back_stays_so_when_the_teachers_words_end(world: World):
    before = own_goal(world)
    change = world.adapt("goal", str(before["goal_id"]), title="Sharper", reason="Sharper")
    undo = {"record_id": before["record_id"], "stage": "draft"}
    world.do(world.learner, contract.UNDO_SEND, use_cases.undo_send, **undo)
    assert goals(world) == []
    world.end(change)
    assert goals(world) == []


@pytest.mark.parametrize(
    ("requirement", "changes", "field"),
    [
        (None, {}, "title"),
        (None, {"title": "  "}, "title"),
        (None, {"title": "x" * 201}, "title"),
        (None, {"title": "X", "state": "great"}, "state"),
        (None, {"title": "X", "due_on": "soon"}, "due_on"),
        (None, {"title": "X", "count": 2}, "count"),
        ("0198f0c2-7d1e-7a51-9a11-3f8f2f1e0003", {"title": "X"}, "requirement"),
    ],
)
def test_what_is_no_goal_is_refused_and_nothing_is_kept(world: World, requirement, changes, field):
    with pytest.raises(InvalidRequest) as refused:
        world.adapt("goal", requirement, **changes)
    assert field in refused.value.errors
    assert (goals(world), world.plan()["adaptations"]) == ([], [])


def test_only_who_may_change_a_plan_sets_goals(world: World):
    for who in (world.learner, world.trainer):
        with pytest.raises(Forbidden):
            world.adapt("goal", title="X", who=who)
    assert goals(world) == []


def test_an_erased_learner_leaves_no_goal(world: World):
    world.adapt("goal", title="Ask for help early")
    world.hear(
        accounts.PersonErasedV1(
            institution_id=world.institution,
            network_id=world.network,
            person_id=world.learner.person_id,
            erasure_id=world.institution,
        )
    )
    assert world.rows("SELECT 1 FROM goal") == []
