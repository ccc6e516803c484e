"""What a decision rests on is closed for good; what comes to the same record later is not."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from libs.formengine import NotAllowed, RecordState, may_cancel, may_revise
from tests.library.definitions import definition
from tests.library.story import Story

COMBEL = {"areas": {"medical": {"v": 6}}, "overall": "Grows steadily."}


def decided_on(story: Story) -> Story:
    """A decision is taken elsewhere, now, on what was sent to this record so far."""
    story.state = dataclasses.replace(story.state, evidence_until=story.now)
    return story


def refusal(story: Story, name: str, action: str, **more: Any) -> str:
    with pytest.raises(NotAllowed) as found:
        story.does(name, action, **more)
    return found.value.code


def asked() -> Story:
    story = Story(definition("kpb"), lena="learner", ada="assessor")
    return story.does("lena", "send", {"situation": "Ward 3"})


def may_still(story: Story, name: str) -> list[str]:
    found = may_revise(story.definition, story.state, story.people[name], story.now)
    return [one.stage for one in found]


def test_evidence_is_revised_by_nobody_and_what_is_sent_after_it_is():
    story = asked()
    assert may_still(story, "lena") == ["ask"]
    decided_on(story)
    assert may_still(story, "lena") == []
    for action in ("correct", "undo", "withdraw"):
        assert refusal(story, "lena", action, stage="ask") == "closed_for_good"
    story.wait(seconds=1).does("ada", "send", {"strong": "Clear."})
    assert may_still(story, "ada") == ["assess"]
    story.does("ada", "undo", stage="assess")
    assert story.to_do("ada") == ["assess"]


def test_of_two_who_fill_one_stage_only_the_part_that_is_evidence_is_closed():
    story = Story(definition("combel"), lena="learner", tom="trainer", tea="teacher")
    decided_on(story.does("tom", "send", COMBEL)).wait(seconds=1).does("tea", "send", COMBEL)
    assert (may_still(story, "tom"), may_still(story, "tea")) == ([], ["judge"])
    assert refusal(story, "tom", "undo", stage="judge") == "closed_for_good"
    story.does("tea", "undo", stage="judge")
    assert story.to_do("tea") == ["judge"]


def test_a_record_with_evidence_is_neither_cancelled_nor_handed_back():
    story = Story(definition("shift"), lena="learner", tom="trainer")
    story.does("lena", "send", {"shift": "evening", "hours": 6, "supervision": 3})
    lena = story.people["lena"]
    assert may_cancel(story.definition, story.state, lena, story.now)
    decided_on(story)
    assert not may_cancel(story.definition, story.state, lena, story.now)
    assert refusal(story, "lena", "cancel") == "others_have_acted"
    assert refusal(story, "tom", "return") == "closed_for_good"
    story.wait(seconds=1).does("tom", "approve")
    assert may_still(story, "tom") == ["approve"]


def test_it_is_kept_with_the_state_and_states_of_before_have_none():
    story = decided_on(asked())
    kept = json.loads(json.dumps(story.state.to_json()))
    assert RecordState.from_json(kept) == story.state
    del kept["evidence_until"]
    assert RecordState.from_json(kept).evidence_until is None
