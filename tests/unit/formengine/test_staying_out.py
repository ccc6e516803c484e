"""Who declined a request, passed it on or was taken back from it is not asked again by itself."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from libs.formengine import (
    Definition,
    Participant,
    RecordStatus,
    add_participant,
    due_times,
    next_wake_at,
    parse,
    withdraw_request,
)
from tests.library.definitions import document
from tests.library.story import Story
from tests.unit.formengine.test_earlier_rounds import FORM

GIVEN = {"trust": 2}


def form(**judge: Any) -> Definition:
    found = copy.deepcopy(FORM)
    del found["stages"][1]["cycle"]
    found["stages"][1] |= {"can": ["decline", "pass_on", "return"], "next": "reply"} | judge
    found["stages"][2] = {"id": "reply", "by": ["learner"], "next": "done"}
    found["items"].append(
        {"type": "text", "key": "r", "by": "learner", "stage": "reply", "label": {"en": "R"}}
    )
    return parse(found)


def asked(**judge: Any) -> Story:
    story = Story(form(**judge), lena="learner", ada="assessor", cy="assessor")
    return story.does("lena", "send", {"question": "x"}).wait(minutes=5)


def left(how: str, **judge: Any) -> Story:
    """One who was asked is out; the other hands the question back, and it is sent again."""
    story = asked(remind=[3], **judge)
    if how == "taken back":
        state = withdraw_request(story.definition, story.state, "ada", story.now, {})
        story.changed(stages=state.stages, status=state.status)
    else:
        to = Participant("bo", "assessor")
        story.people["bo"] = to
        story.does("ada", how, **({"to": to} if how == "pass_on" else {}))
    story.wait(minutes=5).does("cy", "return", reason="Which one?").wait(minutes=5)
    return story.does("lena", "send", {"question": "y"}).wait(minutes=5)


@pytest.mark.parametrize("mode", ["one", "parallel"])
@pytest.mark.parametrize("how", ["decline", "pass_on", "taken back"])
def test_who_is_out_stays_out_when_the_question_comes_again(how: str, mode: str):
    story = left(how, mode=mode)
    assert (story.to_do("ada"), story.reads("ada")) == ([], set())
    reminded = {one.participant_id for one in due_times(story.definition, story.state)}
    assert reminded == ({"bo", "cy"} if how == "pass_on" else {"cy"})
    story.does("cy", "send", GIVEN)
    if how == "pass_on" and mode == "parallel":
        story.does("bo", "send", GIVEN)
    assert story.status("judge") == "done"


def test_who_let_a_request_lapse_is_asked_again_with_the_others():
    story = asked(mode="parallel", expires=7)
    story.people["dee"] = Participant("dee", "assessor")
    story.wait(days=6)
    story.state = add_participant(story.definition, story.state, story.people["dee"], story.now)
    story.wait(days=2).does("dee", "return", reason="Which one?")
    story.does("lena", "send", {"question": "y"})
    assert story.to_do("ada") == story.to_do("cy") == ["judge"]


def test_where_everybody_is_out_the_question_waits_for_somebody_else_and_for_nobody_who_declined():
    story = asked().does("ada", "decline").does("cy", "decline").wait(minutes=1)
    assert story.state.status is RecordStatus.DECLINED
    story.does("lena", "withdraw", stage="ask").does("lena", "send", {"question": "y"})
    assert (story.state.status, story.status("judge")) == (RecordStatus.DECLINED, "declined")
    anew = Participant("ada again", "assessor")
    story.people["anew"] = anew
    story.state = add_participant(story.definition, story.state, anew, story.now)
    assert (story.to_do("ada"), story.to_do("anew")) == ([], ["judge"])
    assert story.does("anew", "send", GIVEN).status("judge") == "done"


def test_a_stage_opens_for_who_may_leave_it_although_nobody_else_is_there_yet():
    judge = {"by": ["assessor", "learner"], "mode": "parallel", "optional_by": ["learner"]}
    judge["can"] = ["return"]
    story = Story(form(**judge), lena="learner").does("lena", "send", {"question": "x"})
    assert (story.state.status, story.to_do("lena")) == (RecordStatus.OPEN, ["judge"])


def test_where_the_path_goes_on_a_refusal_ends_nothing_that_silence_would_not():
    story = asked(expires=7, lapse="go_on").does("ada", "decline").does("cy", "decline")
    assert (story.state.status, story.status("judge")) == (RecordStatus.OPEN, "open")
    assert next_wake_at(story.definition, story.state) is not None
    story.wait(days=7)
    assert (story.state.status, story.status("judge")) == (RecordStatus.OPEN, "skipped")
    assert story.to_do("lena") == ["reply"]


def test_until_the_time_is_up_another_may_be_asked_in_the_place_of_who_declined():
    story = asked(expires=7, lapse="go_on", mode="parallel")
    story.does("ada", "decline").does("cy", "decline")
    story.people["dee"] = Participant("dee", "assessor")
    story.state = add_participant(story.definition, story.state, story.people["dee"], story.now)
    story.does("dee", "send", GIVEN)
    assert (story.status("judge"), story.to_do("lena")) == ("done", ["reply"])


def test_what_some_gave_before_the_others_declined_goes_on_when_the_time_is_up():
    found = copy.deepcopy(form(expires=7, lapse="go_on", mode="parallel").document)
    found["roles"]["assessor"]["min"] = 2
    story = Story(parse(found), lena="learner", ada="assessor", cy="assessor")
    story.does("lena", "send", {"question": "x"}).does("cy", "send", GIVEN).does("ada", "decline")
    assert (story.state.status, story.status("judge")) == (RecordStatus.OPEN, "open")
    story.wait(days=7)
    assert (story.status("judge"), story.to_do("lena")) == ("done", ["reply"])


def test_an_anonymous_round_in_which_all_declined_is_passed_over_when_its_time_is_up():
    listeners = dict.fromkeys(("ada", "bo", "cy"), "listener")
    story = Story(parse(document("presentation")), lena="learner", tea="teacher", **listeners)
    story.does("lena", "send", {"kind": "cat", "title": "T", "focus": "F", "with_audience": True})
    for name in listeners:
        story.does(name, "decline", stage="audience")
    assert (story.state.status, story.status("audience")) == (RecordStatus.OPEN, "open")
    story.wait(days=story.definition.stage("audience").expires or 0)
    assert (story.state.status, story.status("audience")) == (RecordStatus.OPEN, "skipped")
