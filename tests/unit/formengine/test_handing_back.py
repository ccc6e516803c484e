"""Handing back is offered where it can be done, and only there."""

from __future__ import annotations

import pytest

from libs.formengine import NotAllowed, check, may_act, read_frozen
from tests.library.definitions import definition, document
from tests.library.story import Story

PEOPLE = {"joost": "adviser", "ingrid": "adviser", "sec": "secretary", "head": "head"}


def offered(story: Story, name: str) -> tuple[str, ...]:
    (act,) = may_act(story.definition, story.state, story.people[name], story.now)
    return act.can


def test_before_a_decision_that_nobody_took_yet_an_adviser_hands_the_question_back():
    story = Story(definition("responsibility"), lena="learner", **PEOPLE)
    story.does("lena", "send").does("joost", "send").wait(minutes=2)
    assert offered(story, "ingrid") == ("decline", "return")
    story.does("ingrid", "return", reason="Evidence is missing.")
    assert (story.to_do("lena"), story.to_do("joost"), story.to_do("ingrid")) == (["ask"], [], [])
    story.does("lena", "send")
    assert story.to_do("joost") == story.to_do("ingrid") == ["advise"]


def frozen(stage: int, **changes: object) -> Story:
    """A form of before the check: it hands back what is closed for good by then."""
    form = document("responsibility")
    form["stages"][stage] |= changes
    assert [one.code for one in check(form)] == ["stage.return_closed"]
    return Story(read_frozen(form), lena="learner", **PEOPLE)


def test_what_is_open_to_all_by_then_is_not_offered_back_by_a_form_of_before():
    story = frozen(3, can=["return"], return_to="ask")
    story.does("lena", "send").does("joost", "send").does("ingrid", "send").wait(minutes=2)
    assert offered(story, "head") == ()
    with pytest.raises(NotAllowed) as refused:
        story.does("head", "return", stage="decide")
    assert refused.value.code == "closed_for_good"


def test_a_finished_record_is_not_offered_back():
    form = document("hours")
    confirm = next(one for one in form["stages"] if one["id"] == "confirm")
    confirm["optional"] = True
    story = Story(read_frozen(form), lena="learner", tom="trainer")
    story.does("lena", "send")
    assert (story.state.status.value, offered(story, "tom")) == ("done", ())


def test_a_way_back_that_may_be_open_is_no_mistake():
    form = document("responsibility")
    form["stages"][3] |= {"can": ["return"], "return_to": "ask"}
    form["stages"][1]["when"] = {"answered": {"get": "epa"}}
    assert "stage.return_closed" not in [one.code for one in check(form)]
