"""Answers of hidden items: a draft keeps them, nobody reads them and no Send takes them along.

A question whose rule, or whose section's, does not hold is not asked, so what stands under it is no
answer: it was chosen before another answer hid the question, it was never checked, and its author
no longer sees it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.answers.facts import ByStage, Facts, RowFacts
from libs.formengine.contribution import Contribution
from libs.formengine.items import Item
from libs.formengine.model import Definition


def without_hidden(
    items: Iterable[Item], facts: Facts | RowFacts, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers but for those of hidden items, inside rows too; never raises.

    Answers no item explains stay: whether they were asked is not known here.
    """
    kept = dict(answers)
    for item in items:
        if item.key not in kept:
            continue
        if not facts.is_shown(item):
            del kept[item.key]
        elif isinstance(item, kinds.Repeat) and isinstance(kept[item.key], list):
            kept[item.key] = [_row(item, facts, row) for row in kept[item.key]]
    return kept


def _row(item: kinds.Repeat, facts: Facts | RowFacts, row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    outer = facts.outer if isinstance(facts, RowFacts) else facts
    inside = RowFacts(row, {inner.key: inner for inner in item.items}, outer)
    return without_hidden(item.items, inside, row)


def shown(
    definition: Definition,
    one: Contribution,
    by_stage: ByStage,
    context: Mapping[str, Any] | None,
) -> Contribution:
    """A contribution as anybody may read it at most.

    `by_stage`: answers of all stages. Those of its own stage do not decide what it was asked: its
    author did not know them.
    """
    items = definition.fillable(one.stage, one.role)
    if not any(_may_hide(item) for item in items if item.key in one.answers):
        return one
    others = {name: given for name, given in by_stage.items() if name != one.stage}
    facts = Facts(
        definition,
        own=one.answers,
        stage=one.stage,
        role=one.role,
        by_stage=others,
        context=context,
    )
    return dataclasses.replace(one, answers=without_hidden(items, facts, one.answers))


def _may_hide(item: Item) -> bool:
    inner = item.items if isinstance(item, kinds.Repeat) else ()
    return any(one.conditions for one in (item, *inner))
