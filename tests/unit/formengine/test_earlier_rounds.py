"""An earlier round of a cycle: it opens by its own instants, and nobody takes it back."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from libs.formengine import (
    Definition,
    NotAllowed,
    Participant,
    RecordState,
    add_participant,
    due_times,
    exchange,
    may_cancel,
    may_revise,
    newly_open,
    next_wake_at,
    opened_rounds,
    parse,
    settled_at,
)
from tests.library.story import Story

AGAIN = {"back_to": "judge", "max": 5, "when": {"eq": [{"get": "more"}, True]}}
FORM: dict[str, Any] = {
    "format": "form/1",
    "key": "rounds",
    "languages": ["en"],
    "title": {"en": "Rounds"},
    "stakes": "low",
    "frameworks": {"area": "gp-areas@2023"},
    "scales": {
        "trust": {
            "kind": "ordinal",
            "levels": [{"value": n, "label": {"en": str(n)}} for n in (1, 2, 3)],
        }
    },
    "roles": {
        "learner": {"who": "subject"},
        "assessor": {"who": "invited", "max": 3, "external": True, "auth": ["account", "link"]},
        "office": {"who": "office", "office": "head"},
    },
    "stages": [
        {"id": "ask", "by": ["learner"], "next": "judge"},
        {"id": "judge", "by": ["assessor"], "cycle": AGAIN, "can": ["decline"], "next": "open"},
        {"id": "open", "by": ["office"], "act": "release", "next": "done"},
    ],
    "items": [
        {"type": "text", "key": "question", "by": "learner", "label": {"en": "Question"}},
        {"type": "person", "key": "who", "by": "learner", "role": "assessor", "label": {"en": "W"}},
        {
            "type": "scale",
            "key": "trust",
            "by": "assessor",
            "label": {"en": "Trust"},
            "scale": "trust",
            "outcomes": ["area/medical"],
        },
        {"type": "yesno", "key": "more", "by": "assessor", "label": {"en": "Again"}},
    ],
    "computed": {"least": {"min": [{"get": "judge.trust"}]}},
}
MORE = {"trust": 1, "more": True}
LAST = {"trust": 3, "more": False}


def form(**judge: Any) -> Definition:
    found = copy.deepcopy(FORM)
    found["stages"][1] |= judge
    return parse(found if "released" in judge.get("open_to", {}).values() else without(found))


def without(found: dict[str, Any]) -> dict[str, Any]:
    """The same process where nothing waits for a release."""
    found["stages"][2]["act"] = "approve"
    return found


def released(**people: str) -> Story:
    """A first round that another followed, of a stage that opens by a release."""
    parts = people or {"ada": "assessor"}
    story = Story(form(open_to={"learner": "released"}), lena="learner", head="office", **parts)
    return story.does("lena", "send", {"question": "x"}).wait(hours=1).does("ada", "send", MORE)


def read(story: Story) -> list[Any]:
    seen = story.sees("lena").readings
    return sorted(one.answers["trust"] for one in seen if one.stage == "judge")


def points(story: Story) -> list[Any]:
    return [one.value for one in story.emits("judge")]


def test_an_earlier_round_is_read_and_counts_only_when_it_is_released():
    story = released().wait(days=1)
    assert (read(story), points(story)) == ([], [])
    story.does("ada", "send", LAST)
    assert (read(story), points(story)) == ([], [])
    story.does("head", "release", stage="open").wait(seconds=59)
    assert (read(story), points(story)) == ([], [])
    assert settled_at(story.state) == next_wake_at(story.definition, story.state)
    story.wait(seconds=1)
    assert (read(story), points(story)) == ([1, 3], [1, 3])


def test_a_release_that_is_undone_opens_no_round():
    story = released().does("ada", "send", LAST).does("head", "release", stage="open")
    story.wait(seconds=30).does("head", "undo", stage="open").wait(days=1)
    assert (read(story), points(story)) == ([], [])
    story.does("head", "release", stage="open").wait(seconds=60)
    assert read(story) == [1, 3]


def test_what_an_earlier_release_opened_stays_open_while_the_next_round_is_not():
    found = copy.deepcopy(FORM)
    found["stages"][1] |= {"open_to": {"learner": "released", "office": "sent"}}
    found["stages"][2]["cycle"] = found["stages"][1].pop("cycle")
    story = Story(parse(found), lena="learner", head="office", ada="assessor")
    story.does("lena", "send", {"question": "x"}).does("ada", "send", MORE)
    story.does("head", "release", stage="open").wait(seconds=59)
    before = story.state
    assert (read(story), points(story)) == ([], [])
    story.wait(seconds=1)
    assert (read(story), points(story)) == ([1], [1])
    assert opened_rounds(before, story.state) == {"judge": frozenset({0})}
    story.does("ada", "send", LAST).wait(days=1)
    assert (read(story), points(story)) == ([1], [1])


def test_a_round_that_opens_when_all_are_done_waits_out_its_own_last_undo():
    judge = {"mode": "parallel", "open_to": {"learner": "joined", "office": "joined"}}
    story = Story(form(**judge), lena="learner", head="office", ada="assessor", bo="assessor")
    story.does("lena", "send", {"question": "x"})
    story.does("ada", "send", MORE).does("bo", "send", MORE).wait(seconds=59)
    before = story.state
    assert (read(story), points(story)) == ([], [])
    due = {(one.kind, one.stage) for one in due_times(story.definition, before)}
    assert due == {("join", "judge"), ("open", "judge")}
    assert settled_at(before) == next_wake_at(story.definition, before)
    story.wait(seconds=1)
    assert (read(story), points(story)) == ([1, 1], [1, 1])
    assert newly_open(before, story.state) == ("judge",)
    story.does("ada", "send", LAST).wait(days=1)
    assert (read(story), points(story)) == ([1, 1], [1, 1])


def test_a_round_that_is_held_back_counts_in_nothing_that_others_give():
    found = copy.deepcopy(FORM)
    found["stages"][1] |= {"open_to": {"learner": "released", "office": "sent"}, "next": "note"}
    found["stages"].insert(2, {"id": "note", "by": ["office"], "act": "approve", "next": "open"})
    lowest = {"key": "lowest", "kind": "point", "at": "note", "value": {"get": "least"}}
    found["emit"] = [lowest | {"scale": "trust", "outcomes": ["area/medical"]}]
    story = Story(parse(found), lena="learner", head="office", ada="assessor")
    story.does("lena", "send", {"question": "x"}).does("ada", "send", MORE)
    story.does("ada", "send", LAST).does("head", "approve", stage="note")
    assert story.emits("note") == []
    story.does("head", "release", stage="open").wait(seconds=60)
    assert [one.value for one in story.emits("note")] == [1]


def test_what_waits_for_a_round_comes_out_with_that_round_and_not_with_the_one_before():
    found = copy.deepcopy(FORM)
    found["items"][0] |= {"outcomes": ["area/medical"], "emit": {"at": "judge"}}
    found["stages"][1] |= {"open_to": {"learner": "released", "office": "sent"}}
    found["stages"][2]["cycle"] = found["stages"][1].pop("cycle") | {"back_to": "ask"}
    story = Story(parse(found), lena="learner", head="office", ada="assessor")
    for question in ("x", "y"):
        story.does("lena", "send", {"question": question}).does("ada", "send", MORE)
        if question == "x":
            story.does("head", "release", stage="open").wait(seconds=60)
    said = [one.contribution_id for one in story.emits("judge") if one.kind == "narrative"]
    assert said == ["ask-lena-0"]


def test_a_score_over_a_round_that_is_not_released_is_told_to_nobody():
    story = released()
    assert "least" not in story.sees("lena").scores
    story.does("ada", "send", LAST).does("head", "release", stage="open").wait(seconds=60)
    assert "least" in story.sees("lena").scores


def test_a_round_of_before_of_which_nothing_was_kept_opens_with_the_next_release():
    story = released()
    document = story.state.to_json()
    for one in document["stages"].values():
        del one["rounds"]
    story.state = RecordState.from_json(document)
    assert (read(story), points(story)) == ([], [])
    assert not may_cancel(story.definition, story.state, story.people["lena"], story.now)
    story.does("ada", "send", LAST).does("head", "release", stage="open").wait(seconds=60)
    assert (read(story), points(story)) == ([1, 3], [1, 3])


def test_rounds_survive_json():
    state = released().state
    assert RecordState.from_json(json.loads(json.dumps(state.to_json()))) == state
    assert state.stages["judge"].rounds[0].given()[0].participant_id == "ada"


def test_the_learner_takes_back_neither_the_record_nor_the_question_once_a_round_was_given():
    story = Story(form(), lena="learner", head="office", ada="assessor")
    lena = story.people["lena"]
    story.does("lena", "send", {"question": "x"}).wait(seconds=10).does("ada", "send", MORE)
    assert not may_cancel(story.definition, story.state, lena, story.now)
    (left,) = may_revise(story.definition, story.state, lena, story.now)
    assert (left.stage, left.undo_until, left.withdrawable) == ("ask", None, False)
    for action, code in (
        ("cancel", "others_have_acted"),
        ("undo", "next_has_acted"),
        ("withdraw", "next_has_acted"),
    ):
        with pytest.raises(NotAllowed) as refused:
            story.does("lena", action, stage="ask")
        assert refused.value.code == code
    story.does("lena", "correct", {"question": "y"}, stage="ask")
    assert (story.status("judge"), story.to_do("ada")) == ("open", ["judge"])
    story.wait(days=40)
    assert not may_cancel(story.definition, story.state, lena, story.now)


def test_in_a_later_round_what_was_just_sent_is_taken_back_as_in_the_first():
    found = copy.deepcopy(FORM)
    found["stages"][1]["cycle"]["back_to"] = "ask"
    story = Story(parse(without(found)), lena="learner", head="office", ada="assessor")
    story.does("lena", "send", {"question": "x"}).does("ada", "send", MORE)
    story.does("lena", "send", {"question": "y"}).does("lena", "undo", stage="ask")
    assert (story.to_do("lena"), story.to_do("ada")) == (["ask"], [])
    assert [one.cycle for one in story.state.stages["judge"].rounds] == [0]


def test_who_gave_a_round_was_not_asked_by_mistake_and_reads_on():
    story = released()
    with pytest.raises(NotAllowed) as refused:
        exchange(story.definition, story.state, ["ada"], [], story.now, story.by_stage())
    assert refused.value.code == "already_answered"
    story.does("ada", "decline")
    assert "ask" in story.reads("ada")


def test_who_declined_a_round_is_not_asked_in_the_next_and_who_let_it_lapse_is():
    judge = {"mode": "parallel", "join": {"at_least": 1}, "expires": 7}
    story = Story(form(**judge), lena="learner", head="office", ada="assessor", bo="assessor")
    story.does("lena", "send", {"question": "x"}).does("bo", "decline").wait(days=6)
    story.people["dee"] = Participant("dee", "assessor")
    story.state = add_participant(story.definition, story.state, story.people["dee"], story.now)
    story.wait(days=2)
    assert story.to_do("ada") == []
    story.does("dee", "send", MORE)
    assert [name for name in story.people if story.to_do(name)] == ["ada", "dee"]
    assert story.reads("bo") == set()
