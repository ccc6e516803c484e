"""Who may see what, and when; what comes out of a record, and when."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

from libs.formengine import Outcome, Participant, opens_on_send, parse, validate_answers
from libs.formengine.anonymity import shuffled, suppressed
from tests.library.definitions import definition, document
from tests.library.story import Story

from .test_records import SENT_KPB, combel, kpb

TOM = {
    "areas": {"medical": {"v": 6, "comment": "Sound."}, "science": {"v": None, "na": True}},
    "overall": "Steady.",
}
TEA = {"areas": {"medical": {"v": 8}}, "overall": "Fast."}


def test_the_assessor_reads_the_request_and_the_learner_reads_the_answer_once_sent():
    story = kpb()
    assert story.reads("ada") == set()
    story.does("lena", "send", {"focus": "My questions"})
    assert (story.reads("ada"), story.reads("lena")) == ({"ask"}, set())
    story.does("ada", "send", SENT_KPB)
    assert story.reads("lena") == {"assess"}


def test_nobody_reads_what_was_taken_back():
    story = kpb().does("lena", "send").does("ada", "send", SENT_KPB).does("ada", "undo")
    assert story.reads("lena") == set()
    assert story.reads("ada") == {"ask"}


def test_two_who_judge_separately_are_blind_until_both_are_done():
    story = combel().does("tom", "send", TOM)
    assert [story.reads(name) for name in ("tea", "lena", "coach")] == [set(), set(), set()]
    story.does("tea", "send", TEA)
    assert [story.reads(name) for name in ("tom", "tea", "lena")] == [set(), set(), set()]
    story.wait(seconds=60)
    assert [story.reads(name) for name in ("tom", "tea", "lena", "coach")] == [{"judge"}] * 4


def test_somebody_outside_the_process_reads_what_the_learner_reads():
    story = kpb().does("lena", "send")
    assert story.reads("coach") == {"ask"}
    story.does("ada", "send", SENT_KPB)
    assert story.reads("coach") == {"ask", "assess"}


def test_a_reader_whom_the_openings_name_reads_only_what_they_name():
    form = document("kpb")
    form["roles"]["next"] = {"who": "related", "relation": "trainer"}
    form["stages"][2]["open_to"] = {"next": "sent", "assessor": "sent"}
    story = Story(parse(form), lena="learner", ada="assessor", next="next")
    story.does("lena", "send").does("ada", "send", SENT_KPB)
    # `ask` opens to everybody, `assess` by name to the learner.
    assert (story.reads("next"), story.reads("coach")) == ({"ask"}, {"ask", "assess"})
    story.does("lena", "send", {"takeaway": "x"})
    assert story.reads("next") == {"ask", "respond"}


def test_a_private_record_is_not_even_listed_for_others():
    story = Story(definition("starrt"), lena="learner", cleo="coach")
    assert (story.sees("lena").listed, story.sees("cleo").listed) == (True, False)
    assert story.sees("teacher").listed is False
    story.does("lena", "send", {"title": "Night shift", "situation": "x", "reflection": "y"})
    assert (story.sees("cleo").listed, story.reads("cleo")) == (True, {"write"})


def test_items_that_name_their_readers_are_hidden_from_all_others():
    form = document("kpb")
    next(i for i in form["items"] if i["key"] == "strong")["see"] = ["assessor", "head"]
    form["roles"]["head"] = {"who": "office"}
    story = Story(parse(form), lena="learner", ada="assessor")
    story.does("lena", "send").does("ada", "send", SENT_KPB)
    (reading,) = [one for one in story.sees("lena").readings if one.stage == "assess"]
    assert set(reading.answers) == {"areas", "next_step"}
    (reading,) = [one for one in story.sees("head").readings if one.stage == "assess"]
    assert "strong" in reading.answers


def test_what_one_may_fill_is_told_per_stage():
    story = kpb()
    asked = ("epa", "situation", "focus", "own_view", "own_areas")
    assert story.sees("lena").may_fill == {"ask": asked}
    assert story.sees("ada").may_fill == {}


def test_a_send_gives_points_and_narratives_on_named_outcomes():
    story = kpb().does("lena", "send", {"epa": "epa/acute"}).does("ada", "send", SENT_KPB)
    found = story.emits("assess")
    points = {(one.outcome.code, one.value) for one in found if one.kind == "point"}
    assert points == {("medical", 2), ("communication", 3)}
    assert {one.scale for one in found if one.kind == "point"} == {"expected"}
    narratives = [one for one in found if one.kind == "narrative"]
    assert {(one.item, one.outcome) for one in narratives} == {
        ("strong", Outcome("gp-epas", 1, "acute")),
        ("next_step", Outcome("gp-epas", 1, "acute")),
    }
    assert {(one.role, one.stakes, one.encounter_date.isoformat()) for one in found} == {
        ("assessor", "low", "2026-03-01")
    }


def test_no_text_and_no_name_is_ever_emitted():
    story = kpb().does("lena", "send", {"epa": "epa/acute", "focus": "SECRET"})
    story.does("ada", "send", {**SENT_KPB, "strong": "SECRET"})
    story.does("lena", "send", {"new_goal": "SECRET", "takeaway": "SECRET"})
    emitted = [*story.emits("ask"), *story.emits("assess"), *story.emits("respond")]
    assert len(emitted) == 5
    assert "SECRET" not in repr(emitted)
    goal = emitted[-1]
    assert (goal.kind, goal.fields, goal.texts) == (
        "goal",
        {"state": "open"},
        {"title": "new_goal"},
    )


def test_not_observed_hidden_and_unanswered_items_give_no_point():
    story = kpb().does("lena", "send")
    answers = {**SENT_KPB, "trust": 4, "areas": {"medical": {"v": None, "na": True}}}
    story.does("ada", "send", answers)
    assert [one for one in story.emits("assess") if one.kind == "point"] == []


def test_a_joined_stage_emits_only_when_it_opens():
    story = combel().does("tom", "send", TOM)
    assert story.emits("judge") == []
    story.does("tea", "send", TEA)
    assert story.emits("judge") == []
    story.wait(seconds=60)
    found = story.emits("judge")
    points = {(one.role, one.outcome.code, one.value) for one in found if one.kind == "point"}
    assert points == {("trainer", "medical", 6), ("teacher", "medical", 8)}
    assert {(one.scale, one.scale_version) for one in found if one.kind == "point"} == {
        ("combel", 1)
    }
    texts = [(one.key, one.row, one.role) for one in found if one.kind == "narrative"]
    assert sorted(texts, key=str) == sorted(
        [
            ("areas", "medical", "trainer"),
            ("overall", None, "trainer"),
            ("overall", None, "teacher"),
        ],
        key=str,
    )


def test_a_correction_emits_the_new_revision_and_a_return_nothing():
    story = kpb().does("lena", "send").does("ada", "send", SENT_KPB)
    changed = {**SENT_KPB, "areas": {"medical": {"v": 1}, "society": {"v": 2}}}
    story.does("ada", "correct", changed, stage="assess")
    points = [one for one in story.emits("assess") if one.kind == "point"]
    assert {(one.value, one.revision) for one in points} == {(1, 2), (2, 2)}


def test_a_shift_is_registered_and_then_approved():
    story = Story(definition("shift"), lena="learner", tom="trainer")
    story.does("lena", "send", {"shift": "night", "hours": 8, "supervision": 3})
    (registered,) = story.emits("log")
    story.does("tom", "approve")
    (approved,) = story.emits("approve")
    assert registered.fields == {
        "kind": "out_of_hours",
        "state": "registered",
        "on": "2026-03-01",
        "shift": "night",
        "hours": 8,
        "supervision": 3,
    }
    assert approved.fields == {**registered.fields, "state": "approved"}
    assert (approved.key, approved.contribution_id) == (registered.key, registered.contribution_id)


def test_a_competence_statement_is_a_decision_about_an_outcome():
    story = Story(definition("competence-statement"), lena="learner", hans="head")
    story.does("hans", "decide", {"result": "granted", "level": 4, "valid_from": "2026-03-02"})
    (decision,) = story.emits("decide")
    assert (decision.kind, decision.outcome.code, decision.value, decision.stakes) == (
        "decision",
        "out-of-hours",
        4,
        "high",
    )
    assert decision.fields["light"] == "go"
    assert decision.texts == {"rationale": "rationale"}, "conditions were never asked for"


def test_goals_are_emitted_row_by_row_with_their_stable_ids():
    story = combel().does("tom", "send", TOM).does("tea", "send", TEA).wait(seconds=60)
    rows = [{"_id": "a1", "what": "Visits", "due": "2026-06-01"}, {"_id": "b2", "what": "Rest"}]
    story.does("lena", "send", {"report": "x", "goals": rows}).does("tom", "approve")
    found = [(one.row, one.fields["due_on"]) for one in story.emits("approve")]
    assert found == [("a1", "2026-06-01"), ("b2", None)]


def team(doctors: int = 4, others: int = 4) -> Story:
    people = {f"d{n}": Participant(f"d{n}", "colleague", "doctors") for n in range(doctors)}
    people |= {f"o{n}": Participant(f"o{n}", "colleague", "others") for n in range(others)}
    story = Story(definition("team-feedback"), lena="learner", cleo="coach", **people)
    story.does("lena", "send", {"own": {}}).does("lena", "send", {"raters": []})
    return story.does("cleo", "approve")


def answer(story: Story, *names: str) -> Story:
    for name in names:
        value = 3 if name.startswith("d") else 2
        rows = {row: {"v": value} for row in ("trust", "speech", "team", "access", "safety")}
        story.does(name, "send", {"view": rows, "strong": f"Words of {name}"})
    return story


EIGHT = [*(f"d{n}" for n in range(4)), *(f"o{n}" for n in range(4))]


def test_an_anonymous_round_shows_nothing_while_it_is_open():
    story = answer(team(), *EIGHT)
    for name in ("lena", "cleo", "head"):
        assert story.reads(name) <= {"choose", "self", "agree"} and story.sees(name).rounds == ()
    assert story.emits("collect") == []


def test_the_coach_sees_a_closed_round_and_the_learner_a_released_one():
    story = answer(team(), *EIGHT).wait(days=45)
    assert story.status("collect") == "done"
    story.wait(seconds=60)
    assert [len(story.sees(name).rounds) for name in ("cleo", "lena", "head")] == [1, 0, 0]
    story.does("cleo", "release")
    assert story.sees("lena").rounds == ()
    story.wait(seconds=60)
    (summary,) = story.sees("lena").rounds
    assert (summary.n, summary.groups) == (8, {"doctors": 4, "others": 4})
    assert len(summary.comments["strong"]) == 8


def test_a_closed_round_forgets_who_answered_and_never_shows_a_contribution():
    story = answer(team(), *EIGHT).wait(days=45).does("cleo", "release").wait(seconds=60)
    collected = story.state.to_json()["stages"]["collect"]
    assert collected["contributions"] == []
    assert collected["answered"] == {"doctors": 4, "others": 4}
    assert not any(one.stage == "collect" for one in story.sees("lena").readings)
    assert not any(one.contribution_id for one in story.emits("collect"))


def test_an_anonymous_round_emits_medians_per_group_once_released():
    story = answer(team(), *EIGHT).wait(days=45)
    assert story.emits("collect") == []
    story.does("cleo", "release").wait(seconds=60)
    found = {(one.group, one.row): (one.value, one.n) for one in story.emits("collect")}
    assert found["doctors", "trust"] == (3, 4)
    assert found["others", "trust"] == (2, 4)
    assert found[None, "trust"] == (2, 8)  # an even ordinal median is the lower one


def test_a_round_under_its_minimum_does_not_close_but_expires():
    story = answer(team(), *EIGHT[:7]).wait(days=45)
    assert story.status("collect") == "expired"
    assert story.sees("cleo").rounds == ()


def test_the_releaser_may_close_a_round_early_once_its_minimum_is_there():
    from libs.formengine import may_close_round

    story = answer(team(5, 5), *EIGHT[:7]).wait(days=1)
    cleo = story.people["cleo"]
    assert may_close_round(story.definition, story.state, cleo, story.now) == ()
    answer(story, "o3").wait(days=1)
    assert may_close_round(story.definition, story.state, cleo, story.now) == ("collect",)
    assert may_close_round(story.definition, story.state, story.people["lena"], story.now) == ()
    story.does("cleo", "close")
    assert (story.status("collect"), story.to_do("d4")) == ("done", [])


def test_a_small_group_is_left_out_and_so_is_the_one_that_would_give_it_away():
    assert suppressed({"a": 5, "b": 4}, 3) == frozenset()
    assert suppressed({"a": 5, "b": 2}, 3) == {"a", "b"}
    assert suppressed({"a": 5, "b": 4, "c": 2}, 3) == {"b", "c"}
    assert suppressed({"a": 5, "b": 2, "c": 2}, 3) == {"b", "c"}
    assert suppressed({"a": 5, "b": 1, "c": 1}, 3) == {"a", "b", "c"}
    assert suppressed({"a": 5, "b": 0}, 3) == frozenset()


def test_the_total_minus_the_shown_groups_never_reveals_fewer_than_the_minimum():
    for a in range(8):
        for b in range(8):
            for c in range(8):
                counts = {"a": a, "b": b, "c": c}
                hidden = suppressed(counts, 3)
                left = sum(counts[group] for group in hidden)
                assert left == 0 or left >= 3 or hidden == {g for g in counts if counts[g]}
                assert all(counts[g] == 0 or counts[g] >= 3 for g in set(counts) - hidden)


def test_comments_come_in_an_order_that_does_not_depend_on_who_was_first():
    words = [f"comment {n}" for n in range(12)]
    assert shuffled(words) == shuffled(reversed(words))
    assert list(shuffled(words)) != words


def test_the_view_of_a_record_is_plain_data():
    story = kpb().does("lena", "send", {"focus": "x"})
    json.dumps([dict(one.answers) for one in story.sees("ada").readings])


def test_who_passed_a_request_on_or_declined_it_reads_nothing_of_it_any_more():
    story = Story(definition("kpb"), lena="learner", ada="assessor")
    story.does("lena", "send", {"situation": "Een consult over rugpijn."})
    assert story.reads("ada") == {"ask"}
    story.does("ada", "decline", reason="Ik was er niet bij.")
    assert story.reads("ada") == set()
    assert story.sees("ada").readings == ()


def behaviour() -> Story:
    story = Story(definition("professional-behaviour"), lena="learner", tom="trainer", hans="head")
    report = {"concern": 2, "about": ["limits"], "seen": "Seen.", "told": True, "wish": "Wish."}
    return story.does("tom", "send", report)


def test_who_may_read_no_item_of_a_stage_does_not_see_that_it_was_filled_in():
    story = behaviour()
    assert story.reads("lena") == story.reads("hans") == {"report"}
    story.does("lena", "send", {"side": "My side."})
    assert story.reads("tom") == set()


def test_what_opens_with_its_send_is_told_apart_from_what_opens_later_or_never():
    short, test, told = map(definition, ("kpb", "consultation-test", "professional-behaviour"))
    assert opens_on_send(short, "assess", "assessor", "learner")
    assert not opens_on_send(test, "score", "assessor", "learner")
    assert opens_on_send(told, "report", "trainer", "learner")
    assert not opens_on_send(told, "reply", "learner", "trainer")


def test_a_reader_to_whom_no_stage_ever_opens_does_not_know_of_the_record():
    story = behaviour()
    assert story.reads("coach") == set() and not story.sees("coach").listed
    open_to_all = Story(definition("kpb"), lena="learner", ada="assessor")
    assert open_to_all.sees("coach").listed


def test_words_of_items_that_are_hidden_by_now_are_kept_but_not_said():
    story = Story(definition("competence-statement"), lena="learner", hans="head")
    story.does("hans", "decide", {"result": "conditional", "conditions": "Only with backup."})
    assert "conditions" in story.emits("decide")[0].texts
    again = Story(definition("competence-statement"), lena="learner", hans="head")
    again.does("hans", "decide", {"result": "granted", "conditions": "Only with backup."})
    assert again.emits("decide")[0].texts == {"rationale": "rationale"}


def test_a_narrative_that_nobody_wrote_does_not_come_out():
    form = document("combel")
    form["items"] = [one | {"required": False} for one in form["items"]]
    story = Story(parse(form), lena="learner", tom="trainer", tea="teacher")
    story.does("tom", "send", {"overall": "Grows."}).does("tea", "send", {}).wait(minutes=1)
    narratives = [one for one in story.emits("judge") if one.kind == "narrative"]
    assert [one.contribution_id for one in narratives] == ["judge-tom-0"]


def test_rows_of_a_repeat_that_is_hidden_give_nothing():
    form = document("combel")
    goals = next(one for one in form["items"] if one["key"] == "goals")
    goals["show"] = {"eq": [{"get": "report"}, "yes"]}
    story = Story(parse(form), lena="learner", tom="trainer", tea="teacher")
    story.does("tom", "send", TOM).does("tea", "send", TEA).wait(minutes=1)
    rows = [{"_id": "a", "what": "Typed before the report said no."}, "garbage"]
    story.does("lena", "send", {"report": "no", "goals": rows}).does("tom", "approve")
    assert [one for one in story.emits("approve") if one.kind == "goal"] == []


def test_a_score_over_a_stage_tells_nobody_in_it_what_the_others_gave():
    form = definition("portfolio-exam")
    scored = dataclasses.replace(form, computed={"lowest": {"min": [{"get": "score.verdict"}, 1]}})
    others = {"score": [{"verdict": 0}]}
    blind = validate_answers(
        scored,
        stage="score",
        role="examiner",
        answers={"verdict": 1},
        context=None,
        today=dt.date(2026, 3, 2),
        complete=False,
        by_stage=others,
    )
    assert blind.computed == {"lowest": None}
