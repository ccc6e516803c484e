"""What is offered and what trying answers tells nobody whether an anonymous round has an answer."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import NotAllowed, may_act, may_revise, parse
from tests.library.definitions import definition, document
from tests.library.story import Story
from tests.unit.library.rounds import (
    ROUNDS,
    answered,
    closed,
    collecting,
    filled,
    groups_of,
    opened,
    rating,
)


def before_the_round(story: Story) -> list[tuple[str, str]]:
    """Who gave what at the stages that the path passed before the round."""
    round_id = collecting(story.definition).id
    return [
        (one.participant_id, one.stage)
        for one in story.contributions
        if round_id in story.definition.later(one.stage)
    ]


def offered(story: Story, name: str, stage: str) -> list[tuple[bool, bool, bool]]:
    found = may_revise(story.definition, story.state, story.people[name], story.now)
    return [
        (one.undo_until is not None, one.correct_until is not None, one.withdrawable)
        for one in found
        if one.stage == stage
    ]


def tried(story: Story, name: str, action: str, stage: str) -> str:
    before = (story.state, story.contributions)
    try:
        story.does(name, action, {}, stage=stage)
    except NotAllowed as refused:
        return refused.code
    finally:
        story.state, story.contributions = before
    return "done"


def told(story: Story) -> list[Any]:
    """All that is offered to those before the round, and what trying it tells them."""
    return [
        [name, stage, offered(story, name, stage)]
        + [tried(story, name, action, stage) for action in ("undo", "withdraw", "correct")]
        for name, stage in before_the_round(story)
    ]


@pytest.mark.parametrize("name", ROUNDS)
def test_an_open_round_answers_alike_with_and_without_an_answer(name: str):
    story, given = filled(definition(name))
    nobody_yet = told(story)
    assert nobody_yet
    first = next(iter(given.items()))
    assert told(answered(story, dict([first]))) == nobody_yet


@pytest.mark.parametrize("name", ROUNDS)
def test_what_is_offered_before_an_open_or_a_closed_round_can_be_done(name: str):
    story, given = filled(definition(name))
    for moment in (story, closed(answered(story, given).wait(days=0.5))):
        for who, stage in before_the_round(moment):
            for undo, correct, withdraw in offered(moment, who, stage):
                assert (undo, withdraw) == (False, False)
                assert not correct or tried(moment, who, "correct", stage) == "done"


def test_a_correction_leads_the_path_past_no_round_that_has_begun():
    """The listeners were asked: whether one answered must not decide if they still are."""
    form = definition("presentation")
    for answers in (0, 1):
        story = opened(form, groups_of(form))
        raters = [name for name in story.people if story.to_do(name) == ["audience"]]
        answered(story, {name: rating(form, 2) for name in raters[:answers]})
        story.does("learner", "correct", {"with_audience": False}, stage="plan")
        assert story.status("audience") == "open"


def test_who_answers_in_a_round_may_take_the_own_answer_back_while_it_is_open():
    story, given = filled(definition("team-feedback"))
    first, answers = next(iter(given.items()))
    answered(story, {first: answers})
    assert offered(story, first, "collect") == [(True, True, True)]
    assert tried(story, first, "undo", "collect") == "done"


def test_a_round_that_waits_for_its_day_holds_nothing_up():
    form = document("peer-feedback")
    collect = next(one for one in form["stages"] if one["id"] == "collect")
    collect["timer"] = {"opens_after_days": 3}
    people = {"tea": "teacher", "lena": "learner", "pia": "peer"}
    story = Story(parse(form), **people).does("tea", "send", {})
    assert offered(story, "tea", "set") == [(True, True, True)]
    assert tried(story, "tea", "withdraw", "set") == "done"
    story.wait(days=4)
    assert tried(story, "tea", "withdraw", "set") != "done"


def test_nobody_hands_back_past_a_round_that_has_begun():
    form = document("peer-feedback")
    note = {"id": "note", "by": ["learner"], "optional": True, "can": ["return"]}
    form["stages"].insert(1, {**note, "next": "collect"})
    form["stages"][0]["next"] = "note"
    people = {"tea": "teacher", "lena": "learner", "pia": "peer"}
    story = Story(parse(form), **people).does("tea", "send", {})
    for step in ([], [("pia", rating(story.definition, 2))]):
        answered(story, dict(step))
        (act,) = may_act(story.definition, story.state, story.people["lena"], story.now)
        assert (act.stage, act.can) == ("note", ())
        assert tried(story, "lena", "return", "note") == "closed_for_good"
