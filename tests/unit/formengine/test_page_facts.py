"""What rules of a page read elsewhere: as the check at Send reads it, and only what is open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from libs.formengine import page_facts, parse, parsing, read_frozen, validate_answers
from libs.formengine.answers.facts import Facts
from tests.library.definitions import document
from tests.library.story import Story

PLACE = {"encounter_date": "2026-03-01", "place": "Ward 4"}
COMBEL = {"areas": {"medical": {"v": 6}}, "overall": "Grows steadily."}
JUDGED = {"areas": {"medical": {"v": 2}}, "strong": "x", "next_step": "y", "trust": 2}
LOW = {"le": [{"min": {"get": "assess.trust"}}, 2]}


def kpb(**shows: Any) -> dict[str, Any]:
    """The learner's reply asks more where the assessor's judgement, or the place, says so."""
    form = document("kpb")
    for key in ("takeaway", "new_goal"):
        item = next(one for one in form["items"] if one["key"] == key)
        item.update({"show": shows[key], "required": True} if key in shows else {})
    return form


def facts_of(story: Story, name: str, stage: str, context: Any = PLACE) -> dict[str, Any]:
    roles = list(story.definition.roles)
    return page_facts(
        story.definition,
        stage=stage,
        role=story.people[name].role,
        given=sorted(story.contributions, key=lambda one: roles.index(one.role)),
        view=story.sees(name),
        context=context,
    )


def told(form: dict[str, Any]) -> Story:
    story = Story(parse(form), lena="learner", ada="assessor")
    story.does("lena", "send", {"epa": "epa/acute"})
    return story.does("ada", "send", JUDGED)


def test_the_context_and_lists_over_ended_stages_are_told_where_rules_ask_for_them():
    story = told(kpb(takeaway=LOW, new_goal={"eq": [{"get": "context.place"}, "Ward 4"]}))
    expected = {"assess.trust": [2], "context.place": "Ward 4"}
    assert facts_of(story, "lena", "respond") == expected
    assert facts_of(story, "lena", "respond", {}) == expected | {"context.place": None}
    assert facts_of(story, "lena", "ask") == {}


def test_what_the_browser_is_told_is_what_the_check_at_send_goes_by():
    story = told(kpb(takeaway=LOW, new_goal={"eq": [{"get": "context.place"}, "Ward 4"]}))
    found = validate_answers(
        story.definition,
        stage="respond",
        role="learner",
        answers={},
        context=PLACE,
        today=dt.date(2026, 3, 2),
        complete=True,
        by_stage=story.by_stage(),
    )
    assert {(one.item, one.code) for one in found.errors} == {
        ("takeaway", "required"),
        ("new_goal", "required"),
    }
    known = facts_of(story, "lena", "respond")
    read = Facts(story.definition, by_stage=story.by_stage(), context=PLACE)
    assert known == {path: read.get(path) for path in known}


def test_what_stands_behind_a_score_and_in_the_rules_of_rows_is_told_too():
    form = kpb(takeaway={"ge": [{"get": "areas_seen"}, 1]})
    goals = {
        "type": "repeat",
        "key": "goals",
        "by": "learner",
        "stage": "respond",
        "label": {"en": "Goals", "nl": "Doelen"},
        "items": [
            {"type": "yesno", "key": "epa", "label": {"en": "Own", "nl": "Eigen"}},
            {
                "type": "text",
                "key": "what",
                "label": {"en": "What", "nl": "Wat"},
                "show": {"and": [{"get": "epa"}, {"answered": {"get": "ask.situation"}}]},
            },
        ],
    }
    form["items"].append(goals)
    story = told(form)
    assert facts_of(story, "lena", "respond") == {
        "areas.*": [2, *[None] * 6],
        "ask.situation": [None],
    }


def opened_unchecked(form: dict[str, Any]) -> Any:
    """A form that gets past the checks all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "frozen_problems", lambda _definition: [])
        return read_frozen(form)


def asking(form: dict[str, Any], by: str, stage: str, show: Any) -> dict[str, Any]:
    """The form with one more question, shown by this rule."""
    words = {"en": "Why?", "nl": "Waarom?"}
    late = {"type": "text", "key": "late", "by": by, "stage": stage}
    form["items"].append({**late, "label": words, "show": show})
    return form


def combel(by: str, stage: str, show: Any) -> Story:
    form = asking(document("combel"), by, stage, show)
    return Story(read_frozen(form), lena="learner", tom="trainer", tea="teacher")


def test_what_others_give_in_the_same_stage_is_told_to_nobody():
    story = combel("trainer", "judge", {"answered": {"get": "judge.own_words"}})
    story.does("lena", "send", {"own_words": "Mine."}).does("tea", "send", COMBEL)
    assert facts_of(story, "tom", "judge") == {"judge.own_words": []}


def test_what_is_not_open_to_the_reader_is_left_out_even_that_it_is_empty():
    form = kpb(takeaway=LOW)
    next(one for one in form["items"] if one["key"] == "trust")["see"] = ["assessor"]
    story = Story(read_frozen(form), lena="learner", ada="assessor")
    assert facts_of(story, "lena", "respond") == {}
    story.does("lena", "send", {"epa": "epa/acute"}).does("ada", "send", JUDGED)
    assert facts_of(story, "lena", "respond") == {}


def test_what_waits_for_its_opening_is_left_out_until_then():
    story = combel("learner", "talk", {"answered": {"get": "judge.overall"}})
    story.does("tom", "send", COMBEL).does("tea", "send", COMBEL | {"overall": "Calm."})
    assert facts_of(story, "lena", "talk") == {}
    story.wait(minutes=2)
    assert facts_of(story, "lena", "talk") == {"judge.overall": [COMBEL["overall"], "Calm."]}


def test_what_an_anonymous_round_says_is_never_told():
    form = asking(document("peer-feedback"), "learner", "respond", {"answered": {"get": "strong"}})
    people = {f"peer{number}": "peer" for number in range(3)}
    story = Story(opened_unchecked(form), lena="learner", tea="teacher", **people)
    assert facts_of(story, "lena", "respond") == {}  # not even that nobody answered
    story.does("tea", "send", {"work": "Report"})
    for name in people:
        story.does(name, "send", {"strong": f"Words of {name}"})
    story.wait(days=1).does("tea", "close", stage="collect").wait(minutes=2).does("tea", "release")
    story.wait(minutes=2)
    assert story.to_do("lena") == ["respond"]
    assert facts_of(story, "lena", "respond") == {}
