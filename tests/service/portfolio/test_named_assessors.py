"""Processes with several assessors, from start to end: whoever the form lets name them does, and
they are asked by itself. Nothing here is put into a record from aside."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from libs.chassis.principal import Principal
from libs.contracts import documents
from libs.contracts import portfolio as contract
from libs.contracts.faults import Forbidden, NotFound
from services.portfolio import use_cases

from .test_peer_round import asked, waiting
from .test_pointing import add_file
from .world import AREAS, World

OUTSIDE = "jansen@praktijk.nl"
PHASES = {
    key: {"v": 3}
    for key in (
        "opening",
        "exploring",
        "history",
        "examination",
        "diagnosis",
        "plan",
        "structure",
        "empathy",
    )
}
SCORES = {"phases": PHASES, "overall": 3, "strong": "Open begin.", "next_step": "Vat samen."}
ADVICE = {"advice": "part", "grounds": "Ouderenzorg ontbreekt."}
AREAS_SEEN = {area: {"v": 2, "comment": "Gezien."} for area in AREAS}
AGAIN = {"phases_again": PHASES, "overall_again": 4, "grown": "De zorg komt nu op tafel."}


def people(*found: Principal | str) -> list[dict[str, Any]]:
    """Rows of a list of people: accounts, and somebody outside by the address."""
    return [{"_id": str(number), "who": _who(one)} for number, one in enumerate(found, start=1)]


def _who(one: Principal | str) -> dict[str, str]:
    if isinstance(one, str):
        return {"name": "Dr Jansen", "email": one}
    return {"id": str(one.person_id)}


def recorded(world: World, record_id: str, stage: str, item: str) -> dict[str, Any]:
    about = {"name": "consult.mp4", "media_type": "video/mp4"}
    file_id = add_file(world, world.learner, record_id, stage, f"{item}.recording", **about)
    return {"_id": file_id, "recording": [file_id], "about": "Moeheid, eerste consult"}


def hand_in(world: World, *assessors: Principal | str) -> str:
    record_id = world.start("consultation-review")
    row = recorded(world, record_id, "submit", "consultations")
    answers = {"consultations": [row], "consent": True, "assessors": people(*assessors)}
    world.send(world.learner, record_id, "submit", answers)
    return record_id


def test_a_consultation_on_video_goes_from_start_to_end_with_the_assessors_the_learner_named(
    world: World,
):
    record_id = hand_in(world, world.trainer, OUTSIDE)
    outside = world.link(record_id, OUTSIDE)
    assert asked(world, "score") == [world.trainer.person_id, None]
    world.send(world.trainer, record_id, "score", SCORES)
    assert waiting(world, world.trainer) == []
    world.send(outside, record_id, "score", SCORES)
    world.pass_time(seconds=61)
    world.send(world.trainer, record_id, "discuss", {"report": "Samen bekeken.", "result": "again"})
    world.send(world.learner, record_id, "respond", {"takeaway": "Eerst de zorg."})
    rows = [recorded(world, record_id, "resit", "new_consultations") for _ in range(4)]
    world.send(world.learner, record_id, "resit", {"new_consultations": rows, "consent": True})
    world.send(outside, record_id, "rescore", AGAIN)
    assert world.record(world.learner, record_id)["record"]["state"] == "done"


def test_without_an_assessor_the_consultations_are_not_handed_in(world: World):
    with pytest.raises(contract.AnswersIncomplete) as refused:
        hand_in(world)
    assert list(refused.value.errors) == ["assessors"]


def test_the_address_of_one_assessor_is_not_told_to_the_other(world: World):
    record_id = hand_in(world, world.trainer, OUTSIDE)
    for reader in (world.trainer, world.link(record_id, OUTSIDE)):
        (read,) = world.record(reader, record_id)["contributions"]
        assert "assessors" not in read["answers"] and read["answers"]["consultations"]


def appointed(world: World, *advising: Principal) -> tuple[Principal, str]:
    """The committee, and an exemption for which it appoints these (nobody: not yet)."""
    committee, record_id = world.person("committee"), world.start("support-exemption")
    about = {"name": "brief.pdf", "media_type": "application/pdf"}
    wish = {
        "wish": "De klinische stage, deels.",
        "about": ["epa/acute"],
        "learned": "Twee jaar spoedeisende hulp.",
        "proof": [add_file(world, world.learner, record_id, "ask", "proof", **about)],
        "weeks_asked": 26,
    }
    world.send(world.learner, record_id, "ask", wish)
    if advising:
        world.send(committee, record_id, "appoint", {"assessors": people(*advising)})
    return committee, record_id


def test_the_committee_and_not_the_learner_appoints_who_advises_on_an_exemption(world: World):
    advising = [world.trainer, world.teacher]
    committee, record_id = appointed(world)
    choice = {"assessors": people(*advising)}
    with pytest.raises(NotFound):
        world.send(world.learner, record_id, "appoint", choice)
    with pytest.raises(contract.AnswersIncomplete):
        world.send(committee, record_id, "appoint", {"assessors": people(world.trainer, OUTSIDE)})
    assert asked(world, "advise") == []
    world.send(committee, record_id, "appoint", choice)
    assert sorted(asked(world, "advise")) == sorted(one.person_id for one in advising)
    for one in advising:
        world.send(one, record_id, "advise", ADVICE)
    world.pass_time(seconds=61)
    assert waiting(world, world.learner) == ["hear"]


def test_who_judges_a_remediation_plan_is_asked_when_the_coach_says_that_it_is_time(world: World):
    coach, judging = world.person("coach"), [world.trainer, world.teacher]
    world.relate("coaches", coach)
    record_id = world.start("remediation", who=world.head)
    target = {"_id": "a", "what": "Overlegt op tijd", "proof": "In vijf verslagen."}
    plan = {
        "reason": "Vijf keer te laat overlegd.",
        "targets": [target | {"due": "2026-11-01"}],
        "about": ["area/professionalism"],
        "support": "Wekelijks gesprek.",
        "assessors": people(*judging),
    }
    world.send(world.head, record_id, "plan", plan)
    world.send(world.learner, record_id, "reply", {"reaction": "Ik sta erachter."})
    world.send(coach, record_id, "follow", {"progress": "Twee keer op tijd.", "ready": False})
    assert asked(world, "judge") == []
    world.send(coach, record_id, "follow", {"progress": "Vijf keer op tijd.", "ready": True})
    assert sorted(asked(world, "judge")) == sorted(one.person_id for one in judging)


def test_a_third_examiner_is_asked_by_the_clock_and_only_where_the_two_differ(world: World):
    committee, third = world.person("committee"), world.person("teacher")
    for verdicts, stage in (((1, 0), "moderate"), ((1, 1), "decide")):
        record_id = world.start("portfolio-exam")
        work = {"snapshot": {"kind": "dashboard", "id": printed(world)}, "own_work": True}
        world.send(world.learner, record_id, "submit", work)
        choice = {
            "examiners": people(world.trainer, world.teacher),
            "third_examiner": {"id": str(third.person_id)},
        }
        world.send(committee, record_id, "appoint", choice)
        for one, verdict in zip((world.trainer, world.teacher), verdicts, strict=True):
            judged = {"areas": AREAS_SEEN, "verdict": verdict, "grounds": "Alles gezien."}
            world.send(one, record_id, "score", judged)
        world.pass_time(seconds=61)
        waits = third if stage == "moderate" else committee
        assert waiting(world, waits)[-1:] == [stage]
    assert asked(world, "moderate") == [third.person_id]


def printed(world: World) -> str:
    """A dashboard of the learner's as a file."""
    event = documents.FileStoredV1(
        institution_id=world.institution,
        file_id=uuid.uuid4(),
        portfolio_id=world.portfolio_id,
        learner_id=world.learner.person_id,
        source="report",
        record_id=None,
        version=1,
    )
    world.hear(event)
    return str(event.file_id)


