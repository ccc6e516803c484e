"""A form of 250 items of every common type, answers to it, and the same as a marshmallow schema."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate

ITEMS = 250
TYPES = ("number", "text", "scale", "choice", "yesno")
WORDS = {"en": "Question", "nl": "Vraag"}
LEVELS = 5


def document(key: str) -> dict[str, Any]:
    """`form/1`: one stage, filled by the learner."""
    scale = [{"value": value, "label": WORDS} for value in range(1, LEVELS + 1)]
    return {
        "format": "form/1",
        "key": key,
        "languages": ["en", "nl"],
        "title": {"en": "A large form", "nl": "Een groot formulier"},
        "scales": {"steps": {"kind": "ordinal", "levels": scale}},
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "fill", "by": ["learner"], "next": "done"}],
        "items": [_item(number) for number in range(ITEMS)],
    }


def _item(number: int) -> dict[str, Any]:
    kind = TYPES[number % len(TYPES)]
    item: dict[str, Any] = {"type": kind, "key": f"q{number}", "by": "learner", "label": WORDS}
    item["required"] = True
    if kind == "number":
        item |= {"min": 0, "max": 1_000_000}
    elif kind == "text":
        item |= {"max": 200}
    elif kind == "scale":
        item |= {"scale": "steps"}
    elif kind == "choice":
        item["options"] = [{"value": value, "label": WORDS} for value in "abc"]
    return item


def answers(number: int) -> dict[str, Any]:
    """A full set of answers; no two numbers give the same."""
    one_of = {
        "number": number % 1_000_000,
        "text": f"Number {number}: asked on, listened, and summed up at the end.",
        "scale": 1 + number % LEVELS,
        "choice": "abc"[number % 3],
        "yesno": number % 2 == 0,
    }
    return {f"q{at}": one_of[TYPES[at % len(TYPES)]] for at in range(ITEMS)}


def schema() -> ma.Schema:
    """One typed, range-checked field per item, built once."""
    kinds = {
        "number": lambda: ma.fields.Integer(strict=True, validate=validate.Range(0, 1_000_000)),
        "text": lambda: ma.fields.String(validate=validate.Length(max=200)),
        "scale": lambda: ma.fields.Integer(strict=True, validate=validate.Range(1, LEVELS)),
        "choice": lambda: ma.fields.String(validate=validate.OneOf("abc")),
        "yesno": lambda: ma.fields.Boolean(),
    }
    fields = {f"q{at}": kinds[TYPES[at % len(TYPES)]]() for at in range(ITEMS)}
    return ma.Schema.from_dict(fields)()
