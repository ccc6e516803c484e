"""A form that says it is the same as an older one: what of it stands in one line with that."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import line_of, lines, parse

WORDS = {"en": "x", "nl": "x"}


def steps(*values: int) -> dict[str, Any]:
    levels = [{"value": one, "label": {"en": str(one), "nl": str(one)}} for one in values]
    return {"kind": "ordinal", "levels": levels}


def form(key: str, *same_as: str, scale: Any = None, weight: float = 1) -> dict[str, Any]:
    """A form with a judgement, another one on the same scale, and a checklist."""
    rows = [{"key": "wash", "label": WORDS}, {"key": "ask", "label": WORDS, "weight": weight}]
    items: list[dict[str, Any]] = [
        {"type": "scale", "key": "trust", "scale": "own"},
        {"type": "scale", "key": "care", "scale": "own"},
        {"type": "checklist", "key": "steps", "rows": rows},
    ]
    return {
        "format": "form/1",
        "key": key,
        "languages": ["en", "nl"],
        "title": WORDS,
        "scales": {"own": scale or steps(1, 2, 3)},
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "write", "by": ["learner"], "next": "done"}],
        "items": [{**one, "by": "learner", "label": WORDS} for one in items],
        "stakes": "low",
        **({"same_as": list(same_as)} if same_as else {}),
    }


def going_on(new: dict[str, Any], **older: dict[str, Any]) -> Any:
    known = {f"{key}@1": parse(one) for key, one in older.items()}
    return lines(parse(new), known.get)


def test_what_is_measured_alike_goes_on_in_the_line_of_the_older_form():
    found = going_on(form("new", "old@1"), old=form("old"))
    assert line_of(found, "trust", "new/own") == line_of(found, None, "new/own") == "old/own"
    assert line_of(found, "steps", "new/steps") == "old/steps"
    assert line_of(found, "steps", "new/steps.wash") == "old/steps.wash"


def test_a_form_that_says_nothing_or_names_what_nobody_knows_goes_on_from_nothing():
    assert going_on(form("new"), old=form("old")) == {}
    assert going_on(form("new", "gone@1", "old@2"), old=form("old")) == {}


@pytest.mark.parametrize(
    "scale",
    [
        steps(1, 2, 3, 4),
        {"kind": "interval", "min": 1, "max": 3},
        {
            "kind": "ordinal",
            "levels": [
                {"value": one, "label": {"en": str(4 - one), "nl": str(4 - one)}}
                for one in (1, 2, 3)
            ],
        },
    ],
    ids=["more steps", "another kind", "turned round"],
)
def test_a_scale_that_measures_otherwise_keeps_a_line_of_its_own(scale: Any):
    found = going_on(form("new", "old@1", scale=scale), old=form("old"))
    assert line_of(found, "trust", "new/own") is None
    assert line_of(found, "steps", "new/steps") == "old/steps"


def test_of_a_checklist_that_changed_only_the_rows_that_did_not_go_on():
    found = going_on(form("new", "old@1", weight=2), old=form("old"))
    rows = [line_of(found, "steps", f"new/steps{row}") for row in ("", ".wash", ".ask")]
    assert rows == [None, "old/steps.wash", None]


def test_where_one_question_is_named_the_others_do_not_go_along():
    found = going_on(form("new", "old@1/trust"), old=form("old"))
    assert line_of(found, "trust", "new/own") == "old/own"
    assert line_of(found, "care", "new/own") is line_of(found, "steps", "new/steps") is None


def test_three_generations_are_one_line_and_a_circle_ends():
    older = {"old": form("old"), "mid": form("mid", "old@1")}
    assert line_of(going_on(form("new", "mid@1"), **older), "trust", "new/own") == "old/own"
    circle = {"old@1": parse(form("old", "new@1")), "new@1": parse(form("new", "old@1"))}
    assert line_of(lines(circle["new@1"], circle.get), "trust", "new/own") in (None, "old/own")
