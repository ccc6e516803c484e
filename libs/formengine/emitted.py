"""What comes out of a record, as the portfolio is told it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """A node of a framework version: `gp-areas`, 2023, `medical`."""

    framework: str
    version: int
    code: str


@dataclasses.dataclass(frozen=True, slots=True)
class Emission:
    """One fact for the portfolio.

    `kind`: point, narrative, goal, registration, flag or decision. A point has a value, its scale
    and version; a narrative says where a text is (`item`, `row`), never the text. `fields` of the
    declared kinds hold numbers, codes, dates and yes/no; `texts` name the items that hold words.
    `contribution_id` is None for what an anonymous round gives: it belongs to nobody.
    `row` is a rubric's row key or the `_id` of a repeat's row.
    """

    kind: str
    key: str
    stage: str
    contribution_id: str | None
    item: str | None
    row: str | None
    outcome: Outcome | None
    value: float | None
    scale: str | None
    scale_version: int | None
    stakes: str
    role: str
    group: str | None
    encounter_date: dt.date | None
    revision: int
    see: tuple[str, ...] | None
    n: int | None = 1
    fields: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
