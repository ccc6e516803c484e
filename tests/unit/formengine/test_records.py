"""The life of a record: who may act, what the clock does, what can be taken back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
from typing import Any

import pytest

from libs.formengine import (
    Action,
    ContributionStatus,
    NotAllowed,
    Participant,
    RecordState,
    RecordStatus,
    add_participant,
    advance,
    due_times,
    may_act,
    may_cancel,
    may_revise,
    newly_open,
    next_wake_at,
    parse,
    settled_at,
    start,
    withdraw_request,
)
from libs.formengine.records.table import RECORD_TABLE, TABLE
from tests.library.definitions import definition
from tests.library.story import NOW, Story

SENT_KPB = {
    "areas": {"medical": {"v": 2}, "communication": {"v": 3}},
    "strong": "Clear questions.",
    "next_step": "Say what you are looking for while you examine.",
}
COMBEL = {"areas": {"medical": {"v": 6}}, "overall": "Grows steadily."}


def kpb() -> Story:
    return Story(definition("kpb"), lena="learner", ada="assessor")


def combel() -> Story:
    return Story(definition("combel"), lena="learner", tom="trainer", tea="teacher")


def refusal(story: Story, name: str, action: str, **more: Any) -> str:
    with pytest.raises(NotAllowed) as found:
        story.does(name, action, **more)
    return found.value.code


def test_the_transition_tables_are_complete():
    assert set(TABLE) == set(itertools.product(ContributionStatus, Action))
    assert set(RECORD_TABLE) == set(itertools.product(RecordStatus, Action))


def test_what_is_over_cannot_be_moved_by_any_action():
    over = ("declined", "passed_on", "expired", "not_needed")
    for status, action in itertools.product(over, Action):
        assert TABLE[ContributionStatus(status), action] is None
    assert not any(RECORD_TABLE[RecordStatus.CANCELLED, action] for action in Action)


def test_a_stage_waits_for_its_own_people_only():
    story = kpb()
    assert (story.to_do("lena"), story.to_do("ada")) == (["ask"], [])
    story.does("lena", "send")
    assert (story.to_do("lena"), story.to_do("ada")) == ([], ["assess"])
    story.does("ada", "send", SENT_KPB)
    assert story.state.status is RecordStatus.DONE
    assert story.to_do("lena") == ["respond"]


def test_the_learner_cannot_act_for_the_assessor():
    story = kpb().does("lena", "send")
    assert refusal(story, "lena", "send", stage="assess") == "not_your_turn"
    stranger = Participant("ada", "learner")
    assert may_act(story.definition, story.state, stranger, NOW) == ()


def test_an_action_that_does_not_belong_to_the_stage_is_refused():
    story = kpb().does("lena", "send")
    assert refusal(story, "ada", "approve") == "not_your_turn"
    assert refusal(story, "ada", "object") == "not_your_turn"
    assert refusal(story, "ada", "fly") == "unknown_action"


def test_a_role_the_definition_does_not_know_cannot_take_part():
    with pytest.raises(NotAllowed) as found:
        start(definition("kpb"), [Participant("x", "king")], NOW)
    assert found.value.code == "unknown_role"


def test_a_request_expires_and_a_new_assessor_opens_it_again():
    story = kpb().does("lena", "send").wait(days=28)
    assert (story.state.status, story.status("assess")) == (RecordStatus.EXPIRED, "expired")
    assert refusal(story, "ada", "send") == "record_expired"
    newcomer = Participant("bo", "assessor")
    story.people["bo"] = newcomer
    story.state = add_participant(story.definition, story.state, newcomer, story.now)
    assert story.to_do("bo") == ["assess"]
    story.does("bo", "send", SENT_KPB)
    assert story.state.status is RecordStatus.DONE


def test_the_clock_decides_even_when_nobody_called_settle():
    story = kpb().does("lena", "send")
    late = story.now + dt.timedelta(days=28)
    assert may_act(story.definition, story.state, story.people["ada"], late) == ()
    with pytest.raises(NotAllowed):
        advance(story.definition, story.state, "send", story.people["ada"], late, {})


def test_reminders_are_due_for_those_who_have_not_acted():
    story = kpb().does("lena", "send")
    due = [one for one in due_times(story.definition, story.state) if one.kind == "remind"]
    days = [(one.participant_id, (one.at - NOW).days) for one in due if one.stage == "assess"]
    assert days == [("ada", 3), ("ada", 7), ("ada", 14)]
    assert next_wake_at(story.definition, story.state) == NOW + dt.timedelta(days=28)
    story.does("ada", "send", SENT_KPB)
    kinds = {(one.kind, one.stage) for one in due_times(story.definition, story.state)}
    assert ("remind", "assess") not in kinds


def test_a_declined_request_waits_for_somebody_else():
    story = kpb().does("lena", "send").does("ada", "decline", reason="I was not there")
    assert (story.state.status, story.status("assess")) == (RecordStatus.DECLINED, "declined")
    assert story.state.stages["assess"].contributions["ada"].reason == "I was not there"
    assert may_cancel(story.definition, story.state, story.people["lena"], story.now)


def test_a_request_can_be_passed_on_and_the_first_person_is_out():
    story = kpb().does("lena", "send")
    story.does("ada", "pass_on", to=Participant("bo", "assessor", auth="link"))
    story.people["bo"] = story.state.participants["bo"]
    assert (story.to_do("ada"), story.to_do("bo")) == ([], ["assess"])


def test_a_role_has_no_more_people_than_its_maximum():
    story = kpb().does("lena", "send")
    with pytest.raises(NotAllowed) as found:
        add_participant(story.definition, story.state, Participant("bo", "assessor"), story.now)
    assert found.value.code == "role_is_full"


def test_a_request_nobody_answered_can_be_taken_back():
    story = kpb().does("lena", "send")
    state = withdraw_request(story.definition, story.state, "ada", story.now, {})
    assert state.status is RecordStatus.EXPIRED
    story.does("ada", "send", SENT_KPB)
    with pytest.raises(NotAllowed) as found:
        withdraw_request(story.definition, story.state, "ada", story.now, {})
    assert found.value.code == "already_answered"


def test_handing_back_opens_the_stage_before_in_a_new_revision():
    story = kpb().does("lena", "send").does("ada", "return", reason="Which patient?")
    assert (story.status("ask"), story.to_do("lena"), story.to_do("ada")) == (
        "returned",
        ["ask"],
        [],
    )
    story.does("lena", "send")
    assert story.state.stages["ask"].contributions["lena"].revision == 2
    assert story.to_do("ada") == ["assess"]


def test_undo_works_for_sixty_seconds():
    story = kpb().does("lena", "send").does("ada", "send", SENT_KPB).wait(seconds=59)
    story.does("ada", "undo")
    assert (story.state.status, story.to_do("ada")) == (RecordStatus.OPEN, ["assess"])
    story.does("ada", "send", SENT_KPB).wait(seconds=60)
    assert refusal(story, "ada", "undo") == "too_late"


def test_a_house_may_choose_another_time_for_undo_and_all_that_opens_waits_as_long():
    story = combel()
    story.definition = dataclasses.replace(story.definition, undo=dt.timedelta(seconds=5))
    story.does("tom", "send", COMBEL).does("tea", "send", COMBEL).wait(seconds=4)
    (sent,) = may_revise(story.definition, story.state, story.people["tea"], story.now)
    assert sent.undo_until == story.now + dt.timedelta(seconds=1)
    assert story.to_do("lena") == []
    story.wait(seconds=1)
    assert refusal(story, "tea", "undo", stage="judge") == "closed_for_good"
    assert story.to_do("lena") == ["talk"]


def test_undo_is_refused_once_the_next_person_has_acted():
    story = kpb().does("lena", "send").does("ada", "send", SENT_KPB)
    assert refusal(story, "lena", "undo", stage="ask") == "next_has_acted"
    (left,) = may_revise(story.definition, story.state, story.people["lena"], story.now)
    assert (left.stage, left.undo_until, left.withdrawable) == ("ask", None, False)
    assert refusal(story, "lena", "withdraw", stage="ask") == "next_has_acted"


def test_a_correction_works_for_a_day_also_on_a_finished_record():
    story = kpb().does("lena", "send").does("ada", "send", SENT_KPB).wait(hours=23)
    assert story.state.status is RecordStatus.DONE
    story.does("ada", "correct", SENT_KPB, stage="assess")
    own = story.state.stages["assess"].contributions["ada"]
    assert (own.revision, own.corrected_at) == (2, story.now)
    story.wait(hours=1)
    assert refusal(story, "ada", "correct", stage="assess") == "too_late"
    assert may_revise(story.definition, story.state, story.people["ada"], story.now) == ()


def test_a_withdrawn_contribution_can_be_given_again():
    story = kpb().does("lena", "send").does("ada", "send", SENT_KPB).wait(hours=2)
    story.does("ada", "withdraw", stage="assess")
    assert story.to_do("ada") == ["assess"]
    assert story.emits("assess") == []
    story.does("ada", "send", SENT_KPB)
    assert story.state.stages["assess"].contributions["ada"].revision == 3


def test_a_record_is_cancelled_until_somebody_else_gave_something():
    story = kpb().does("lena", "send")
    lena = story.people["lena"]
    assert may_cancel(story.definition, story.state, lena, story.now)
    assert not may_cancel(story.definition, story.state, story.people["ada"], story.now)
    story.does("ada", "send", SENT_KPB)
    assert refusal(story, "lena", "cancel") == "record_done"


def test_both_must_have_sent_before_a_joined_stage_is_done():
    story = combel().does("tom", "send", COMBEL)
    assert (story.status("judge"), story.to_do("tom"), story.to_do("tea")) == (
        "open",
        [],
        ["judge"],
    )
    story.does("tea", "send", COMBEL)
    assert story.status("judge") == "done"


def test_a_missing_teacher_keeps_a_joined_stage_open():
    story = Story(definition("combel"), lena="learner", tom="trainer")
    story.does("tom", "send", COMBEL).wait(days=1)
    assert story.status("judge") == "open"


def test_a_joined_opening_waits_out_the_last_undo():
    story = combel().does("tom", "send", COMBEL).wait(hours=5).does("tea", "send", COMBEL)
    opening = story.now + dt.timedelta(seconds=60)
    assert next_wake_at(story.definition, story.state) == opening == settled_at(story.state)
    assert story.to_do("lena") == []
    before = story.state
    story.wait(seconds=60)
    assert newly_open(before, story.state) == ("judge",)
    assert story.to_do("lena") == ["talk"]
    assert next_wake_at(story.definition, story.state) is None


def test_a_joined_contribution_is_closed_for_good_once_it_is_open():
    story = combel().does("tom", "send", COMBEL).does("tea", "send", COMBEL).wait(seconds=60)
    for action in ("correct", "undo", "withdraw"):
        assert refusal(story, "tom", action, stage="judge") == "closed_for_good"
    assert may_revise(story.definition, story.state, story.people["tom"], story.now) == ()


def test_undoing_within_the_last_minute_keeps_a_joined_stage_closed():
    story = combel().does("tom", "send", COMBEL).does("tea", "send", COMBEL).wait(seconds=30)
    story.does("tea", "undo")
    assert story.status("judge") == "open"
    story.wait(hours=1)
    assert story.reads("lena") == set()
    story.does("tea", "send", COMBEL).wait(seconds=61)
    assert story.reads("lena") == {"judge"}


def test_approving_hands_back_to_the_stage_that_is_named():
    story = combel().does("tom", "send", COMBEL).does("tea", "send", COMBEL).wait(seconds=60)
    story.does("lena", "send", {"report": "We agreed."})
    story.does("tea", "return", reason="Add the agreement")
    assert story.status("talk") == "returned"
    story.does("lena", "send", {"report": "We agreed on visits."}).does("tom", "approve")
    assert story.state.status is RecordStatus.DONE


def test_an_office_may_step_in_without_being_asked():
    story = Story(definition("competence-statement"), lena="learner")
    head = Participant("hans", "head")
    assert [act.act for act in may_act(story.definition, story.state, head, story.now)] == [
        "decide"
    ]
    story.people["hans"] = head
    story.does("hans", "decide", {"result": "granted"})
    assert (story.state.status, story.state.frozen) == (RecordStatus.DONE, True)
    assert refusal(story, "hans", "undo", stage="decide") == "closed_for_good"


def test_a_decision_closes_what_it_rests_on():
    story = Story(
        definition("responsibility"), lena="learner", a="adviser", b="adviser", hans="head"
    )
    story.does("lena", "send", {"epa": "epa/acute", "wanted": 4})
    story.does("a", "send", {"advised": 4}).does("b", "send", {"advised": 3}).wait(seconds=60)
    story.does("hans", "decide", {"result": "granted", "level": 4}, stage="decide")
    assert refusal(story, "lena", "correct", stage="ask") == "closed_for_good"


def test_another_round_starts_while_the_rule_holds():
    story = Story(definition("goal"), lena="learner", tom="trainer")
    story.does("lena", "send", {"what": "Visits", "how": "x", "due": "2026-05-01"})
    story.does("lena", "send", {"result": "continued", "lookback": "Not yet"}, stage="evaluate")
    assert (story.state.stages["evaluate"].cycle, story.to_do("lena")) == (1, ["evaluate"])
    story.does("lena", "send", {"result": "met", "lookback": "Yes"}, stage="evaluate")
    assert story.state.status is RecordStatus.DONE


def test_a_stage_is_skipped_when_its_condition_does_not_hold():
    def exam(second: int) -> Story:
        story = Story(
            definition("portfolio-exam"),
            lena="learner",
            a="examiner",
            b="examiner",
            c="third",
            d="board",
        )
        story.does("lena", "send").does("d", "send").does("a", "send", {"verdict": 1})
        return story.does("b", "send", {"verdict": second}).wait(seconds=60)

    assert (exam(1).status("moderate"), exam(1).to_do("d")) == ("skipped", ["decide"])
    assert (exam(0).status("moderate"), exam(0).to_do("c")) == ("open", ["moderate"])


def test_a_correction_asks_the_rules_again_while_nobody_acted_on():
    document = {
        **definition("micro-cex").document,
        "stages": [
            {"id": "assess", "by": "assessor", "next": "check"},
            {"id": "check", "by": "learner", "next": "done", "when": {"le": [{"get": "trust"}, 2]}},
        ],
        "emit": [],
    }
    document["items"] = [i for i in document["items"] if i.get("stage") != "respond"]
    story = Story(parse(document), lena="learner", ada="assessor")
    story.does("ada", "send", {"trust": 4})
    assert (story.status("check"), story.state.status) == ("skipped", RecordStatus.DONE)
    story.wait(minutes=5).does("ada", "correct", {"trust": 1}, stage="assess")
    assert (story.status("check"), story.to_do("lena")) == ("open", ["check"])


def test_a_timer_opens_a_stage_when_its_day_has_come():
    document = dict(definition("goal").document)
    document["stages"] = [dict(stage) for stage in document["stages"]]
    document["stages"][2]["timer"] = {"opens_after_days": 30}
    story = Story(parse(document), lena="learner")
    story.does("lena", "send", {"what": "x"})
    assert story.to_do("lena") == []
    assert next_wake_at(story.definition, story.state) == NOW + dt.timedelta(days=30)
    assert story.wait(days=30).to_do("lena") == ["evaluate"]


def test_people_may_have_to_act_one_after_another():
    document = dict(definition("combel").document)
    document["stages"] = [dict(stage) for stage in document["stages"]]
    del document["stages"][0]["optional_by"]
    document["stages"][0] |= {"mode": "each", "by": ["trainer", "teacher"]}
    document["items"] = [one for one in document["items"] if not one["key"].startswith("own_")]
    story = Story(parse(document), lena="learner", tea="teacher", tom="trainer")
    assert (story.to_do("tom"), story.to_do("tea")) == (["judge"], [])
    story.does("tom", "send", COMBEL)
    assert story.to_do("tea") == ["judge"]


def test_enough_advisers_are_enough():
    people = dict.fromkeys("abc", "adviser")
    story = Story(definition("responsibility"), lena="learner", hans="head", **people)
    story.does("lena", "send", {"epa": "epa/acute"})
    story.does("a", "send", {"advised": 4}).does("c", "send", {"advised": 4})
    assert story.status("advise") == "done"
    assert story.state.stages["advise"].contributions["b"].status == "not_needed"
    assert refusal(story, "b", "send") == "not_your_turn"


@pytest.mark.parametrize("name", ["kpb", "combel", "team-feedback", "responsibility", "goal"])
def test_a_state_survives_json_unchanged(name: str):
    form = definition(name)
    people = [Participant(f"p{n}", role, "doctors") for n, role in enumerate(form.roles)]
    state = start(form, people, NOW)
    state = advance(form, state, "send", people[0], NOW, {}) if name != "combel" else state
    assert RecordState.from_json(json.loads(json.dumps(state.to_json()))) == state
