"""The rule language: fixed by golden vectors, total whatever comes in."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from libs.formengine import rules
from libs.formengine.rules import OPERATIONS, Kind, RuleError, check, evaluate, infer, taken, truth
from tests.generated import each_of, numbers

GOLDEN = Path(rules.__file__).parent.parent / "golden" / "rules.json"
VECTORS = json.loads(GOLDEN.read_text(encoding="utf-8"))["vectors"]

FIELDS = {
    "trust": Kind("ordinal", scale="sup"),
    "skill": Kind("ordinal", scale="exp"),
    "skills.*": Kind("ordinal", many=True, scale="sup"),
    "mark": Kind("number", scale="ten"),
    "hundred": Kind("number", scale="percent"),
    "marks": Kind("number", many=True),
    "seen_on": Kind("date"),
    "concern": Kind("yesno"),
    "setting": Kind("code", options=frozenset({"ward", "home"})),
    "tip": Kind("text"),
    "photo": Kind("thing"),
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: json.dumps(vector["rule"])[:60])
def test_every_golden_vector_gives_its_value_or_error(vector: dict[str, Any]):
    ordinal = frozenset(vector.get("ordinal", ()))
    if "error" in vector:
        with pytest.raises(RuleError) as refusal:
            evaluate(vector["rule"], vector["answers"], ordinal=ordinal)
        assert refusal.value.code == vector["error"]
        return
    found = evaluate(vector["rule"], vector["answers"], ordinal=ordinal)
    assert found == vector["value"]
    assert isinstance(found, bool) == isinstance(vector["value"], bool)


def test_the_golden_vectors_use_every_operation():
    text = json.dumps(VECTORS)
    assert [name for name in OPERATIONS if f'"{name}"' not in text] == []
    assert len(OPERATIONS) == 26


def codes(rule: Any, expects: str | None = None) -> list[str]:
    return [problem.code for problem in check(rule, FIELDS.get, expects=expects)]


def test_a_mean_over_an_ordinal_scale_is_refused_and_a_median_is_not():
    assert codes({"mean": [{"get": "skills.*"}]}) == ["rule.ordinal"]
    assert codes({"sum": [{"get": "skills.*"}]}) == ["rule.ordinal"]
    assert codes({"add": [{"get": "trust"}, 1]}) == ["rule.ordinal"]
    assert codes({"median": [{"get": "skills.*"}, 1]}) == []
    assert codes({"mean": [{"get": "marks"}]}) == []


TRUST, SKILL, SKILLS = {"get": "trust"}, {"get": "skill"}, {"get": "skills.*"}


@pytest.mark.parametrize(
    "rule",
    [
        {"mean": [{"list": [0, TRUST]}]},
        {"sum": [{"list": [None, 0, 1, TRUST]}]},
        {"mean": [{"if": [False, {"list": [1]}, SKILLS]}]},
        {"mean": [{"if": [False, SKILLS, {"list": [1]}]}]},
        {"add": [{"if": [False, 0, TRUST]}, 1]},
        {"div": [{"max": [{"list": [0, TRUST]}]}, 2]},
        {"round": [{"median": [{"list": [{"get": "mark"}, TRUST]}]}]},
    ],
)
def test_a_plain_number_in_front_makes_no_number_of_a_step(rule: Any):
    assert codes(rule) == ["rule.ordinal"]


@pytest.mark.parametrize(
    "rule",
    [
        {"median": [{"list": [0, TRUST, {"max": [{"list": [0, SKILL]}]}]}]},
        {"eq": [{"if": [False, 0, TRUST]}, {"if": [False, 1, SKILL]}]},
        {"max": [{"if": [False, {"list": [0, SKILL]}, SKILLS]}]},
        {"has": [{"list": [0, TRUST]}, SKILL]},
    ],
)
def test_a_plain_number_in_front_hides_no_other_scale(rule: Any):
    assert codes(rule) == ["rule.other_scale"]


def test_marks_of_equal_steps_are_numbers_and_may_be_mixed():
    marks = {"list": [{"get": "mark"}, {"get": "hundred"}, 3]}
    assert codes({"mean": [marks]}) == codes({"eq": [{"get": "mark"}, {"get": "hundred"}]}) == []
    assert infer({"mean": [marks]}, FIELDS.get) == Kind("number")
    assert infer({"max": [{"list": [{"get": "mark"}]}]}, FIELDS.get) == FIELDS["mark"]


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ({"if": [True, {"get": "setting"}, {"get": "tip"}]}, "text"),
        ({"if": [{"answered": {"get": "tip"}}, {"get": "setting"}, "none"]}, "code"),
        ({"if": [True, {"get": "seen_on"}, "none"]}, "code"),
        ({"if": [True, {"get": "seen_on"}, "2026-02-01"]}, "date"),
    ],
)
def test_words_of_who_fills_stay_words_beside_codes(rule: Any, name: str):
    found = infer(rule, FIELDS.get)
    assert found is not None and found.name == name


def test_one_of_two_questions_has_the_choices_of_both():
    other = FIELDS | {"place": Kind("code", options=frozenset({"ship"}))}
    either = {"if": [True, {"get": "setting"}, {"get": "place"}]}
    found = [check({"eq": [either, one]}, other.get) for one in ("ward", "ship", "moon")]
    assert [[one.code for one in problems] for problems in found] == [[], [], ["rule.no_option"]]


def test_a_field_that_is_not_there_is_named():
    (problem,) = check({"eq": [{"get": "trusty"}, 1]}, FIELDS.get)
    assert (problem.code, problem.params) == ("rule.no_field", {"field": "trusty"})


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"eq": [{"get": "setting"}, "moon"]}, "rule.no_option"),
        ({"eq": [{"get": "trust"}, "ward"]}, "rule.types"),
        ({"lt": [{"get": "setting"}, "ward"]}, "rule.no_order"),
        ({"eq": [{"get": "photo"}, "x"]}, "rule.single_values"),
        ({"and": [{"get": "mark"}]}, "rule.needs_yesno"),
        ({"sum": [{"get": "mark"}]}, "rule.needs_list"),
        ({"days": [{"get": "seen_on"}, {"get": "mark"}]}, "rule.needs_date"),
        ({"add": [{"get": "concern"}, 1]}, "rule.needs_number"),
        ({"eq": [1, 2, 3]}, "rule.arguments"),
        ({"exec": ["x"]}, "rule.unknown_operation"),
        ({"get": "__class__"}, "rule.path"),
        ({"mean": [{"get": "marks"}, 0.5]}, "rule.small_number"),
    ],
)
def test_a_mistake_in_a_rule_has_its_own_code(rule: Any, code: str):
    assert code in codes(rule)


def test_a_condition_must_be_true_or_not():
    assert codes({"get": "mark"}, expects="yesno") == ["rule.expects_yesno"]
    assert codes({"get": "concern"}, expects="yesno") == []


def test_long_and_deep_rules_are_refused():
    assert codes({"list": [[1] for _ in range(3)]}) == ["rule.literal"] * 3
    assert codes({"and": [{"or": [True] * 45} for _ in range(5)]}) == ["rule.too_long"]
    deep: Any = True
    for _ in range(5_000):
        deep = {"not": deep}
    assert codes(deep) == ["rule.too_deep"]


def test_a_condition_that_cannot_be_told_does_not_hold():
    assert truth({"eq": [{"get": "x"}, 1]}, {}) is False
    assert truth({"eq": [1, "1"]}, {}) is False


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=20,
)
PATHS = st.sampled_from([*FIELDS, "nowhere"])
RULES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1000, 1000)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.sampled_from(["ward", "2026-02-01", ""])
    | PATHS.map(lambda path: {"get": path}),
    lambda inner: st.builds(
        lambda operation, given: {operation: given},
        st.sampled_from(sorted(OPERATIONS - {"get"})),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@numbers("rules", 1500)
def test_any_rule_gives_a_plain_value_or_a_rule_error(rules: int):
    @each_of(rules, RULES, st.dictionaries(PATHS, JSON, max_size=5))
    def _(rule: Any, answers: dict[str, Any]) -> None:
        try:
            found = evaluate(rule, answers, ordinal=frozenset({"skills.*"}))
        except RuleError:
            return
        json.dumps(found, allow_nan=False)
        assert not isinstance(found, float) or math.isfinite(found)


@numbers("documents", 400)
def test_any_json_is_checked_and_evaluated_without_a_crash(documents: int):
    @each_of(documents, JSON)
    def _(rule: Any) -> None:
        check(rule, FIELDS.get)
        assert truth(rule, {}) in (True, False)


VALUES = {
    "trust": [None, 1, 2, 3],
    "skill": [None, 2],
    "skills.*": [[], [1, None, 3], [2, 2]],
    "mark": [None, 0, 5.5],
    "hundred": [None, 70.5],
    "tip": [None, "Well done"],
    "marks": [[], [4.5, 8]],
    "seen_on": [None, "2026-03-01"],
    "concern": [None, True, False],
    "setting": [None, "ward", "home"],
}


FITTING = st.fixed_dictionaries({key: st.sampled_from(one) for key, one in VALUES.items()})


@numbers("rules", 1500)
def test_a_rule_that_passes_the_check_never_fails_on_fitting_answers(rules: int):
    @each_of(rules, RULES, FITTING)
    def _(rule: Any, answers: dict[str, Any]) -> None:
        if not check(rule, FIELDS.get):
            evaluate(rule, answers, ordinal=frozenset({"trust", "skills.*"}))


@pytest.mark.parametrize("digits", [-324, -1, 7, 309, 400])
def test_rounding_to_digits_the_check_refuses_is_an_error_also_unchecked(digits: int):
    with pytest.raises(RuleError) as refusal:
        evaluate({"round": [0, digits]}, {})
    assert refusal.value.code == "shape"


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({"get": "mark"}, "mark"),
        ({"get": ["mark"]}, "mark"),
        ({"round": [{"get": "mark"}, 1]}, ""),
        ({"get": "mark", "not": True}, ""),
        ("mark", ""),
        (None, ""),
    ],
)
def test_what_a_rule_takes_as_it_is_reads_the_same_in_both_spellings(rule: Any, path: str):
    assert taken(rule) == path
