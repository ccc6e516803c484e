"""Definitions that are none: refused in bounded time, never a crash."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest
from hypothesis import strategies as st

from libs.formengine import check, parse
from libs.formengine.sentences import SENTENCES
from tests.generated import each_of, numbers
from tests.library.definitions import FORMS, document


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        3,
        "form",
        [],
        {},
        {"items": {}},
        {"items": [[[]]]},
        {1: 2},
        {"format": "form/1"},
        {"a": float("inf")},
        {"a": object()},
        {"a": 10**400},
        {"scales": {"x": {"kind": "ordinal"}}},
    ],
)
def test_garbage_is_refused_with_a_problem(garbage: Any):
    problems = check(garbage)
    assert problems
    assert all(problem.message for problem in problems)


def test_deep_and_huge_documents_are_refused_at_once():
    deep: Any = {}
    for _ in range(100_000):
        deep = {"items": [deep]}
    huge = {"items": [{"type": "text", "key": f"k{n}"} for n in range(200_000)]}
    for document_, code in ((deep, "bounds.deep"), (huge, "bounds.large")):
        began = time.process_time()
        assert [problem.code for problem in check(document_)] == [code]
        assert time.process_time() - began < 3


def test_a_large_form_of_rules_is_checked_in_bounded_time():
    large = document("kpb")
    rule = {"and": [{"answered": {"get": "focus"}} for _ in range(49)]}
    large["items"] += [
        {"type": "text", "key": f"t{n}", "by": "assessor", "label": {"nl": "x"}, "show": rule}
        for n in range(350)
    ]
    began = time.process_time()
    assert check(large) == []
    assert time.process_time() - began < 5


def test_computed_scores_that_fan_out_do_not_explode():
    bomb = document("kpb")
    bomb["computed"] = {"c0": 1} | {
        f"c{n}": {"add": [{"get": f"c{n - 1}"}] * 20} for n in range(1, 90)
    }
    began = time.process_time()
    check(bomb)
    assert time.process_time() - began < 5


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "ask", "learner", "x@1"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["get", "and", "key", "id", "nl", "at_least"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


def places(part: Any) -> list[tuple[Any, Any]]:
    found = []
    waiting = [part]
    while waiting:
        one = waiting.pop()
        pairs = one.items() if isinstance(one, dict) else enumerate(one)
        for key, inner in pairs:
            found.append((one, key))
            if isinstance(inner, dict | list):
                waiting.append(inner)
    return found


MUTATIONS = st.lists(st.tuples(st.integers(0, 10**6), JUNK), max_size=3)


@numbers("mutants", 400)
def test_a_mutated_definition_is_refused_or_sound_and_never_crashes(mutants: int):
    @each_of(mutants, st.sampled_from(FORMS), MUTATIONS, seconds=2.0)
    def _(name: str, mutations: list[tuple[int, Any]]) -> None:
        mutant = mutated(name, mutations)
        problems = check(mutant)
        assert all(
            isinstance(problem.message, str) and problem.code in SENTENCES for problem in problems
        )
        if not problems:
            assert parse(mutant).document == mutant


def mutated(name: str, mutations: list[tuple[int, Any]]) -> dict[str, Any]:
    mutant = document(name)
    for place, junk in mutations:
        spots = places(mutant)
        holder, key = spots[place % len(spots)]
        if place % 3 or not isinstance(holder, dict):
            holder[key] = copy.deepcopy(junk)
        else:
            del holder[key]
    return mutant
