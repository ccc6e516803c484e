"""A hidden question has no answer: a draft keeps it, a Send leaves it out, nobody reads it."""

from __future__ import annotations

from libs.formengine import Participant, parse, visible
from tests.library.definitions import definition, document
from tests.library.story import Story

from .test_answers import codes, filled
from .test_records import SENT_KPB, kpb


def test_hidden_items_are_not_required_and_a_send_leaves_their_answers_out():
    form = definition("competence-statement")
    given = {"stage": "decide", "role": "head", "form": form}
    refused = {"result": "refused", "rationale": "Too early.", "attest": True}
    for level in (3, 99):
        found = filled({**refused, "level": level}, **given)
        assert (found.errors, found.answers) == ([], refused)
    granted = {"result": "granted", "rationale": "Good.", "attest": True}
    assert {item for item, _, _ in codes(granted, **given)} == {"level", "valid_from"}


def test_an_own_judgement_is_asked_of_who_wants_to_give_one_and_counts_nowhere():
    given = {"stage": "ask", "role": "learner", "form": definition("kpb")}
    judged = {"own_areas": {"medical": {"v": 1}}}
    assert filled({}, **given).errors == []
    for answer in ({}, {"own_view": False}):
        assert filled({**answer, **judged}, **given).answers == answer
    wanted = {"own_view": True, **judged}
    assert filled(wanted, **given).answers == wanted
    story = kpb().does("lena", "send", wanted)
    assert story.emits("ask") == []
    (reading,) = [one for one in story.sees("ada").readings if one.stage == "ask"]
    assert reading.answers == wanted
    assert {one.role for one in story.does("ada", "send", SENT_KPB).emits("assess")} == {"assessor"}


def test_a_draft_keeps_answers_of_hidden_items_for_when_the_question_comes_back():
    given = {"stage": "decide", "role": "head", "form": definition("competence-statement")}
    draft = {"result": "refused", "level": 3}
    assert filled(draft, complete=False, **given).answers == draft


def test_answers_of_what_is_hidden_in_a_row_are_left_out():
    rows = [{"_id": "1", "what": "x", "hard": False, "why": "Typed before."}]
    found = filled({"goals": rows})
    assert found.answers["goals"] == [{"_id": "1", "what": "x", "hard": False}]


def test_nobody_reads_the_answer_of_a_hidden_item_not_even_who_gave_it():
    story = kpb().does("lena", "send").does("ada", "send", {**SENT_KPB, "trust": 4})
    for name in ("lena", "ada", "coach"):
        (reading,) = [one for one in story.sees(name).readings if one.stage == "assess"]
        assert "trust" not in reading.answers
    asked = kpb().does("lena", "send", {"epa": "epa/acute"})
    asked.does("ada", "send", {**SENT_KPB, "trust": 4})
    (reading,) = [one for one in asked.sees("lena").readings if one.stage == "assess"]
    assert reading.answers["trust"] == 4


def test_a_question_that_was_asked_because_of_the_context_is_read():
    form = document("kpb")
    item = next(one for one in form["items"] if one["key"] == "trust")
    item["show"] = {"answered": {"get": "context.place"}}
    story = Story(parse(form), lena="learner", ada="assessor")
    story.does("lena", "send").does("ada", "send", {**SENT_KPB, "trust": 4})
    assert "trust" not in _assessed(story, {})
    assert _assessed(story, {"place": "Ward"})["trust"] == 4


def _assessed(story, context):
    lena = Participant("lena", "learner", None, "account")
    view = visible(story.definition, story.state, lena, story.contributions, story.now, context)
    return next(one.answers for one in view.readings if one.stage == "assess")


def test_what_was_asked_in_an_earlier_round_is_read_whatever_a_later_one_says():
    form = document("goal")
    form["stages"][1]["optional"] = False
    form["stages"][2]["cycle"]["back_to"] = "agree"
    words = {"en": "Was there proof?", "nl": "Was er bewijs?"}
    form["items"].append(
        {"type": "yesno", "key": "shown", "by": "trainer", "stage": "agree", "label": words}
    )
    lookback = next(one for one in form["items"] if one["key"] == "lookback")
    lookback["show"] = {"get": "shown"}
    story = Story(parse(form), lena="learner", tom="trainer")
    story.does("lena", "send", {"what": "Visits", "how": "x", "due": "2026-05-01"})
    for proof, result in ((True, "continued"), (False, "met")):
        story.does("tom", "approve", {"shown": proof}, stage="agree")
        story.does("lena", "send", {"result": result, "lookback": result}, stage="evaluate")
    given = [one for one in story.sees("tom").readings if one.stage == "evaluate"]
    assert [one.answers.get("lookback") for one in given] == ["continued", None]
