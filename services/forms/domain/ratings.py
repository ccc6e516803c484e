"""Which ratings of a form can count for a level that a programme asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libs import formengine


def ratings(form: Mapping[str, Any]) -> list[formengine.Rating]:
    """Those on versioned scales, for a level means something on those only."""
    try:
        found = formengine.ratings(formengine.read_frozen(form))
    except formengine.DefinitionError:
        return []  # It cannot be opened at all.
    return [one for one in found if "@" in one.scale]
