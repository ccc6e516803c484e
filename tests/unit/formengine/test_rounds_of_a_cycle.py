"""What an earlier round of a cycle gave stays what it was, whatever a later round says."""

from __future__ import annotations

from typing import Any

from libs.formengine import Definition
from tests.library.small import small
from tests.library.story import Story

ASK = {"id": "ask", "by": ["learner"], "next": "judge"}
AGAIN = {"back_to": "ask", "max": 5, "when": {"eq": [{"get": "more"}, True]}}
JUDGE = {"id": "judge", "by": ["assessor"], "next": "done", "cycle": AGAIN}
PICKED = {"type": "outcome", "key": "epa", "by": "learner", "framework": "area", "stage": "ask"}
SEEN = {"type": "yesno", "key": "seen", "by": "learner", "stage": "ask"}
TRUST = {"type": "scale", "key": "trust", "by": "assessor", "scale": "sup", "stage": "judge"}
MORE = {"type": "yesno", "key": "more", "by": "assessor", "stage": "judge"}
ITEMS = [PICKED, SEEN, {**TRUST, "outcomes": ["$epa"], "show": {"get": "seen"}}, MORE]


def round_of(story: Story, area: str, trust: int, *, more: bool, seen: bool = True) -> Story:
    story.does("lena", "send", {"epa": f"area/{area}", "seen": seen}).wait(minutes=5)
    return story.does("ada", "send", {"trust": trust, "more": more}).wait(days=30)


def two_rounds(form: Definition, **second: Any) -> Story:
    story = round_of(Story(form, lena="learner", ada="assessor"), "medical", 1, more=True)
    return round_of(story, "communication", 3, more=False, **second)


def points(story: Story) -> list[tuple[str | None, str | None, float | None, str]]:
    return [
        (one.contribution_id, one.outcome and one.outcome.code, one.value, one.key)
        for one in story.emits("judge")
    ]


FIRST = ("judge-ada-0", "medical", 1, "trust")
SECOND = ("judge-ada-1", "communication", 3, "trust")


def test_each_round_counts_for_the_outcome_that_was_picked_in_it():
    assert points(two_rounds(small([ASK, JUDGE], ITEMS))) == [FIRST, SECOND]


def test_a_question_that_a_later_round_hides_was_asked_in_the_round_before():
    story = two_rounds(small([ASK, JUDGE], ITEMS), seen=False)
    assert points(story) == [FIRST]
    read = {one.contribution_id: one.answers for one in story.sees("lena").readings}
    assert ("trust" in read["judge-ada-0"], "trust" in read["judge-ada-1"]) == (True, False)


def test_a_point_that_a_form_declares_is_worked_out_for_each_round_from_its_own_answers():
    worked_out = {"kind": "point", "key": "sum", "at": "judge", "scale": "sup"}
    declared = {**worked_out, "value": {"get": "trust"}, "outcomes": ["$epa"]}
    plain = [one | {"emit": False} if one["key"] == "trust" else one for one in ITEMS]
    story = two_rounds(small([ASK, JUDGE], plain, emit=[declared]))
    assert points(story) == [FIRST[:3] + ("sum",), SECOND[:3] + ("sum",)]


def test_what_changes_from_round_to_round_is_given_by_the_last_one_alone():
    goal = {"kind": "goal", "key": "aim", "at": "judge", "fields": {"state": {"get": "state"}}}
    options = [{"value": one, "label": {"en": one}} for one in ("open", "met")]
    state = {"type": "choice", "key": "state", "by": "assessor", "stage": "judge"}
    form = small([ASK, JUDGE], [*ITEMS, {**state, "options": options}], emit=[goal])
    story = Story(form, lena="learner", ada="assessor")
    for state_now, more in (("open", True), ("met", False)):
        story.does("lena", "send", {}).does("ada", "send", {"state": state_now, "more": more})
    found = [one for one in story.emits("judge") if one.kind == "goal"]
    assert [(one.contribution_id, one.fields["state"]) for one in found] == [("judge-ada-1", "met")]


def test_what_comes_after_a_cycle_goes_by_its_last_round():
    after = {"type": "text", "key": "end", "by": "learner", "stage": "close"}
    items = [*ITEMS, {**after, "show": {"eq": [{"get": "trust"}, 3]}}]
    stages = [ASK, {**JUDGE, "next": "close"}, {"id": "close", "by": ["learner"], "next": "done"}]
    story = two_rounds(small(stages, items)).does("lena", "send", {"end": "Well done."})
    read = {one.stage: one.answers for one in story.sees("ada").readings}
    assert read["close"] == {"end": "Well done."}


def test_points_of_a_round_that_opens_to_all_at_once_come_with_that_round():
    joined = {"mode": "parallel", "open_to": {"learner": "joined", "assessor": "joined"}}
    story = Story(small([ASK, JUDGE | joined], ITEMS), lena="learner", ada="assessor")
    assert points(round_of(story, "medical", 1, more=True)) == [FIRST]
    assert points(round_of(story, "communication", 3, more=False)) == [FIRST, SECOND]


def test_a_second_cycle_goes_by_the_last_round_of_the_first():
    again = {"back_to": "ask", "max": 5, "when": {"eq": [{"get": "seen"}, True]}}
    stages = [{**ASK, "cycle": again}, {**JUDGE, "cycle": {**AGAIN, "back_to": "judge"}}]
    plain = [one | {"show": True} if one["key"] == "trust" else one for one in ITEMS]
    story = Story(small(stages, plain), lena="learner", ada="assessor")
    for area, seen in (("medical", True), ("communication", False)):
        story.does("lena", "send", {"epa": f"area/{area}", "seen": seen})
    story.does("ada", "send", {"trust": 3, "more": False})
    assert points(story) == [("judge-ada-0", "communication", 3, "trust")]
