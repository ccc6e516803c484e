"""The ratings that a form asks of somebody else than the learner, and what the form calls them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from libs.formengine import items as kinds
from libs.formengine.model import Definition, Emit
from libs.formengine.rules import taken
from libs.formengine.wording import Wording


class Rating(NamedTuple):
    """`item`: what its data points are known by; `scale`: as the form names it; `label`: the words
    of its question, empty where it is worked out of several."""

    item: str
    scale: str
    label: Wording


def ratings(definition: Definition) -> list[Rating]:
    """In the order of the form; what it declares beside its questions comes last."""
    return [*_judged(definition), *_declared(definition)]


def _judged(definition: Definition) -> Iterator[Rating]:
    for item in definition.all_items():
        if isinstance(item, kinds.Judgement | kinds.Rubric):
            rows = item.rows if isinstance(item, kinds.Rubric) else ()
            is_bound = bool(item.outcomes) or any(row.outcomes for row in rows)
            others = {role for _, role in definition.fillers(item.key)} - {definition.subject}
            if item.emits and is_bound and others:
                yield Rating(item.key, item.scale, item.label)


def _declared(definition: Definition) -> Iterator[Rating]:
    for declared in definition.emit:
        if declared.kind == "point" and declared.scale:
            known_by = next(iter(declared.texts.values()), declared.each or declared.key)
            yield Rating(known_by, declared.scale, _words_of(definition, declared))


def _words_of(definition: Definition, declared: Emit) -> Wording:
    """Of the question that is named, else of the one whose answer is taken as it is."""
    asked = [next(iter(declared.texts.values()), declared.each), taken(declared.value)]
    found = (definition.by_key.get(key) for key in asked if key)
    return next((item.label for item in found if item is not None), {})
