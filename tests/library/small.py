"""A form of a few lines, for a test that is about its path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from libs.formengine import Definition, parse

WORDS = {"en": "x"}
LEVELS = [{"value": value, "label": {"en": str(value)}} for value in (1, 2, 3)]
ASSESSOR = {"who": "invited", "min": 1, "max": 3, "external": True, "auth": ["account", "link"]}


def small(
    stages: Sequence[Mapping[str, Any]],
    items: Sequence[Mapping[str, Any]],
    roles: Mapping[str, Any] | None = None,
    **more: Any,
) -> Definition:
    """A form with a learner and, without `roles`, assessors; with one scale, `sup`."""
    return parse(
        {
            "format": "form/1",
            "key": "small",
            "languages": ["en"],
            "title": WORDS,
            "frameworks": {"area": "gp-areas@2023"},
            "scales": {"sup": {"kind": "ordinal", "levels": LEVELS}},
            "roles": {"learner": {"who": "subject"}, **(roles or {"assessor": ASSESSOR})},
            "stages": list(stages),
            "items": [{"label": WORDS, **one} for one in items],
            "stakes": "low",
            **more,
        }
    )
