"""A difference that is called safe leaves every open draft as fit as it was."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from libs.formengine import Definition, diff, validate_answers
from tests.library.small import small
from tests.library.story import CONTEXT, NOW

WORDS = {"en": "x"}
TEXT = {"type": "text", "key": "t", "label": WORDS}
OPTIONS = [{"value": f"o{number}", "label": WORDS} for number in range(8)]
LEVELS = [{"value": value, "label": WORDS} for value in (1, 2)]
ROWS = [{"key": f"r{number}", "label": WORDS, "optional": True} for number in range(4)]


def form(*items: dict[str, Any]) -> Definition:
    stages = [{"id": "fill", "by": "learner", "next": "done"}]
    asked = [{"by": "learner", "key": "k", **one} for one in items]
    return small(
        stages,
        asked,
        {"learner": {"who": "subject"}},
        scales={"two": {"kind": "ordinal", "levels": LEVELS}},
    )


def fits(one: Definition, answers: Any, complete: bool = True) -> bool:
    checked = validate_answers(
        one,
        stage="fill",
        role="learner",
        answers=answers,
        context=CONTEXT,
        today=NOW.date(),
        complete=complete,
    )
    return checked.ok


def is_safe(old: Definition, new: Definition) -> bool:
    found = diff(old, new)
    return not found.careful and not found.refused


def _picked(number: int) -> list[str]:
    return [f"area/a{one}" for one in range(number)]


def _things(number: int) -> list[dict[str, str]]:
    return [{"kind": "goal", "id": str(one)} for one in range(number)]


def _judged(number: int) -> dict[str, Any]:
    return {f"r{one}": {"v": 1} for one in range(number)}


Answers = Callable[[int], Any]
BOUNDS: dict[str, tuple[dict[str, Any], str, list[int | None], Answers, list[int]]] = {
    "text max": (
        {"type": "text"},
        "max",
        [None, 50, 10_000, 20_000],
        "x".__mul__,
        [50, 10_000, 20_000],
    ),
    "text min": ({"type": "text"}, "min", [None, 0, 5], "x".__mul__, [1, 5]),
    "number max": ({"type": "number"}, "max", [None, 5, 7], int, [5, 7, 8]),
    "number min": ({"type": "number"}, "min", [None, 0, 5], int, [-1, 0, 5]),
    "decimals": (
        {"type": "number"},
        "decimals",
        [None, 0, 1, 2],
        lambda digits: round(1.2345, digits),
        [0, 1, 2],
    ),
    "choice max": (
        {"type": "choice", "many": True, "options": OPTIONS},
        "max",
        [None, 2, 3],
        lambda number: [one["value"] for one in OPTIONS[:number]],
        [2, 3, 4],
    ),
    "choice min": (
        {"type": "choice", "many": True, "options": OPTIONS},
        "min",
        [None, 0, 2],
        lambda number: [one["value"] for one in OPTIONS[:number]],
        [1, 2],
    ),
    "rows that are judged": (
        {"type": "rubric", "scale": "two", "rows": ROWS, "required": True},
        "least",
        [None, 0, 2],
        _judged,
        [1, 2],
    ),
    "list max": (
        {"type": "repeat", "items": [TEXT]},
        "max",
        [None, 40, 50, 60],
        lambda number: [{"_id": str(one)} for one in range(number)],
        [40, 50, 60],
    ),
    "list min": (
        {"type": "repeat", "items": [TEXT]},
        "min",
        [None, 0, 2],
        lambda number: [{"_id": str(one)} for one in range(number)],
        [0, 1, 2],
    ),
    "files": ({"type": "file"}, "max", [None, 1, 5], lambda many: list("abcdef"[:many]), [1, 5]),
    "outcomes": (
        {"type": "outcome", "framework": "area", "many": True},
        "max",
        [None, 5, 10, 15],
        _picked,
        [5, 10, 15],
    ),
    "things": (
        {"type": "ref", "to": ["goal"], "many": True},
        "max",
        [None, 10, 20, 25],
        _things,
        [10, 20, 25],
    ),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_bound_is_moved_unseen_only_where_all_that_fitted_fits(name: str):
    """Where a bound is left out that of the type holds, which may be the tighter one."""
    item, bound, values, answer, sizes = BOUNDS[name]
    forms = [form(item if one is None else {**item, bound: one}) for one in values]
    for old, new in itertools.permutations(forms, 2):
        answers = [{"k": answer(size)} for size in sizes]
        still_fit = all(fits(new, one) for one in answers if fits(old, one))
        assert is_safe(old, new) == still_fit, (old.document["items"], new.document["items"])


OPEN = {"type": "yesno", "key": "open"}
NEVER = {"eq": [1, 2]}
OWN = {"type": "text", "show": {"get": "open"}}


def _in_section(inner: dict[str, Any], **section: Any) -> dict[str, Any]:
    inner = {"key": "k", "label": WORDS, **inner}
    return {"type": "section", "key": "page", "items": [inner], **section}


@pytest.mark.parametrize("inner", [{"type": "text"}, OWN])
def test_a_question_that_comes_into_a_section_with_a_rule_is_the_authors_choice(
    inner: dict[str, Any],
):
    old = form(OPEN, inner)
    assert is_safe(old, form(OPEN, _in_section(inner)))
    hidden = form(OPEN, _in_section(inner, show=NEVER))
    assert not is_safe(old, hidden)
    assert not is_safe(form(OPEN, _in_section(inner, show={"get": "open"})), hidden)


def test_a_required_question_that_leaves_a_section_with_a_rule_is_the_authors_choice():
    needed = OWN | {"required": True}
    hidden = form(OPEN, _in_section(needed, show={"answered": {"get": "open"}}))
    assert not is_safe(hidden, form(OPEN, _in_section(needed)))
