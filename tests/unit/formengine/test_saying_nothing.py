"""Answers that say nothing: "not applicable", and "other" without words, count for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import Checked, Definition, validate_answers
from tests.library.small import small
from tests.library.story import CONTEXT, NOW, Story

WORDS = {"en": "x"}
AREAS = ["area/medical"]
NA = {"v": None, "na": True}
STEPS = {
    "type": "checklist",
    "key": "steps",
    "na": WORDS,
    "outcomes": AREAS,
    "rows": [
        {"key": "wash", "label": WORDS, "points": 3, "critical": True, "outcomes": AREAS},
        {"key": "ask", "label": WORDS},
    ],
}
PLACE = {
    "type": "choice",
    "key": "place",
    "other": True,
    "options": [{"value": "ward", "label": WORDS}, {"value": "home", "label": WORDS}],
}


def form(*items: dict[str, Any]) -> Definition:
    stages = [{"id": "fill", "by": "learner", "next": "done"}]
    asked = [{"by": "learner", **one} for one in items]
    return small(stages, asked, {"learner": {"who": "subject"}})


def sent(one: Definition, answers: dict[str, Any], **more: Any) -> Checked:
    return validate_answers(
        one,
        stage="fill",
        role="learner",
        answers=answers,
        context=CONTEXT,
        today=NOW.date(),
        **{"complete": True} | more,
    )


def codes(one: Definition, answers: dict[str, Any], **more: Any) -> list[tuple[str | None, str]]:
    return [(each.row, each.code) for each in sent(one, answers, **more).errors]


def points(answers: Any) -> list[tuple[str | None, Any]]:
    story = Story(form(STEPS), lena="learner").does("lena", "send", {"steps": answers})
    return [(one.row, one.value) for one in story.emits("fill")]


@pytest.mark.parametrize("mark", [2, 0, True, False])
@pytest.mark.parametrize("complete", [True, False])
def test_a_step_is_marked_or_not_applicable_and_never_both(mark: Any, complete: bool):
    both = {"wash": {"v": mark, "na": True}}
    assert codes(form(STEPS), {"steps": both}, complete=complete) == [("wash", "no_na")]


@pytest.mark.parametrize("mark", [2, True])
def test_a_mark_beside_not_applicable_that_was_stored_before_earns_nothing(mark: Any):
    assert points({"wash": {"v": mark, "na": True}, "ask": True}) == [(None, 1)]


def test_a_checklist_of_which_nothing_applied_gives_no_data_point():
    assert points({"wash": NA, "ask": NA}) == []
    assert points({"wash": NA, "ask": False}) == [(None, 0)]
    assert points({"wash": False, "ask": NA}) == [(None, 0), ("wash", 0)]


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
@pytest.mark.parametrize("many", [False, True])
def test_other_without_words_answers_no_question_that_is_required(many: bool, blank: str):
    asked = form({**PLACE, "many": many, "required": True})
    given: Any = {"other": blank}
    told: Any = {"other": "a ship"}
    assert codes(asked, {"place": [given] if many else given}) == [(None, "required")]
    assert codes(asked, {"place": [given] if many else given}, complete=False) == []
    assert codes(asked, {"place": [told] if many else told}) == []


def test_other_without_words_is_none_of_those_that_are_asked():
    asked = form({**PLACE, "many": True, "min": 2})
    assert codes(asked, {"place": ["ward", {"other": " "}]}) == [(None, "too_few")]
    assert codes(asked, {"place": ["ward", {"other": "a ship"}]}) == []
    twice = ["ward", {"other": "a ship"}, {"other": " a ship "}]
    assert codes(asked, {"place": twice}) == [(None, "twice")]


def test_a_file_is_added_once():
    asked = form({"type": "file", "key": "photo", "max": 3})
    assert codes(asked, {"photo": ["f1", "f1"]}) == [(None, "file_twice")]
    assert codes(asked, {"photo": ["f1", "f2"]}) == []
