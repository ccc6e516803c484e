"""What a rating or a text is called: labels out of the definition it was given on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libs.formengine import Definition
from libs.formengine.items import Checklist, Judgement, Rubric
from libs.formengine.rules import taken


def item_label(form: Definition, item: str, row: str | None = None) -> dict[str, str]:
    """The wording of an item or of one of its rows, {language: text}; empty when unknown."""
    found = form.by_key.get(item)
    if found is None:
        return _score_label(form, item)
    if row and isinstance(found, Rubric | Checklist):
        for one in found.rows:
            if one.key == row:
                return dict(one.label)
    return dict(found.label)


def _score_label(form: Definition, key: str) -> dict[str, str]:
    """What a form calls the score that it gives under a key, where it has words for it."""
    for one in form.emit:
        path = taken(one.value)
        if one.key == key and path in form.names:
            return dict(form.names[path]["label"])
    return {}


def rating(
    form: Definition, *, item: str, row: str | None, value: float | None, scale_name: str
) -> dict[str, Any]:
    """A rating with its label, and its value as a level of its own scale."""
    found = form.by_key.get(item)
    scale = form.scales.get(
        found.scale if isinstance(found, Judgement | Rubric) else _scale_of(form, item)
    )
    level = next((one for one in scale.levels if one.value == value), None) if scale else None
    return {
        "item": item,
        "row": row,
        "label": item_label(form, item, row),
        "value": value,
        "level": dict(level.label) if level else None,
        "scale": scale_name,
        "max": max(scale.values) if scale else None,
    }


def _scale_of(form: Definition, key: str) -> str:
    """The scale on which a form gives a score under a key."""
    return next((one.scale for one in form.emit if one.key == key and one.scale), "")


def text_of(answers: Mapping[str, Any], item: str, row: str | None) -> str:
    """The narrative behind an answer: the text itself, or the comment beside a judgement."""
    given = answers.get(item)
    if row and isinstance(given, Mapping):
        given = given.get(row)
    if isinstance(given, Mapping):
        given = given.get("comment")
    return given.strip() if isinstance(given, str) else ""
