"""Dates whose bounds are other dates of the form."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from libs.formengine.answers.facts import Facts, RowFacts
from libs.formengine.items import Date, Item
from libs.formengine.shapes.fields import is_day


def bounded(item: Item, facts: Facts | RowFacts) -> Item:
    """The item with its bounds as they are now; without one where that other date is not known."""
    if not isinstance(item, Date) or not item.named_days:
        return item
    return dataclasses.replace(item, min=_known(item.min, facts), max=_known(item.max, facts))


def _known(bound: str | Mapping[str, Any] | None, facts: Facts | RowFacts) -> str | None:
    if not isinstance(bound, Mapping):
        return bound
    found = facts.value(bound)
    return found if is_day(found) else None
