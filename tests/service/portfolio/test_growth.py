"""What the learner does: reflections, goals, shifts, and what becomes of them."""

from __future__ import annotations

import datetime as dt

import pytest
from marshmallow import ValidationError

from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound
from services.portfolio import queries, use_cases

from .world import KPB, World

GOAL = {"what": "Vaker samenvatten", "how": "In elk consult één keer", "due": "2026-12-01"}
REFLECTION = {
    "title": "Een lastig gesprek",
    "situation": "Slecht nieuws op het spreekuur.",
    "reflection": "Ik praatte te veel.",
    "transfer": "Volgende keer laat ik een stilte vallen.",
}
SHIFT = {"hours": 8, "supervision": 3, "learned": "Triage aan de telefoon."}


def shift_answers(world: World) -> dict:
    """Answers for a shift, its choices filled with the form's first option."""
    import json

    from libs import formengine

    from .world import LIBRARY

    form = formengine.parse(json.loads((LIBRARY / "shift.json").read_text()))
    answers = dict(SHIFT)
    for item in form.fillable("log", "learner"):
        if item.type == "choice" and item.key not in answers:
            first = item.options[0].value
            answers[item.key] = [first] if item.many else first
    return {
        key: value
        for key, value in answers.items()
        if key in {item.key for item in form.fillable("log", "learner")}
    }


def log_shift(world: World, **changes: object) -> str:
    record_id = world.start("shift", **changes)
    world.send(world.learner, record_id, "log", shift_answers(world))
    return record_id


def registrations(world: World) -> dict:
    return world.see(
        world.learner,
        contract.REGISTRATIONS,
        queries.registrations,
        portfolio_id=world.portfolio_id,
    )


def goals(world: World) -> list:
    return world.see(world.learner, contract.GOALS, queries.goals, portfolio_id=world.portfolio_id)[
        "goals"
    ]


def test_a_goal_opens_and_feedback_is_linked_to_it(world: World):
    record_id = world.start("goal")
    world.send(world.learner, record_id, "draft", GOAL)
    (goal,) = goals(world)
    assert (goal["title"], goal["state"], goal["due_on"]) == (
        "Vaker samenvatten",
        "open",
        "2026-12-01",
    )
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)
    fields = {"goal_id": goal["goal_id"], "record_id": asked["record_id"]}
    for _ in range(2):
        world.do(world.learner, contract.LINK_TO_GOAL, use_cases.link_to_goal, **fields)
    (goal,) = goals(world)
    assert [one["record_id"] for one in goal["linked"]] == [asked["record_id"]]
    assert world.record(world.learner, asked["record_id"])["goals"] == [
        {"goal_id": goal["goal_id"], "title": "Vaker samenvatten"}
    ]
    assert world.events(contract.GoalChangedV1)[-1].linked == 1
    world.do(world.learner, contract.UNLINK_FROM_GOAL, use_cases.unlink_from_goal, **fields)
    assert goals(world)[0]["linked"] == []


def test_looking_back_closes_the_same_goal(world: World):
    record_id = world.start("goal")
    world.send(world.learner, record_id, "draft", GOAL)
    world.clock.forward(days=60)
    answers = {"result": "met", "lookback": "Het lukt nu vanzelf."}
    world.send(world.learner, record_id, "evaluate", answers)
    (goal,) = goals(world)
    assert (goal["title"], goal["state"]) == ("Vaker samenvatten", "met")
    versions = [e.version for e in world.events(contract.GoalChangedV1)]
    assert versions == sorted(set(versions))


def test_nobody_but_the_owner_links_to_a_goal(world: World):
    record_id = world.start("goal")
    world.send(world.learner, record_id, "draft", GOAL)
    asked = world.ask()
    fields = {"goal_id": goals(world)[0]["goal_id"], "record_id": asked["record_id"]}
    with pytest.raises(Forbidden):
        world.do(world.trainer, contract.LINK_TO_GOAL, use_cases.link_to_goal, **fields)


