"""Which questions of a form give ratings on a scale that can count for a requirement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from libs import formengine
from libs.formengine import items as kinds


def ratings(form: Mapping[str, Any], scales: Collection[str]) -> frozenset[str]:
    """The items under which a form gives points on one of the scales, other than by the learner."""
    try:
        definition = formengine.read_frozen(form)
    except formengine.DefinitionError:
        return frozenset()  # It cannot be opened at all.
    return frozenset(_given(definition, scales))


def _given(definition: formengine.Definition, scales: Collection[str]) -> Iterator[str]:
    for item in definition.all_items():
        if isinstance(item, kinds.Judgement | kinds.Rubric) and item.scale in scales:
            rows = item.rows if isinstance(item, kinds.Rubric) else ()
            is_bound = bool(item.outcomes) or any(row.outcomes for row in rows)
            others = {role for _, role in definition.fillers(item.key)} - {definition.subject}
            if item.emits and is_bound and others:
                yield item.key
    for declared in definition.emit:
        if declared.kind == "point" and declared.scale in scales:
            yield next(iter(declared.texts.values()), declared.each or declared.key)
