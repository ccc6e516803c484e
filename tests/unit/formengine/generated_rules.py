"""Rules and answers by the thousand, from a seed: mostly sensible ones, some of them nonsense."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

ORDINAL = ("trust", "skills.*")
WORDS = ("ward", "home", "", " ", "één", "2026-3-1", "2026-02-30", "0000-01-01", "other")
NUMBERS = (0, 1, -1, 2, 3, 7, 0.5, -2.5, 1.005, 2.345, 1e-9, 1e12, 1e300, 1.5e300, -0.0, 0.1, 1 / 3)
PATHS: dict[str, str] = {
    "trust": "number",
    "mark": "number",
    "far": "number",
    "skills.*": "numbers",
    "marks": "numbers",
    "seen_on": "date",
    "due_on": "date",
    "concern": "yesno",
    "agrees": "yesno",
    "setting": "text",
    "places": "texts",
    "assess.setting": "texts",
    "context.place": "text",
    "nothing": "null",
}
Dice = random.Random


def case(dice: Dice) -> dict[str, Any]:
    """One rule with the answers it reads; one in eight asks for trouble somewhere."""
    wild = 0.15 if dice.random() < 1 / 8 else 0.0
    kind = dice.choice(("yesno", "yesno", "number", "number", "date", "text", "numbers"))
    return {
        "rule": rule(dice, kind, dice.randint(1, 6), wild),
        "answers": {path: answer(dice, of, wild) for path, of in PATHS.items()},
        "ordinal": [path for path in ORDINAL if dice.random() < 0.7],
    }


def answer(dice: Dice, kind: str, wild: float = 0.0) -> Any:
    """What may stand behind a path; now and then nothing, or something of another kind."""
    if dice.random() < wild:
        return dice.choice((None, True, "x", 3, [], [[1]], {"v": 3}, [1, "2", None]))
    if kind == "null" or dice.random() < 0.12:
        return None
    if kind in ("numbers", "texts"):
        inner = "number" if kind == "numbers" else "text"
        return [answer(dice, inner, wild) for _ in range(dice.randint(0, 6))]
    return literal(dice, kind)


def literal(dice: Dice, kind: str) -> Any:
    if kind == "yesno":
        return dice.random() < 0.5
    if kind == "date":
        return f"20{dice.randint(20, 30)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    if kind == "text":
        return dice.choice(WORDS)
    some = (dice.choice(NUMBERS), dice.randint(-20, 20), dice.randint(1, 5), dice.uniform(-50, 50))
    return dice.choice(some)


def rule(dice: Dice, kind: str, depth: int, wild: float) -> Any:
    """A rule that gives this kind of value, at most so deep."""
    if dice.random() < wild:
        return nonsense(dice, depth)
    if depth <= 0 or dice.random() < 0.12:
        return leaf(dice, kind)
    made = dice.choice((*MAKERS[kind], either))
    return made(dice, kind, lambda other: rule(dice, other, depth - 1, wild))


def leaf(dice: Dice, kind: str) -> Any:
    known = [path for path, of in PATHS.items() if of == kind] + ["nothing"]
    if kind in ("numbers", "texts") or dice.random() < 0.7:
        return {"get": dice.choice(known)}
    return literal(dice, kind)


def nonsense(dice: Dice, depth: int) -> Any:
    """What the check refuses, or what does not fit where it stands."""
    deep: Any = True
    for _ in range(14):
        deep = {"not": deep}
    inner = rule(dice, dice.choice(("number", "yesno", "text", "date", "numbers")), depth - 1, 0)
    return dice.choice(
        (
            inner,
            {"round": [inner, dice.choice((-324, -1, 6, 7, 309, 0.5, "2", None))]},
            {"mean": [inner, dice.choice((-1, 0, 100, 101, 1.5, True))]},
            {"exec": [inner]},
            {"constructor": [inner]},
            {"eq": [inner]},
            {"if": [inner, 1]},
            {"get": 3},
            {"get": "__proto__"},
            {"and": []},
            {"eq": [1, 1], "ne": [1, 1]},
            {},
            [inner],
            deep,
        )
    )


Inner = Callable[[str], Any]


def either(dice: Dice, kind: str, inner: Inner) -> Any:
    return {"if": [inner("yesno"), inner(kind), inner(kind)]}


def compared(dice: Dice, kind: str, inner: Inner) -> Any:
    ordered = dice.random() < 0.6
    operation = dice.choice(("lt", "le", "gt", "ge") if ordered else ("eq", "ne"))
    of = dice.choice(("number", "date") if ordered else ("number", "date", "text", "yesno"))
    return {operation: [inner(of), inner(of)]}


def joined(dice: Dice, kind: str, inner: Inner) -> Any:
    return {dice.choice(("and", "or")): [inner("yesno") for _ in range(dice.randint(1, 3))]}


def told(dice: Dice, kind: str, inner: Inner) -> Any:
    some = dice.choice(("number", "date", "text", "yesno", "numbers", "texts"))
    listed = dice.choice((("numbers", "number"), ("texts", "text")))
    return dice.choice(
        (
            {"not": inner("yesno")},
            {"answered": inner(some)},
            {"has": [inner(listed[0]), inner(listed[1])]},
        )
    )


def calculated(dice: Dice, kind: str, inner: Inner) -> Any:
    many = dice.choice(("add", "mul"))
    return dice.choice(
        (
            {many: [inner("number") for _ in range(dice.randint(2, 4))]},
            {dice.choice(("sub", "div")): [inner("number"), inner("number")]},
            {"round": [inner("number"), dice.randint(0, 6)]},
            {"round": inner("number")},
            {"days": [inner("date"), inner("date")]},
        )
    )


def gathered(dice: Dice, kind: str, inner: Inner) -> Any:
    operation = dice.choice(("sum", "mean", "median", "median", "min", "max"))
    fewest = [dice.randint(0, 4)] if dice.random() < 0.5 else []
    if dice.random() < 0.2:
        return {"count": [inner(dice.choice(("numbers", "texts")))]}
    return {operation: [inner("numbers"), *fewest]}


def listed(dice: Dice, kind: str, inner: Inner) -> Any:
    one = "number" if kind == "numbers" else "text"
    return {"list": [inner(one) for _ in range(dice.randint(0, 5))]}


MAKERS: dict[str, tuple[Callable[[Dice, str, Inner], Any], ...]] = {
    "yesno": (compared, joined, told),
    "number": (calculated, calculated, gathered, gathered),
    "numbers": (listed,),
    "texts": (listed,),
    "date": (),
    "text": (),
}
