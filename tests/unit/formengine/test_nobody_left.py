"""A stage for which nobody is left, or nobody was found, comes to an end."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from libs.formengine import Participant, add_participant, due_times, next_wake_at
from tests.library.definitions import definition
from tests.library.small import ASSESSOR, small
from tests.library.story import Story

ASK = {"id": "ask", "by": ["learner"], "next": "judge"}
JUDGE = {"id": "judge", "by": ["assessor"], "mode": "parallel", "can": ["decline"], "next": "done"}
ITEMS = [
    {"type": "text", "key": "question", "by": "learner", "stage": "ask"},
    {"type": "person", "key": "who", "by": "learner", "stage": "ask", "role": "assessor"},
    {"type": "scale", "key": "trust", "by": "assessor", "scale": "sup", "stage": "judge"},
]
TWO = {"assessor": ASSESSOR | {"min": 2}}


def judged(steps: list[tuple[str, str]], **stage: Any) -> Story:
    form = small([ASK, JUDGE | stage], ITEMS, TWO)
    story = Story(form, lena="learner", ada="assessor", bo="assessor").does("lena", "send")
    for who, action in steps:
        story.does(who, action, {"trust": 2} if action == "send" else None).wait(minutes=5)
    return story


def ended(story: Story) -> tuple[str, str, object]:
    wake = next_wake_at(story.definition, story.state)
    return (story.state.status.value, story.status("judge"), wake)


DECLINES, GIVES = ("ada", "decline"), ("bo", "send")


@pytest.mark.parametrize("more", [{}, {"expires": 14}, {"join": {"at_least": 2}}])
@pytest.mark.parametrize("steps", list(itertools.permutations([DECLINES, GIVES])))
def test_too_few_end_a_stage_in_whatever_order_they_give_and_decline(
    steps: tuple[tuple[str, str], ...], more: dict[str, Any]
):
    assert ended(judged(list(steps), **more)) == ("declined", "declined", None)


def test_advisers_of_whom_one_declines_before_the_other_gives_end_the_request():
    people = {"lena": "learner", "head": "head", "ada": "adviser", "bo": "adviser"}
    story = Story(definition("responsibility"), **people).does("lena", "send", {})
    story.does("ada", "decline").does("bo", "send", {})
    assert (story.state.status.value, story.status("advise")) == ("declined", "declined")


def test_who_let_it_lapse_before_the_other_gave_leaves_too_few_too():
    form = small([ASK, JUDGE | {"expires": 14}], ITEMS, TWO)
    story = Story(form, lena="learner", ada="assessor").does("lena", "send").wait(days=10)
    story.people["bo"] = Participant("bo", "assessor")
    story.state = add_participant(form, story.state, story.people["bo"], story.now)
    story.wait(days=5)
    assert (ended(story)[:2], story.to_do("ada")) == (("open", "open"), [])
    story.does("bo", "send", {"trust": 2})
    assert ended(story) == ("expired", "expired", None)


def test_who_gives_while_others_are_still_waited_for_ends_nothing():
    story = judged([GIVES])
    assert (story.state.status.value, story.to_do("ada")) == ("open", ["judge"])


def test_a_stage_for_which_nobody_was_found_expires_counted_from_its_opening():
    roles = {"coach": {"who": "related", "relation": "coach"}}
    items = [
        {"type": "text", "key": "question", "by": "learner", "stage": "ask"},
        {"type": "text", "key": "advice", "by": "coach", "stage": "judge"},
    ]
    stages = [ASK, {"id": "judge", "by": ["coach"], "next": "done", "expires": 14}]
    story = Story(small(stages, items, roles), lena="learner").does("lena", "send")
    opened = story.state.stages["judge"].opened_at
    assert opened is not None
    (due,) = due_times(story.definition, story.state)
    assert (due.kind, due.stage, (due.at - opened).days) == ("expire", "judge", 14)
    assert ended(story.wait(days=13))[:2] == ("open", "open")
    assert ended(story.wait(days=2)) == ("expired", "expired", None)


def test_a_stage_that_too_few_were_asked_for_expires_although_all_of_them_gave():
    form = small([ASK, JUDGE | {"expires": 14}], ITEMS, TWO)
    story = Story(form, lena="learner", bo="assessor").does("lena", "send")
    story.does("bo", "send", {"trust": 2})
    assert ended(story)[:2] == ("open", "open")
    assert ended(story.wait(days=15)) == ("expired", "expired", None)
