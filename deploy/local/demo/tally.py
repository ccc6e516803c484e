"""How much of the stories took effect, and what was left out why."""

from __future__ import annotations

import dataclasses
from collections import Counter


class NeverOpened(Exception):
    """The story comes back to a record whose beginning was left out."""


@dataclasses.dataclass
class Tally:
    """How many moments took effect, and which were left out why."""

    told: int = 0
    left_out: Counter[str] = dataclasses.field(default_factory=Counter)
