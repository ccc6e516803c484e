"""What a form declares to come out on a scale is a value of that scale, and of no other."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from libs.formengine import check, parse
from libs.formengine.emission import emit
from tests.library.story import CONTEXT, Story

WORDS = {"en": "x", "nl": "x"}


def steps(most: int) -> dict[str, Any]:
    levels = [{"value": value, "label": WORDS} for value in range(1, most + 1)]
    return {"kind": "ordinal", "levels": levels}


def item(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "by": "learner", "label": WORDS, **more}


FORM: dict[str, Any] = {
    "format": "form/1",
    "key": "measured",
    "languages": ["en", "nl"],
    "title": WORDS,
    "frameworks": {"area": "gp-areas@2023"},
    "scales": {
        "sup": steps(3),
        "exp": steps(2),
        "ten": {"kind": "interval", "min": 1, "max": 10},
        "percent": {"kind": "interval", "min": 0, "max": 100, "step": 0.1},
    },
    "roles": {"learner": {"who": "subject"}},
    "stages": [{"id": "fill", "by": ["learner"], "next": "done"}],
    "items": [
        item("scale", "trust", scale="sup"),
        item("scale", "again", scale="sup"),
        item("scale", "mark", scale="ten"),
        item("number", "number"),
        item("repeat", "rows", items=[item("scale", "lv", scale="exp"), item("number", "n")]),
    ],
    "computed": {"lowest": {"min": [{"list": [{"get": "trust"}, {"get": "again"}]}]}},
}
TRUST, MARK, NUMBER = {"get": "trust"}, {"get": "mark"}, {"get": "number"}


def declared(value: Any, scale: str, **more: Any) -> dict[str, Any]:
    one = {"key": "told", "kind": "point", "at": "fill", "value": value, "scale": scale}
    return copy.deepcopy(FORM) | {"emit": [one | {"outcomes": ["area/medical"]} | more]}


def codes(value: Any, scale: str, **more: Any) -> list[str]:
    return [one.code for one in check(declared(value, scale, **more))]


@pytest.mark.parametrize(
    ("value", "scale"),
    [
        (TRUST, "sup"),
        (2, "sup"),
        ({"get": "lowest"}, "sup"),
        ({"median": [{"list": [TRUST, {"get": "again"}]}]}, "sup"),
        ({"if": [{"ge": [TRUST, 2]}, 2, 1]}, "exp"),
        ({"if": [{"ge": [TRUST, 2]}, None, TRUST]}, "sup"),
        (MARK, "ten"),
        ({"mean": [{"list": [MARK, 7]}]}, "ten"),
        ({"mul": [MARK, 10]}, "percent"),
        (NUMBER, "percent"),
    ],
)
def test_a_value_of_its_own_scale_may_come_out(value: Any, scale: str):
    assert codes(value, scale) == []


@pytest.mark.parametrize(
    ("value", "scale", "code"),
    [
        (TRUST, "exp", "emit.other_scale"),
        ({"get": "lowest"}, "exp", "emit.other_scale"),
        ({"if": [{"ge": [TRUST, 2]}, 1, TRUST]}, "exp", "emit.other_scale"),
        ({"max": [{"list": [1, TRUST]}]}, "exp", "emit.other_scale"),
        (TRUST, "ten", "emit.other_scale"),
        (MARK, "sup", "emit.other_scale"),
        (MARK, "percent", "emit.other_scale"),
        (NUMBER, "sup", "emit.no_step"),
        ({"count": [{"list": [TRUST]}]}, "sup", "emit.no_step"),
        (99, "sup", "emit.off_scale"),
        (1.5, "sup", "emit.off_scale"),
        ({"max": [{"list": [99, TRUST]}]}, "sup", "emit.off_scale"),
        (11, "ten", "emit.off_scale"),
    ],
)
def test_a_value_of_another_scale_or_of_none_is_refused(value: Any, scale: str, code: str):
    (problem,) = check(declared(value, scale))
    assert (problem.path, problem.code) == ("emit/told", code)
    for sentence in (problem.message, problem.in_language("nl")):
        assert f"“{scale}”" in sentence and "{" not in sentence


def test_so_are_the_values_of_rows_of_flags_and_the_level_of_a_decision():
    assert codes({"get": "lv"}, "exp", each="rows") == []
    assert codes({"get": "lv"}, "sup", each="rows") == ["emit.other_scale"]
    assert codes({"get": "n"}, "exp", each="rows") == ["emit.no_step"]
    assert codes(TRUST, "exp", kind="flag") == ["emit.other_scale"]
    decision = {"kind": "decision", "fields": {"level": TRUST, "advice": True}}
    assert "emit.other_scale" in codes(None, "exp", **decision)
    assert "emit.other_scale" not in codes(None, "sup", **decision)


def given(answers: dict[str, Any], value: Any, scale: str, **more: Any) -> tuple[Any, list[str]]:
    """The value that comes out (False: nothing does), and what was told of it."""
    story = Story(parse(declared(value, scale, **more)), lena="learner")
    story.does("lena", "send", answers)
    told: list[str] = []
    found = emit(
        story.definition, story.contributions, CONTEXT, "fill", story.state, tell=told.append
    )
    return (found[0].value if found else False), told


def test_what_is_worked_out_beyond_the_ends_of_a_scale_gives_no_point_and_is_told():
    tenfold = {"mul": [NUMBER, 10]}
    assert given({"number": 3}, tenfold, "percent") == (30, [])
    assert given({"number": 13}, tenfold, "percent") == (False, ["told"])
    assert given({"number": -1}, tenfold, "percent") == (False, ["told"])
    assert given({}, tenfold, "percent") == (False, [])
    assert given({"number": 13}, tenfold, "percent", kind="flag") == (None, ["told"])


def test_a_mean_may_lie_between_two_equal_steps():
    mean = {"mean": [{"list": [MARK, 8]}]}
    assert given({"mark": 7}, mean, "ten") == (7.5, [])
