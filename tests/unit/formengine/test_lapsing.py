"""A stage that goes on without an answer: nobody can hold up a path by staying silent."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import check, due_times, emit, next_wake_at, parse
from tests.library.definitions import document
from tests.library.story import CONTEXT, Story


def hearing(**changes: Any) -> dict[str, Any]:
    """The progress decision, in which the learner has two weeks to react."""
    found = document("progress-decision")
    stage_of(found, "hear").update({"expires": 14, "lapse": "go_on", **changes})
    return found


def stage_of(form: dict[str, Any], key: str) -> dict[str, Any]:
    return next(stage for stage in form["stages"] if stage["id"] == key)


def until_heard(form: dict[str, Any]) -> Story:
    people = {"lena": "learner", "tom": "trainer", "tea": "teacher", "head": "head"}
    story = Story(parse(form), **people)
    if "prepare" in story.to_do("head"):
        story.does("head", "send", {"summary": "Nothing is missing."})
    for name in ("tom", "tea"):
        story.does(name, "send", {"advice": "go_on", "grounds": "Grows steadily."})
    return story.wait(minutes=1)


def test_the_path_goes_on_when_nobody_answers_in_time():
    story = until_heard(hearing())
    assert story.to_do("lena") == ["hear"]
    story.wait(days=13)
    assert (story.to_do("lena"), story.to_do("head")) == (["hear"], [])
    story.wait(days=2)
    assert (story.to_do("lena"), story.to_do("head")) == ([], ["decide"])
    assert (story.status("hear"), story.state.status.value) == ("skipped", "open")


def test_without_going_on_the_same_silence_ends_the_record():
    story = until_heard(hearing(lapse="end")).wait(days=15)
    assert (story.status("hear"), story.state.status.value) == ("expired", "expired")


def test_settling_late_opens_the_next_stage_from_the_day_the_time_was_up():
    form = hearing(next="prepare")
    prepare = form["stages"].pop(0) | {"next": "decide", "expires": 7, "lapse": "go_on"}
    form["stages"].insert(2, prepare)
    story = until_heard(form)
    over = next(due.at for due in due_times(story.definition, story.state) if due.kind == "expire")
    assert next_wake_at(story.definition, story.state) == over
    story.wait(days=40)
    assert (story.status("prepare"), story.status("decide")) == ("skipped", "open")
    assert (story.state.stages["decide"].opened_at - over).days == 7


def test_who_answers_in_time_is_heard_and_others_are_not_waited_for():
    form = document("progress-decision")
    second = {"id": "second", "by": ["trainer", "teacher"], "mode": "parallel", "next": "hear"}
    form["stages"].insert(2, second | {"expires": 7, "lapse": "go_on"})
    stage_of(form, "advise")["next"] = "second"
    for item in form["items"]:
        if item["by"] == ["trainer", "teacher"]:
            item["stage"] = ["advise", "second"]
    story = until_heard(form)
    story.does("tom", "send", {"advice": "stop", "grounds": "Second thoughts."}).wait(days=8)
    assert (story.status("second"), story.to_do("lena")) == ("done", ["hear"])
    assert [one["advice"] for one in story.by_stage()["second"]] == ["stop"]


def audience(**changes: Any) -> dict[str, Any]:
    """The presentation, in which at least three listeners answer without their names."""
    found = document("presentation")
    stage_of(found, "audience").update(changes)
    return found


def listened(form: dict[str, Any], answers: int) -> Story:
    people = {"sanne": "learner", "tea": "teacher", **{f"ear{n}": "listener" for n in range(4)}}
    story = Story(parse(form), **people)
    plan = {"kind": "cat", "title": "T", "focus": "F", "with_audience": True}
    story.does("sanne", "send", plan)
    for n in range(answers):
        views = {row: {"v": 2} for row in ("clear", "sound", "useful", "contact")}
        story.does(f"ear{n}", "send", {"views": views})
    return story.wait(days=15)


@pytest.mark.parametrize("answers", [0, 1, 2])
def test_an_anonymous_round_under_its_minimum_is_passed_over_and_forgets_who_answered(answers: int):
    story = listened(audience(), answers)
    assert (story.status("audience"), story.to_do("tea")) == ("skipped", ["combine"])
    there = story.state.stages["audience"]
    assert (there.contributions, there.answered) == ({}, {})
    assert story.emits("audience") == []
    assert all(story.sees(one).rounds == () for one in (*story.people, "head"))


def test_an_anonymous_round_that_has_its_minimum_closes_when_its_time_is_up():
    story = listened(audience(), 3)
    assert (story.status("audience"), story.to_do("tea")) == ("done", ["combine"])
    assert [one.n for one in story.sees("tea").rounds] == [3]


def test_without_going_on_too_few_answers_end_the_record():
    story = listened(audience(lapse="end"), 2)
    assert (story.status("audience"), story.state.status.value) == ("expired", "expired")


def test_a_round_with_names_is_not_passed_over():
    form = audience(open_to={"teacher": "joined"}, release=None, anonymous=None)
    stage = {k: v for k, v in stage_of(form, "audience").items() if v is not None}
    form["stages"] = [stage if one["id"] == "audience" else one for one in form["stages"]]
    assert "stage.lapse_where" in [one.code for one in check(form)]


@pytest.mark.parametrize(
    ("stage", "change", "code"),
    [
        ("hear", {"expires": None}, "stage.lapse_when"),
        ("prepare", {"expires": 3, "lapse": "go_on"}, "stage.lapse_where"),
        ("appeal", {"expires": 3, "lapse": "go_on"}, "stage.lapse_where"),
        ("decide", {"expires": 3, "lapse": "go_on"}, "stage.lapse_where"),
    ],
)
def test_only_what_may_be_left_unsaid_can_be_passed_over(
    stage: str, change: dict[str, Any], code: str
):
    form = hearing()
    stage_of(form, stage).update(change)
    form["stages"] = [{k: v for k, v in one.items() if v is not None} for one in form["stages"]]
    assert code in [one.code for one in check(form)]


def test_an_item_filled_in_two_stages_gives_in_each_only_what_was_said_there():
    form = document("mini-cex")
    form["items"] = [
        one | {"stage": ["ask", "respond"]} if one["key"] == "takeaway" else one
        for one in form["items"]
    ]
    form["emit"] = [
        {"kind": "narrative", "key": "words", "at": at, "texts": {"text": "takeaway"}}
        for at in ("ask", "respond")
    ]
    story = Story(parse(form), lena="learner", ada="assessor")
    story.does("lena", "send", {"takeaway": "Before."}).does("ada", "send", {})
    story.does("lena", "send", {"takeaway": "After."})
    for at in ("ask", "respond"):
        found = emit(story.definition, story.contributions, CONTEXT, at, story.state)
        words = [one.contribution_id for one in found if one.key == "words"]
        assert words == [f"{at}-lena-0"]
