"""A form with judgements on two scales, and rules over their steps that must be refused."""

from __future__ import annotations

from typing import Any


def get(name: str) -> dict[str, str]:
    return {"get": name}


def scale(*names: str) -> dict[str, Any]:
    levels = [{"value": n, "label": {"en": name}} for n, name in enumerate(names, start=1)]
    return {"kind": "ordinal", "levels": levels}


def two_scales(rule: Any) -> dict[str, Any]:
    """A form with judgements `trust` and `skill` on scales of their own, and one rule."""
    return {
        "format": "form/1",
        "key": "two-scales",
        "languages": ["en"],
        "title": {"en": "Two scales"},
        "scales": {"sup": scale("I do it", "I watch", "Alone"), "exp": scale("Low", "High")},
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "fill", "by": ["learner"], "next": "done"}],
        "items": [
            {"type": "scale", "key": key, "by": "learner", "label": {"en": key}, "scale": name}
            for key, name in (("trust", "sup"), ("again", "sup"), ("skill", "exp"))
        ],
        "computed": {"score": rule},
    }


def adding_steps() -> list[Any]:
    """Steps added up or averaged, openly or behind a number that goes before them."""
    both = [get("trust"), get("again")]
    chosen = {"if": [False, 0, get("trust")]}
    return [
        {"mean": [{"list": both}]},
        {"sum": [{"list": both}]},
        {"mean": [{"list": [0, *both]}]},
        {"mean": [{"if": [False, {"list": [1]}, {"list": both}]}]},
        {"add": [chosen, chosen]},
        {"div": [{"max": [{"list": [0, *both]}]}, 2]},
    ]
