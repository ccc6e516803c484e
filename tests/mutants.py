"""Documents with something wrong in them, as authors, programs and attackers make them."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

WORDS = ["", "ask", "learner", "done", "x@1", "today", "2026-02-30", "$about", "a/b", "é" * 70]
NUMBERS = [0, 1, -1, 3, 0.1, -0.0, 1e12, 1e308, 10**15, 10**400, float("nan"), float("inf")]
OPERATIONS = ["get", "and", "not", "if", "eq", "lt", "add", "div", "median", "count", "days"]
NAMES = [*OPERATIONS, "key", "id", "type", "nl", "v", "na", "_id", "at_least", "comment", "items"]


class Mutator:
    """Breaks JSON in the ways authors, programs and attackers do."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def junk(self, depth: int = 0) -> Any:
        pick = self.dice.random()
        if depth > 3 or pick < 0.5:
            return self.dice.choice([None, True, False, *WORDS, *NUMBERS])
        if pick < 0.75:
            return [self.junk(depth + 1) for _ in range(self.dice.randrange(3))]
        return {self.dice.choice(NAMES): self.junk(depth + 1) for _ in range(2)}

    def huge(self) -> Any:
        """Too deep, too long, too wide or too costly."""
        pick = self.dice.randrange(4)
        if pick == 0:
            deep: Any = {"get": "x"}
            for _ in range(self.dice.choice([13, 41, 3_000])):
                deep = {"not": deep}
            return deep
        if pick == 1:
            return "x" * self.dice.choice([501, 60_000])
        if pick == 2:
            return [self.junk(3)] * self.dice.choice([101, 20_000])
        return {"and": [{"answered": {"get": "strong"}}] * 50}

    def broken(self, whole: Any) -> Any:
        """A copy of a JSON document with one to four things wrong."""
        broken = copy.deepcopy(whole)
        for _ in range(self.dice.randint(1, 4)):
            spots = list(_spots(broken))
            if not spots:
                return self.junk()
            self._break(*self.dice.choice(spots), spots)
        spots = list(_spots(broken))
        if spots and self.dice.random() < 0.08:
            holder, key = self.dice.choice(spots)
            holder[key] = self.huge()
        if isinstance(broken, dict) and "stages" in broken and self.dice.random() < 0.04:
            scores = broken.get("computed")
            broken["computed"] = (scores if isinstance(scores, dict) else {}) | self.costly()
        return broken

    def costly(self) -> dict[str, Any]:
        """Scores of a few words each that use each other: to their end lead millions of ways."""
        scores: dict[str, Any] = {"c0": {"add": [1, 1]}}
        for level in range(1, 8):
            scores[f"c{level}"] = {"add": [{"get": f"c{level - 1}"}] * self.dice.choice([2, 50])}
        return scores

    def _break(self, holder: Any, key: Any, spots: list[tuple[Any, Any]]) -> None:
        pick = self.dice.random()
        if pick < 0.25:
            del holder[key]
        elif pick < 0.5:
            holder[key] = self.junk()
        elif pick < 0.75:
            other, name = self.dice.choice(spots)
            holder[key] = copy.deepcopy(other[name])
        elif pick < 0.85 and isinstance(holder, list):
            holder.insert(0, copy.deepcopy(holder[key]))
        else:
            holder[key] = _near(holder[key], self.dice)


def _spots(whole: Any) -> Iterator[tuple[Any, Any]]:
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        pairs = list(part.items() if isinstance(part, dict) else enumerate(part))
        for key, inner in pairs:
            yield part, key
            if isinstance(inner, dict | list) and inner:
                waiting.append(inner)


def _near(value: Any, dice: random.Random) -> Any:
    """A value a little off: the mistakes that look right."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + dice.choice([-1, 1]) if isinstance(value, int) else value / 2
    if isinstance(value, str):
        return dice.choice([value + "x", value[:-1], value.upper(), [value], {"nl": value}])
    if isinstance(value, list):
        return value[::-1] or None
    return [value]


def as_sent(mutant: Any) -> Any:
    """A mutant as a program's JSON brings it; None for one nested too deep to be written."""
    try:
        return json.loads(json.dumps(mutant))
    except RecursionError:
        return None
