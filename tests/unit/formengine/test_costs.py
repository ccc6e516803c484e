"""A small document asks for a bounded amount of work: of its check, and of those who fill it in."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from libs.formengine import (
    Contribution,
    Participant,
    check,
    parse,
    start,
    validate_answers,
    visible,
)
from libs.formengine.answers.settling import settled
from libs.formengine.checks import costs
from libs.formengine.rules import RuleError, evaluate, shape_problems
from libs.formengine.scores import reads, told_at
from tests.library.definitions import FORMS, definition

from .generated_rules import PATHS, case

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WORDS = {"en": "x"}


def form(**parts: Any) -> dict[str, Any]:
    return {
        "format": "form/1",
        "key": "costs",
        "languages": ["en"],
        "title": WORDS,
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "fill", "by": ["learner"], "next": "done"}],
        "items": [{"type": "number", "key": "n", "by": "learner", "label": WORDS}],
    } | parts


def at_most(seconds: float, work: Callable[[], Any]) -> Any:
    began = time.process_time()
    found = work()
    took = time.process_time() - began
    assert took < seconds, f"{took:.1f} s"
    return found


def scores_on_scores(levels: int = 8, each: int = 50) -> dict[str, Any]:
    """Each score adds up the one before so many times: 50 to the power of 7 ways to its end."""
    scores: dict[str, Any] = {"c0": {"add": [{"get": "n"}, 1]}}
    for level in range(1, levels):
        scores[f"c{level}"] = {"add": [{"get": f"c{level - 1}"}] * each}
    return scores


def test_scores_that_use_each_other_many_times_are_looked_at_once():
    document = form(computed=scores_on_scores())
    assert at_most(1, lambda: check(document)) == []
    found = parse(document)
    assert at_most(1, lambda: reads(found, {"get": "c7"})) == {"n"}
    assert at_most(1, lambda: told_at(found, found.stage("fill"), "learner")) == set(
        document["computed"]
    )
    who = Participant("l", "learner")
    sent = Contribution("c", "fill", "l", "learner", None, {"n": 1}, 1, NOW)
    view = at_most(1, lambda: visible(found, start(found, [who], NOW), who, [sent], NOW))
    assert view.scores == set(document["computed"])


def many_pages(roles: int, stages: int, asked: int, **see: Any) -> dict[str, Any]:
    """Everybody fills everything in, and what the later half is asked hangs on all of the first."""
    others = {f"r{n}": {"who": "office", "office": "head"} for n in range(roles - 1)}
    names = ["learner", *others]
    path = [
        {
            "id": f"s{n}",
            "by": names,
            "mode": "parallel",
            "next": f"s{n + 1}" if n + 1 < stages else "done",
        }
        for n in range(stages)
    ]
    first, last = (
        [one["id"] for one in half] for half in (path[: stages // 2], path[stages // 2 :])
    )
    read = {"and": [{"get": f"a{n}"} for n in range(50)]}
    items: list[dict[str, Any]] = [
        {"type": "yesno", "key": f"a{n}", "by": names, "stage": first, "label": WORDS} | see
        for n in range(50)
    ]
    items += [
        {"type": "text", "key": f"b{n}", "by": names, "stage": last, "label": WORDS, "show": read}
        for n in range(asked)
    ]
    return form(roles={"learner": {"who": "subject"}} | others, stages=path, items=items)


def test_the_check_of_many_pages_looks_at_each_item_once_for_each():
    assert at_most(2, lambda: check(many_pages(10, 12, 70))) == []


def test_what_is_closed_on_every_page_is_told_a_hundred_times_at_most():
    found = at_most(2, lambda: check(many_pages(10, 12, 70, see=["learner"])))
    assert {one.code for one in found} == {"rule.not_open"}
    assert len(found) == 100


def test_what_too_many_fill_in_at_too_many_stages_is_refused():
    found = at_most(4, lambda: check(many_pages(20, 30, 62)))
    assert [one.code for one in found] == ["item.many_fillers"]


def counting_in_rows(asked: int, counts: int, rows: int) -> dict[str, Any]:
    """A list whose questions are each shown, and required, by what all its rows say."""
    rule = {"and": [{"ge": [{"count": [{"get": "goals.*.x"}]}, 0]}] * counts}
    inner = [{"type": "number", "key": "x", "label": WORDS}]
    inner += [
        {"type": "text", "key": f"t{n}", "label": WORDS, "show": rule, "required": {"not": rule}}
        for n in range(asked)
    ]
    goals = {"type": "repeat", "key": "goals", "by": "learner", "label": WORDS}
    return form(items=[goals | {"max": rows, "items": inner}])


def test_rules_that_multiply_with_the_rows_of_their_list_are_refused():
    found = at_most(2, lambda: check(counting_in_rows(49, 45, 200)))
    assert [(one.path, one.code) for one in found] == [("items/goals/t0", "rule.costly")]
    assert check(counting_in_rows(1, 2, 200)) == []
    assert check(counting_in_rows(10, 1, 50)) == []


@pytest.mark.parametrize("name", FORMS)
def test_no_form_of_the_library_comes_near_the_budget(name: str):
    found = definition(name)
    places = costs._places(found)
    assert sum(costs._steps(found, rule, row) for _, rule, row in places) < costs.MOST_STEPS / 100


def test_what_a_row_asks_of_the_whole_list_is_worked_out_once(monkeypatch: pytest.MonkeyPatch):
    """Also where a form of before the budget asks for millions of steps."""
    monkeypatch.setattr(costs, "MOST_STEPS", 10**9)
    found = parse(counting_in_rows(49, 45, 200))
    answers = {"goals": [{"_id": str(n), "x": 1} for n in range(200)]}
    checked = at_most(2, lambda: sent(found, answers))
    assert checked.ok


def sent(found: Any, answers: dict[str, Any]) -> Any:
    return validate_answers(
        found,
        stage="fill",
        role="learner",
        answers=answers,
        context={"encounter_date": "2026-03-01"},
        today=NOW.date(),
        complete=True,
    )


def test_a_settled_rule_says_in_a_row_what_the_rule_itself_says():
    dice, changed = random.Random(7), 0
    for _ in range(800):
        one = case(dice)
        if shape_problems(one["rule"]):
            continue
        own = frozenset(path.partition(".")[0] for path in PATHS if dice.random() < 0.3)
        ordinal = frozenset(one["ordinal"])
        inside = settled(one["rule"], one["answers"], own, ordinal)
        changed += inside != one["rule"]
        assert said(inside, one["answers"], ordinal) == said(one["rule"], one["answers"], ordinal)
    assert changed > 200


def said(rule: Any, answers: Any, ordinal: frozenset[str]) -> Any:
    try:
        return evaluate(rule, answers, ordinal=ordinal)
    except RuleError as refusal:
        return refusal.code


def test_a_median_in_a_row_still_knows_that_it_looks_at_steps():
    rule = {"median": {"list": [{"if": [True, {"get": "trust"}, 1]}, {"get": "mark"}]}}
    answers, ordinal = {"trust": 2, "mark": 3}, frozenset({"trust"})
    inside = settled(rule, answers, frozenset({"mark"}), ordinal)
    assert evaluate(inside, answers, ordinal=ordinal) == 2