def ask_another(world: World, who: Principal, record_id: str, stage: str, **assessor: Any) -> None:
    fields = {"record_id": record_id, "stage": stage, "assessor": assessor}
    world.do(who, contract.ASK_RATER, use_cases.ask_rater, **fields)


def decline(world: World, who: Principal, record_id: str, stage: str) -> None:
    fields = {"record_id": record_id, "stage": stage, "reason": "Geen tijd."}
    world.do(who, contract.DECLINE, use_cases.decline, **fields)


def may_ask(world: World, who: Principal, record_id: str) -> list[str]:
    return [one["stage"] for one in world.record(who, record_id)["raters"] if one["may_ask"]]


def test_the_learner_asks_another_where_the_only_assessor_declined(world: World):
    record_id = hand_in(world, world.trainer)
    decline(world, world.trainer, record_id, "score")
    assert world.record(world.learner, record_id)["declined"] is not None
    assert may_ask(world, world.learner, record_id) == ["score"]
    ask_another(world, world.learner, record_id, "score", email=OUTSIDE, name="Dr Jansen")
    world.send(world.link(record_id, OUTSIDE), record_id, "score", SCORES)
    world.pass_time(seconds=61)
    assert world.record(world.learner, record_id)["record"]["state"] == "running"
    assert may_ask(world, world.learner, record_id) == []


