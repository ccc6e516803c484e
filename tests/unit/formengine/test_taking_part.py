"""Who is not waited for, who was asked by mistake, and who begins without having been asked."""

from __future__ import annotations

import pytest

from libs.formengine import (
    NotAllowed,
    Participant,
    RecordState,
    begun_unasked,
    due_times,
    exchange,
    may_act,
    may_cancel,
    start,
)
from tests.library.definitions import definition
from tests.library.story import NOW, Story

AREAS = definition("combel").by_key["areas"].rows  # type: ignore[attr-defined]
COMBEL = {"areas": {row.key: 6 for row in AREAS}, "overall": "Grows steadily."}
OWN = {"own_areas": {"medical": {"v": 5}}, "own_words": "I want to talk about planning."}
NOTE = {
    "areas": {"medical": {"v": 2}, "communication": {"v": 3}},
    "strong": "Calm.",
    "next_step": "Ask what the patient expects.",
}


def combel() -> Story:
    return Story(definition("combel"), lena="learner", tom="trainer", tea="teacher")


def unasked() -> Story:
    return Story(definition("kpb"), True, lena="learner", joost="assessor")


def test_nobody_waits_for_a_role_that_may_leave_its_part():
    story = combel()
    assert story.to_do("lena") == ["judge"]
    story.does("tom", "send", COMBEL).does("tea", "send", COMBEL)
    assert (story.status("judge"), story.to_do("lena")) == ("done", [])
    assert story.wait(minutes=1).to_do("lena") == ["talk"]


def test_the_part_of_who_is_not_waited_for_ends_nothing_by_itself():
    story = combel().does("lena", "send", OWN)
    assert (story.status("judge"), story.reads("tom"), story.reads("tea")) == ("open", set(), set())
    story.does("tom", "send", COMBEL)
    assert (story.status("judge"), story.reads("lena")) == ("open", set())


def test_what_was_given_freely_opens_with_the_rest_and_to_nobody_else():
    story = combel().does("lena", "send", OWN).does("tom", "send", COMBEL)
    story.does("tea", "send", COMBEL).wait(minutes=1)
    own = [one for one in story.sees("tom").readings if one.role == "learner"]
    assert [dict(one.answers) for one in own] == [OWN]
    assert {one.role for one in story.sees("coach").readings} == {"trainer", "teacher"}


def test_nobody_is_reminded_of_a_part_that_may_be_left():
    story = combel()
    due = due_times(story.definition, story.state)
    assert {one.participant_id for one in due if one.kind == "remind"} == {"tom", "tea"}


def test_a_draft_that_was_never_sent_stays_out_when_the_others_are_done():
    story = combel().does("tom", "send", COMBEL).does("tea", "send", COMBEL).wait(minutes=1)
    with pytest.raises(NotAllowed):
        story.does("lena", "send", OWN, stage="judge")


def test_who_was_not_asked_begins_past_the_question():
    story = unasked()
    assert story.status("ask") == "skipped"
    assert (story.to_do("joost"), story.to_do("lena")) == (["assess"], [])
    assert begun_unasked(story.definition, story.state)
    story.does("joost", "send", NOTE)
    assert (story.status("assess"), story.to_do("lena")) == ("done", ["respond"])


def test_nothing_goes_back_to_a_question_that_was_never_asked():
    story = unasked()
    (act,) = may_act(story.definition, story.state, story.people["joost"], story.now)
    assert "return" not in act.can
    asked = Story(definition("kpb"), lena="learner", joost="assessor").does("lena", "send")
    (act,) = may_act(asked.definition, asked.state, asked.people["joost"], asked.now)
    assert "return" in act.can


def test_who_began_unasked_may_take_the_record_back_and_who_was_asked_may_not():
    story = unasked()
    assert may_cancel(story.definition, story.state, story.people["joost"], story.now)
    asked = Story(definition("kpb"), lena="learner", joost="assessor").does("lena", "send")
    assert not may_cancel(asked.definition, asked.state, asked.people["joost"], asked.now)


def test_a_form_that_does_not_say_so_is_not_begun_unasked():
    with pytest.raises(NotAllowed):
        start(definition("mini-cex"), [], NOW, unasked=True)


def bo_instead_of_ada(story: Story) -> RecordState:
    bo = [Participant("bo", "assessor")]
    return exchange(story.definition, story.state, ["ada"], bo, story.now, story.by_stage())


def asked() -> Story:
    return Story(definition("kpb"), lena="learner", ada="assessor").does("lena", "send")


def test_who_was_asked_by_mistake_leaves_the_only_place_to_another():
    state = bo_instead_of_ada(asked())
    assert sorted(state.participants) == ["bo", "lena"]
    assert [one.participant_id for one in state.stages["assess"].to_do()] == ["bo"]


@pytest.mark.parametrize("action", [{"action": "send", "answers": NOTE}, {"action": "decline"}])
def test_who_acted_was_not_asked_by_mistake(action):
    story = asked().does("ada", **action)
    with pytest.raises(NotAllowed) as found:
        bo_instead_of_ada(story)
    assert found.value.code == "already_answered"
