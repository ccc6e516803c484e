"""How much work a form asks for each time it is filled in, read or checked.

Each rule has its own bounds, and so has each list, but they multiply: what stands in a row is asked
for each row, and may count over all of them each time. So does who fills in what, and where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.items import Item
from libs.formengine.model import Definition, Stage
from libs.formengine.problems import Problem
from libs.formengine.rules.shape import arguments
from libs.formengine.scores import behind

# Steps of all rules together with every list at its longest: a quarter of a second. No form of the
# library asks for a thousandth of it; a question in a list of 200 rows that counts over all of them
# asks for a sixth.
MOST_STEPS = 250_000
# Items times the stages and roles that fill them in; no form of the library has more than 25.
MOST_FILLED = 10_000
# How many people fill a stage in where the role does not say.
PEOPLE = 50

Place = tuple[str, Any, kinds.Repeat | None]  # Where a rule stands, and the list it is asked in.


def problems(definition: Definition) -> Iterator[Problem]:
    """Told where most of the work is. Rules are sound by now."""
    filled = {item.key: len(definition.fillers(item.key)) for item in definition.all_items()}
    if sum(filled.values()) > MOST_FILLED:
        most = max(filled, key=lambda key: filled[key])
        yield Problem(f"items/{most}", "item.many_fillers", {"most": MOST_FILLED})
    steps: dict[str, int] = {}
    for where, rule, row in _places(definition):
        steps[where] = steps.get(where, 0) + _steps(definition, rule, row)
    if sum(steps.values()) > MOST_STEPS:
        yield Problem(max(steps, key=lambda where: steps[where]), "rule.costly", {})


def _places(definition: Definition) -> Iterator[Place]:
    for item in definition.all_items():
        for rule in _conditions(item):
            yield f"items/{item.key}", rule, None
        if isinstance(item, kinds.Repeat):
            for inner in item.items:
                for rule in _conditions(inner):
                    yield f"items/{item.key}/{inner.key}", rule, item
    for name, rule in definition.computed.items():
        yield f"computed/{name}", rule, None
    for declared in definition.emit:
        row = definition.by_key.get(declared.each or "")
        for rule in (declared.when, declared.value, *declared.fields.values()):
            yield f"emit/{declared.key}", rule, row if isinstance(row, kinds.Repeat) else None


def _conditions(item: Item) -> tuple[Any, ...]:
    return (*item.conditions, item.required)


def _steps(definition: Definition, rule: Any, row: kinds.Repeat | None) -> int:
    """The parts of a rule, each answer that one of them goes through, in each row."""
    own = {inner.key for inner in row.items} if row else set()
    steps, waiting = 0, [rule]
    while waiting:
        node = waiting.pop()
        steps += 1
        if isinstance(node, dict):
            operation, given = arguments(node)
            if operation != "get":
                waiting += given
            elif given[0].partition(".")[0] not in own:
                steps += _length(definition, given[0])
    return steps * (row.max if row else 1)


def _length(definition: Definition, path: str) -> int:
    """How many answers may stand behind a path."""
    named, item = behind(definition, path)
    each = 1
    if isinstance(item, kinds.Repeat):
        each = item.max
    elif isinstance(item, kinds.Rubric) and path.endswith(".*"):
        each = len(item.rows)
    if named is None or item is None:
        return each
    people = sum(
        _people(definition, stage, role)
        for stage, role in definition.fillers(item.key)
        if stage.id == named
    )
    return each * max(people, 1)


def _people(definition: Definition, stage: Stage, role: str) -> int:
    return 1 if stage.mode == "one" else definition.roles[role].max or PEOPLE