def test_only_who_appointed_an_assessor_asks_another_in_the_place_of_one_who_declined(
    world: World,
):
    committee, record_id = appointed(world, world.trainer, world.teacher)
    assert may_ask(world, committee, record_id) == []
    decline(world, world.trainer, record_id, "advise")
    assert may_ask(world, committee, record_id) == ["advise"]
    assert may_ask(world, world.learner, record_id) == []
    with pytest.raises(Forbidden):
        ask_another(world, world.learner, record_id, "advise", person_id=world.head.person_id)
    ask_another(world, committee, record_id, "advise", person_id=world.head.person_id)
    for one in (world.teacher, world.head):
        world.send(one, record_id, "advise", ADVICE)
    world.pass_time(seconds=61)
    assert waiting(world, world.learner) == ["hear"]


# -- somebody was named by mistake -------------------------------------------------------------


def name_again(world: World, record_id: str, *assessors: Principal | str) -> None:
    """What was handed in, with other assessors."""
    (given,) = world.rows("SELECT answers FROM contribution WHERE stage = 'submit'")
    answers = given.answers | {"assessors": people(*assessors)}
    world.send(world.learner, record_id, "submit", answers)


def requests(world: World) -> list[tuple[uuid.UUID | None, str]]:
    """Who was asked to score, and what became of it; oldest first."""
    told: dict[uuid.UUID, contract.RequestChangedV1] = {}
    for one in world.events(contract.RequestChangedV1):
        told[one.request_id] = one
    return [(one.assessor_id, one.state) for one in told.values()]


def undo(world: World, record_id: str) -> None:
    world.do(
        world.learner, contract.UNDO_SEND, use_cases.undo_send, record_id=record_id, stage="submit"
    )


def test_the_learner_corrects_at_once_which_of_two_assessors_was_meant(world: World):
    record_id = hand_in(world, world.trainer, world.teacher)
    name_again(world, record_id, world.trainer, world.head)
    trainer, teacher, head = (one.person_id for one in (world.trainer, world.teacher, world.head))
    assert requests(world) == [(trainer, "open"), (teacher, "withdrawn"), (head, "open")]
    assert waiting(world, world.teacher) == []
    with pytest.raises(NotFound):
        world.send(world.teacher, record_id, "score", SCORES)
    for one in (world.trainer, world.head):
        world.send(one, record_id, "score", SCORES)
    world.pass_time(seconds=61)
    assert waiting(world, world.trainer) == ["discuss"]


def test_the_link_of_who_was_named_by_mistake_opens_nothing_any_more(world: World):
    record_id = hand_in(world, world.trainer, OUTSIDE)
    outside = world.link(record_id, OUTSIDE)
    name_again(world, record_id, world.trainer, "goed@praktijk.nl")
    with pytest.raises(NotFound):
        world.send(outside, record_id, "score", SCORES)
    world.send(world.link(record_id, "goed@praktijk.nl"), record_id, "score", SCORES)


def test_who_takes_the_place_of_another_is_waited_for_although_the_rest_answered(world: World):
    record_id = hand_in(world, world.trainer, world.teacher)
    world.send(world.trainer, record_id, "score", SCORES)
    name_again(world, record_id, world.trainer, world.head)
    assert waiting(world, world.head) == ["score"]


def test_with_one_assessor_fewer_the_answer_of_the_rest_is_enough(world: World):
    record_id = hand_in(world, world.trainer, world.teacher)
    world.send(world.trainer, record_id, "score", SCORES)
    name_again(world, record_id, world.trainer)
    world.pass_time(seconds=61)
    assert waiting(world, world.trainer) == ["discuss"]
    assert waiting(world, world.teacher) == []


def test_who_answered_already_keeps_their_place(world: World):
    record_id = hand_in(world, world.trainer, world.teacher)
    world.send(world.teacher, record_id, "score", SCORES)
    with pytest.raises(contract.NotNow) as refused:
        name_again(world, record_id, world.trainer, world.head)
    assert refused.value.params["code"] == "role_is_full"


def test_who_was_taken_back_by_mistake_is_asked_again_when_named_again(world: World):
    record_id = hand_in(world, world.trainer, world.teacher)
    name_again(world, record_id, world.trainer, world.head)
    name_again(world, record_id, world.trainer, world.teacher)
    assert waiting(world, world.teacher) == ["score"]
    assert waiting(world, world.head) == []


def test_after_an_undo_only_those_are_asked_who_are_named_then(world: World):
    record_id = hand_in(world, world.trainer, world.teacher)
    undo(world, record_id)
    assert waiting(world, world.teacher) == []
    name_again(world, record_id, world.trainer, world.head)
    assert [waiting(world, one) for one in (world.trainer, world.teacher, world.head)] == [
        ["score"],
        [],
        ["score"],
    ]


def test_an_assessor_asked_in_the_place_of_one_who_declined_stays_when_names_are_corrected(
    world: World,
):
    record_id = hand_in(world, world.trainer, world.teacher)
    decline(world, world.teacher, record_id, "score")
    ask_another(world, world.learner, record_id, "score", person_id=world.head.person_id)
    name_again(world, record_id, world.trainer)
    assert waiting(world, world.head) == ["score"]