def test_a_reflection_is_the_learners_alone_until_it_is_sent(world: World):
    record_id = world.start("starrt")
    world.do(
        world.learner,
        contract.SAVE_DRAFT,
        use_cases.save_draft,
        record_id=record_id,
        stage=world.record(world.learner, record_id)["may"][0]["stage"],
        rev=0,
        answers={},
    )
    for other in (world.trainer, world.teacher, world.head):
        with pytest.raises(NotFound):
            world.record(other, record_id)
        listed = world.see(
            other, contract.RECORDS, queries.records, portfolio_id=world.portfolio_id
        )
        assert listed["records"] == []
    mine = world.see(
        world.learner, contract.RECORDS, queries.records, portfolio_id=world.portfolio_id
    )
    assert [one["record_id"] for one in mine["records"]] == [record_id]


def test_a_draft_is_not_found_by_those_who_may_read_the_portfolio(world: World):
    record_id = world.start("shift")
    for other in (world.trainer, world.teacher, world.head):
        with pytest.raises(NotFound):
            world.record(other, record_id)
    world.send(world.learner, record_id, "log", shift_answers(world))
    assert world.record(world.teacher, record_id)["record"]["state"] == "running"


def test_a_draft_never_sent_can_be_thrown_away(world: World):
    record_id = world.start("goal")
    fields = {"record_id": record_id}
    world.do(world.learner, contract.CANCEL_DRAFT, use_cases.cancel_draft, **fields)
    with pytest.raises(NotFound):
        world.record(world.learner, record_id)
    assert world.events(contract.RecordChangedV1)[-1].state == "withdrawn"


def test_words_that_cannot_be_kept_never_overwrite_what_is_there(world: World):
    record_id = world.start("starrt")
    kept = {"title": "Gesprek"}

    def save(rev: int, title: str) -> None:
        world.do(
            world.learner,
            contract.SAVE_DRAFT,
            use_cases.save_draft,
            record_id=record_id,
            stage="write",
            rev=rev,
            answers={"title": title},
        )

    save(0, kept["title"])
    for unfit in ("zero \x00 byte", "half \ud800 sign"):
        with pytest.raises(ValidationError, match="cannot be stored"):
            save(1, unfit)
    (act,) = world.record(world.learner, record_id)["may"]
    assert (act["rev"], act["answers"]) == (1, kept)


def test_a_shift_counts_once_the_trainer_approves_it(world: World):
    record_id = log_shift(world)
    assert registrations(world)["registrations"][0]["state"] == "registered"
    (task,) = world.see(world.trainer, contract.WAITING, queries.waiting)["waiting"]
    assert (task["act"], task["stage"]) == ("approve", "approve")
    world.send(world.trainer, record_id, "approve")
    (found,) = registrations(world)["registrations"]
    assert (found["state"], found["hours"], found["kind"]) == ("approved", 8, "out_of_hours")
    assert found["approved_by_id"] == str(world.trainer.person_id)
    assert registrations(world)["totals"] == [
        {"kind": "out_of_hours", "count": 1, "hours": 8, "approved": 1, "hours_approved": 8}
    ]
    assert [e.state for e in world.events(contract.RegistrationChangedV1)] == [
        "registered",
        "approved",
    ]


def test_several_shifts_are_approved_at_once_or_not_at_all(world: World):
    shifts = [log_shift(world) for _ in range(3)]
    records = [{"record_id": one, "stage": "approve"} for one in shifts]
    stranger = {"record_id": world.ask()["record_id"], "stage": "assess"}
    with pytest.raises((contract.NotNow, NotFound)):
        world.do(
            world.trainer,
            contract.APPROVE_MANY,
            use_cases.approve_many,
            records=[*records, stranger],
        )
    assert registrations(world)["totals"][0]["approved"] == 0
    reply = world.do(world.trainer, contract.APPROVE_MANY, use_cases.approve_many, records=records)
    assert reply == {"approved": 3, "left": []}
    assert registrations(world)["totals"][0]["approved"] == 3


def test_a_returned_shift_is_with_the_learner_again(world: World):
    record_id = log_shift(world)
    fields = {"record_id": record_id, "stage": "approve", "reason": "Uren kloppen niet."}
    world.do(world.trainer, contract.RETURN_RECORD, use_cases.return_record, **fields)
    assert world.events(contract.RegistrationChangedV1)[-1].state in ("returned", "withdrawn")
    world.send(world.learner, record_id, "log", shift_answers(world) | {"hours": 6})
    world.send(world.trainer, record_id, "approve")
    (found,) = registrations(world)["registrations"]
    assert (found["state"], found["hours"]) == ("approved", 6)


