"""What a decision rests on is closed for good; what is sent to its record later is not."""

from __future__ import annotations

import pytest

from libs.formengine import NotAllowed, may_revise
from tests.library.definitions import definition
from tests.library.story import Story

PEOPLE = {"lena": "learner", "tom": "trainer", "tea": "teacher", "head": "head"}


def decided() -> Story:
    """A progress decision that was just taken, with the hearing of the learner an hour before."""
    story = Story(definition("progress-decision"), **PEOPLE).does("head", "send", {})
    story.does("tom", "send", {}).does("tea", "send", {}).wait(minutes=2)
    return story.does("lena", "send", {}).wait(hours=1).does("head", "decide", {}).wait(minutes=1)


def may_still(story: Story, name: str) -> list[tuple[str, bool, bool]]:
    found = may_revise(story.definition, story.state, story.people[name], story.now)
    return [(one.stage, one.undo_until is not None, one.withdrawable) for one in found]


@pytest.mark.parametrize("action", ["undo", "withdraw", "correct"])
def test_an_appeal_is_taken_back_and_corrected_like_anything_else(action: str):
    story = decided().does("lena", "send", {}, stage="appeal")
    assert may_still(story, "lena") == [("appeal", True, True)]
    story.does("lena", action, {}, stage="appeal")
    again = [] if action == "correct" else ["appeal"]
    assert (story.to_do("lena"), story.state.status.value) == (again, "done")


def test_the_decision_and_what_was_said_before_it_stay():
    story = decided()
    for name, stage in (("head", "decide"), ("head", "prepare"), ("lena", "hear")):
        assert may_still(story, name) == []
        for action in ("undo", "withdraw", "correct"):
            with pytest.raises(NotAllowed):
                story.does(name, action, {}, stage=stage)


def test_an_appeal_on_which_was_ruled_stays_too():
    people = {"lena": "learner", "chair": "chair", "head": "head"}
    people |= {f"member{n}": "reviewer" for n in range(3)}
    story = Story(definition("competence-committee"), **people).does("chair", "send", {})
    for stage in ("judge", "vote"):
        for n in range(3):
            story.does(f"member{n}", "send", {}, stage=stage)
        story.wait(minutes=2)
        if stage == "judge":
            story.does("chair", "send", {}).wait(minutes=2)
    story.does("head", "decide", {}, stage="ratify").wait(minutes=2)
    story.does("head", "release", {}).wait(minutes=2)
    story.does("lena", "send", {"appeals": True}).wait(minutes=2)
    assert [stage for stage, _, _ in may_still(story, "lena")] == ["appeal"]
    story.does("chair", "decide", {}, stage="ruling")
    assert may_still(story, "lena") == []
