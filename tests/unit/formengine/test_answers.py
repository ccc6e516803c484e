"""Answers: what is required, what fits, what is kept, and what the server computes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import strategies as st

from libs.formengine import Checked, check, parse, sentence, validate_answers
from tests.generated import each_of, numbers
from tests.library.definitions import definition
from tests.library.story import NOW

from .test_records import SENT_KPB

TODAY = NOW.date()
CONTEXT = {"encounter_date": "2026-03-01"}


def label(text: str = "Question") -> dict[str, str]:
    return {"en": text}


ALL_TYPES: dict[str, Any] = {
    "format": "form/1",
    "key": "all-types",
    "languages": ["en"],
    "title": label("All types"),
    "frameworks": {"epa": "gp-epas@1"},
    "scales": {
        "sup": {
            "kind": "ordinal",
            "na": label("Not seen"),
            "levels": [{"value": n, "label": label(str(n))} for n in (1, 2, 3)],
        },
        "line": {"kind": "vas", "ends": [label("bad"), label("good")]},
        "ten": {"kind": "interval", "min": 1, "max": 10, "step": 0.5},
    },
    "roles": {"learner": {"who": "subject"}, "boss": {"who": "office"}},
    "stages": [
        {"id": "fill", "by": "learner", "next": "check"},
        {"id": "check", "by": "boss", "next": "done"},
    ],
    "items": [
        {
            "type": "section",
            "key": "page",
            "by": "learner",
            "label": label(),
            "items": [
                {"type": "note", "key": "hello", "label": label()},
                {"type": "text", "key": "story", "label": label(), "min": 5, "max": 20},
                {
                    "type": "number",
                    "key": "age",
                    "label": label(),
                    "min": 0,
                    "max": 9,
                    "decimals": 1,
                },
                {
                    "type": "date",
                    "key": "day",
                    "label": label(),
                    "min": "2026-01-01",
                    "max": "today",
                },
                {"type": "yesno", "key": "ok", "label": label()},
                {
                    "type": "choice",
                    "key": "place",
                    "label": label(),
                    "other": True,
                    "options": [
                        {"value": "ward", "label": label()},
                        {"value": "home", "label": label()},
                    ],
                },
                {
                    "type": "choice",
                    "key": "tasks",
                    "label": label(),
                    "many": True,
                    "min": 1,
                    "max": 2,
                    "options": [{"value": v, "label": label()} for v in ("a", "b", "c")],
                },
            ],
        },
        {
            "type": "scale",
            "key": "trust",
            "by": "learner",
            "label": label(),
            "scale": "sup",
            "comment": "must",
        },
        {"type": "scale", "key": "line", "by": "learner", "label": label(), "scale": "line"},
        {"type": "scale", "key": "mark", "by": "learner", "label": label(), "scale": "ten"},
        {
            "type": "rubric",
            "key": "skills",
            "by": "learner",
            "label": label(),
            "scale": "sup",
            "rows": [{"key": "talk", "label": label()}, {"key": "look", "label": label()}],
        },
        {
            "type": "checklist",
            "key": "steps",
            "by": "learner",
            "label": label(),
            "na": label("n/a"),
            "rows": [
                {"key": "wash", "label": label(), "critical": True},
                {"key": "ask", "label": label(), "points": 3, "weight": 2},
            ],
        },
        {
            "type": "repeat",
            "key": "goals",
            "by": "learner",
            "label": label(),
            "max": 2,
            "items": [
                {"type": "text", "key": "what", "label": label(), "required": True},
                {"type": "yesno", "key": "hard", "label": label()},
                {
                    "type": "text",
                    "key": "why",
                    "label": label(),
                    "required": True,
                    "show": {"get": "hard"},
                },
            ],
        },
        {
            "type": "file",
            "key": "photo",
            "by": "learner",
            "label": label(),
            "accept": ["image/*"],
            "max": 2,
        },
        {"type": "signature", "key": "sign", "by": "learner", "label": label()},
        {"type": "outcome", "key": "epa", "by": "learner", "label": label(), "framework": "epa"},
        {"type": "ref", "key": "link", "by": "learner", "label": label(), "to": ["goal"]},
        {"type": "person", "key": "who", "by": "learner", "label": label()},
        {"type": "text", "key": "verdict", "by": "boss", "label": label(), "required": True},
    ],
    "computed": {
        "typical": {"median": [{"get": "skills.*"}]},
        "points": {"get": "steps.points"},
        "share": {
            "round": [{"mul": [100, {"div": [{"get": "steps.points"}, {"get": "steps.max"}]}]}]
        },
        "safe": {"get": "steps.critical_ok"},
        "named": {"count": {"get": "goals.*.what"}},
    },
}
FORM = parse(ALL_TYPES)


def filled(answers: Any, *, complete: bool = True, form: Any = FORM, **more: Any) -> Checked:
    given = {"stage": "fill", "role": "learner", "context": CONTEXT, "today": TODAY} | more
    return validate_answers(form, answers=answers, complete=complete, **given)


def codes(answers: Any, **more: Any) -> list[tuple[str, str | None, str]]:
    return [(one.item, one.row, one.code) for one in filled(answers, **more).errors]


def test_the_form_of_all_sixteen_types_is_sound():
    assert check(ALL_TYPES) == []
    assert len({item.type for item in FORM.all_items()}) == 16


GOOD: dict[str, list[Any]] = {
    "story": ["hello there"],
    "age": [0, 8.5, 9],
    "day": ["2026-01-01", "2026-03-02"],
    "ok": [True, False],
    "place": ["ward", {"other": "bus"}],
    "tasks": [["a"], ["a", "c"]],
    "trust": [{"v": 2, "comment": "Fine"}, {"v": None, "na": True, "reason": "absent"}],
    "line": [0, 55, 100],
    "mark": [1, 7.5, 10],
    "skills": [{"talk": {"v": 1}, "look": {"v": None, "na": True}}, {"talk": {"v": 3}}],
    "steps": [
        {"wash": True, "ask": 2},
        {"wash": {"v": None, "na": True, "reason": "no tap"}},
        {"ask": True},
    ],
    "goals": [[], [{"_id": "1", "what": "x"}]],
    "photo": [["f1"], ["f1", "f2"]],
    "sign": [True],
    "epa": ["epa/acute"],
    "link": [{"kind": "goal", "id": "g1"}],
    "who": [{"id": "p1"}, {"name": "Jan", "email": "jan@example.org"}],
}
BAD: list[tuple[str, Any, str]] = [
    ("story", 5, "text"),
    ("story", "x" * 21, "too_long"),
    ("story", "hi", "too_short"),
    ("age", "5", "number"),
    ("age", True, "number"),
    ("age", -1, "too_small"),
    ("age", 10, "too_large"),
    ("age", 1.25, "decimals"),
    ("age", float("nan"), "answers"),
    ("day", "soon", "date"),
    ("day", "2026-02-30", "date"),
    ("day", "2025-12-31", "too_early"),
    ("day", "2026-03-03", "too_late"),
    ("ok", "yes", "yesno"),
    ("place", "moon", "option"),
    ("place", ["ward"], "choice"),
    ("place", {"other": "x", "more": 1}, "option"),
    ("tasks", "a", "choice"),
    ("tasks", ["a", "b", "c"], "too_many"),
    ("tasks", ["a", "a"], "twice"),
    ("tasks", [{}], "option"),
    ("trust", 4, "scale"),
    ("trust", {"v": 2}, "comment_required"),
    ("trust", {"v": 1, "na": True}, "no_na"),
    ("trust", {"v": 1, "x": 1}, "scale"),
    ("line", {"v": None, "na": True}, "no_na"),
    ("line", 100.5, "scale"),
    ("mark", 7.25, "scale"),
    ("mark", True, "scale"),
    ("skills", [1], "rubric"),
    ("skills", {"talk": {"v": 9}}, "scale"),
    ("steps", {"wash": 1}, "mark"),
    ("steps", {"ask": 4}, "mark"),
    ("steps", {"wash": {"v": None, "na": True, "reason": 3}}, "comment"),
    ("steps", {"wash": {"v": None, "na": True, "reason": "x" * 501}}, "comment"),
    ("steps", "all", "rubric"),
    ("goals", "x", "repeat"),
    ("goals", [{"what": "x"}], "row_id"),
    ("goals", [{"_id": "1", "what": "x"}, {"_id": "1", "what": "y"}], "row_id"),
    ("goals", [{"_id": str(n), "what": "x"} for n in range(3)], "too_many"),
    ("goals", [{"_id": "1"}], "required"),
    ("photo", "f1", "file"),
    ("photo", ["f1", "f2", "f3"], "too_many"),
    ("photo", ["lost"], "no_file"),
    ("photo", ["pdf"], "file_type"),
    ("sign", "me", "signature"),
    ("epa", "epa/cooking", "outcome"),
    ("epa", "area/medical", "outcome"),
    ("epa", 3, "outcome"),
    ("link", {"kind": "file"}, "ref"),
    ("link", "g1", "ref"),
    ("who", {"name": "Jan"}, "person"),
    ("who", "Jan", "person"),
    ("verdict", "Fine", "not_yours"),
]
FILES = {"f1": "image/jpeg", "f2": "image/png", "f3": "image/png", "pdf": "application/pdf"}
EPAS = {"gp-epas@1": frozenset({"acute"})}


@pytest.mark.parametrize("key", GOOD)
def test_a_fitting_answer_of_every_type_is_accepted(key: str):
    for answer in GOOD[key]:
        assert codes({key: answer}, attachments=FILES, outcomes=EPAS) == []


@pytest.mark.parametrize(("key", "answer", "code"), BAD, ids=lambda one: str(one)[:25])
def test_an_answer_that_does_not_fit_is_refused(key: str, answer: Any, code: str):
    found = filled({key: answer}, attachments=FILES, outcomes=EPAS).errors
    assert code in [one.code for one in found]
    for one in found:
        assert "{" not in sentence(one.message_key, one.params, "nl")
        assert sentence(one.message_key, one.params, "en") != one.message_key


def test_a_draft_is_not_asked_for_what_is_still_missing():
    form = definition("kpb")
    stage = {"stage": "assess", "role": "assessor", "form": form}
    assert codes({}, complete=False, **stage) == []
    assert codes({"strong": 5}, complete=False, **stage) == [("strong", None, "text")]
    assert {item for item, _, _ in codes({}, **stage)} == {"areas", "strong", "next_step"}


def test_a_required_rubric_names_the_rows_that_are_missing():
    stage = {"stage": "assess", "role": "assessor", "form": definition("kpb")}
    only_one = {**SENT_KPB, "areas": {"society": {"v": 2}}}
    assert codes(only_one, **stage) == [
        ("areas", "medical", "required"),
        ("areas", None, "too_few"),
    ]
    assert codes(SENT_KPB, **stage) == []


def test_not_observed_is_an_answer_but_never_a_number():
    found = filled({"skills": {"talk": {"v": None, "na": True}, "look": {"v": 3}}})
    assert (found.errors, found.computed["typical"]) == ([], 3)


def test_a_rule_in_a_repeat_reads_its_own_row():
    rows = [{"_id": "1", "what": "x", "hard": True}, {"_id": "2", "what": "y", "hard": False}]
    found = filled({"goals": rows}).errors
    assert [(one.row, one.params["column"]) for one in found] == [("1", "why")]


def test_unknown_answers_are_kept():
    found = filled({"old_item": [1, {"x": None}], "ok": True})
    assert (found.answers, found.errors) == ({"old_item": [1, {"x": None}], "ok": True}, [])


def test_the_server_computes_scores_itself():
    found = filled(
        {
            "steps": {"wash": True, "ask": 2},
            "typical": 99,
            "points": 99,
            "goals": [{"_id": "1", "what": "x"}, {"_id": "2"}],
        },
        complete=False,
    )
    assert found.computed == {
        "typical": None,
        "points": 5,
        "share": 71,
        "safe": True,
        "named": 1,
    }


def test_a_critical_step_that_was_not_done_shows():
    assert filled({"steps": {"wash": False, "ask": 3}}).computed["safe"] is False
    assert filled({"steps": {"ask": 3}}).computed["safe"] is None


def test_answers_of_an_ended_stage_are_a_list_for_later_rules():
    form = definition("consultation-test")
    given = {"stage": "decide", "role": "head", "form": form}
    marks = {"score": [{"mark": 7}, {"mark": 5.5}]}
    assert filled({}, by_stage=marks, **given).computed == {"mark_mean": 6.25, "marks_apart": 1.5}
    one = {"score": [{"mark": 7}]}
    assert filled({}, by_stage=one, **given).computed == {"mark_mean": None, "marks_apart": None}


def test_the_encounter_date_is_always_asked_and_never_in_the_future():
    assert codes({}, context={}) == [("context.encounter_date", None, "encounter_date")]
    assert codes({}, context={"encounter_date": "2026-03-03"}) == [
        ("context.encounter_date", None, "in_future")
    ]
    assert codes({}, context=None, complete=False) == []
    combel = {"stage": "judge", "role": "trainer", "form": definition("combel")}
    assert ("context.period", None, "required") in codes({}, **combel)


def test_a_role_that_does_not_fill_the_stage_is_refused():
    assert codes({}, role="boss") == [("", None, "not_yours")]
    assert codes({}, stage="nowhere") == [("", None, "not_yours")]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["v", "na", "comment", "_id", "what", "talk", "wash", "id", "kind"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


ANSWERS = st.dictionaries(st.sampled_from([*GOOD, "verdict", "zzz"]), JUNK, max_size=6)


@numbers("documents", 1000)
def test_any_answers_give_errors_or_pass_and_never_crash(documents: int):
    @each_of(documents, ANSWERS, st.booleans(), seconds=1.0)
    def _(answers: dict[str, Any], complete: bool) -> None:
        found = filled(answers, complete=complete, attachments=FILES, outcomes=EPAS)
        assert all(isinstance(one.item, str) for one in found.errors)
        if found.ok:
            assert found.answers == answers


def test_two_hundred_and_fifty_items_are_checked_fast():
    import time

    items = [
        {"type": "number", "key": f"n{i}", "by": "learner", "label": label(), "min": 0, "max": 9}
        for i in range(250)
    ]
    form = parse({**ALL_TYPES, "items": [*items, ALL_TYPES["items"][-1]], "computed": {}})
    answers = {f"n{i}": i % 9 for i in range(250)}
    began = time.process_time()
    for _ in range(20):
        assert filled(answers, form=form).ok
    assert (time.process_time() - began) / 20 < 0.05
    assert isinstance(TODAY, dt.date)