def test_the_owner_withdraws_what_nobody_else_touched(world: World):
    record_id = log_shift(world)
    assert world.record(world.learner, record_id)["withdrawable"] is True
    fields = {"record_id": record_id, "reason": "Dubbel"}
    reply = world.do(world.learner, contract.WITHDRAW_RECORD, use_cases.withdraw_record, **fields)
    assert reply == {"state": "withdrawn"}
    assert registrations(world)["registrations"] == []
    assert world.see(world.trainer, contract.WAITING, queries.waiting)["waiting"] == []


def test_home_shows_what_waits_and_who_was_asked(world: World):
    world.ask()
    world.start("goal")
    home = world.see(world.learner, contract.HOME, queries.home)
    assert home["counts"] == {"waiting": 1, "open_requests": 1}
    assert home["portfolios"][0]["own"] is True
    assert home["portfolios"][0]["phase"] == "ha1"
    assert home["asked"][0]["assessor"]["name"] == "Dr Jansen"
    staff = world.see(world.trainer, contract.HOME, queries.home)
    assert staff["portfolios"] == []


def test_dossiers_count_within_the_present_period(world: World):
    world.clock.now = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)
    early = log_shift(world, context={"encounter_date": dt.date(2026, 4, 1)})
    world.send(world.trainer, early, "approve")
    assess(world, "een@praktijk.nl", dt.date(2026, 4, 1))
    world.clock.now = dt.datetime(2026, 9, 2, 9, tzinfo=dt.UTC)
    assess(world, "twee@praktijk.nl", dt.date(2026, 9, 1))
    found = world.see(
        world.learner, contract.DOSSIERS, queries.dossiers, portfolio_id=world.portfolio_id
    )
    by_key = {one["key"]: one for one in found["dossiers"]}
    assert (by_key["shifts"]["count"], by_key["shifts"]["needed"]) == (1, 20)
    practice = by_key["practice"]
    # Both were done, one of them in the half-year before.
    assert (practice["count"], practice["needed"], practice["total"]) == (1, 6, 2)
    forms = {form["form_key"]: form for form in by_key["practice"]["forms"]}
    assert (forms["kpb"]["asks"], forms["kpb"]["may_start"]) == (True, False)
    assert by_key["shifts"]["records"][0]["record_id"] == early


def assess(world: World, email: str, on: dt.date) -> None:
    asked = world.ask(assessor={"email": email}, context={"encounter_date": on})
    world.send(world.link(asked["record_id"], email), asked["record_id"], "assess", KPB)


def test_searching_finds_titles_places_and_narratives_one_may_read(world: World):
    asked = world.ask()
    world.send(world.link(asked["record_id"]), asked["record_id"], "assess", KPB)

    def found(text: str) -> list:
        reply = world.see(
            world.learner,
            contract.RECORDS,
            queries.records,
            portfolio_id=world.portfolio_id,
            search=text,
        )
        return [one["record_id"] for one in reply["records"]]

    assert found("korte praktijk") == [asked["record_id"]]
    assert found("spreekuur") == [asked["record_id"]]
    assert found("hulpvraag") == [asked["record_id"]]
    assert found("100%") == []


def test_records_come_in_pages_without_gaps(world: World):
    for day in range(7):
        world.ask(
            assessor={"email": f"a{day}@praktijk.nl"},
            context={"encounter_date": dt.date(2026, 8, 1 + day)},
        )
    seen, cursor = [], None
    while True:
        reply = world.see(
            world.learner,
            contract.RECORDS,
            queries.records,
            portfolio_id=world.portfolio_id,
            cursor=cursor,
            limit=3,
        )
        seen += [one["encounter_date"] for one in reply["records"]]
        cursor = reply["next"]
        if cursor is None:
            break
    assert seen == [f"2026-08-0{7 - day}" for day in range(7)]


def test_who_teaches_and_coaches_finds_one_task_where_one_reply_is_enough(world: World):
    world.relate("coaches", world.teacher)
    record_id = world.start("starrt")
    world.send(world.learner, record_id, "write", REFLECTION)
    waiting = world.see(world.teacher, contract.WAITING, queries.waiting)["waiting"]
    assert [one["stage"] for one in waiting if str(one["record_id"]) == record_id] == ["respond"]
