"""What a form fills in beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from libs.formengine.answers.reading import is_empty
from libs.formengine.answers.values import Checking
from libs.formengine.items import Item, Repeat
from libs.formengine.model import Definition

# Whether a day is too early or too late hangs on the day on which it is sent.
_OF_THE_DAY = frozenset({"too_early", "too_late"})


def filled_beforehand(definition: Definition, items: Iterable[Item]) -> dict[str, Any]:
    """The defaults of these items, but for those that the questions do not take: a frozen form
    may hold one of before that was checked."""
    return {
        item.key: item.default
        for item in items
        if not is_empty(item.default) and takes_default(definition, item)
    }


def takes_default(definition: Definition, item: Item) -> bool:
    """Whether the default of an item is an answer to it. A list has none: its rows have ids."""
    if isinstance(item, Repeat):
        return False
    checking = Checking(
        definition, today=dt.date(2000, 1, 1), complete=False, outcomes={}, attachments=None
    )
    return all(code in _OF_THE_DAY for _, code, _ in checking.faults(item, item.default))
