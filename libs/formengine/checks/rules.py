"""Every rule in its place: sound, about fields that exist and are known by then, no circles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.checks import known_names, on_scale
from libs.formengine.fieldkinds import FieldKinds
from libs.formengine.items import Item
from libs.formengine.model import Definition
from libs.formengine.problems import Problem
from libs.formengine.rules import check, infer, paths, shape_problems

Placed = tuple[str, Any, str | None, FieldKinds]


# Bounds the recursion of evaluation: each link may nest MAX_DEPTH operations.
MAX_CHAIN = 8


def problems(definition: Definition) -> list[Problem]:
    """Shapes first, then circles, then fields and types: each needs the one before to be sound."""
    found = frozen_problems(definition) or list(_circles(_all_waiting(definition)))
    found = found or _types(definition)
    if not found:
        found += _future(definition)
        found += _words_emitted(definition)
        found += on_scale.problems(definition)
        found += known_names.problems(definition)
    return found


def frozen_problems(definition: Definition) -> list[Problem]:
    """Rules of no sound shape, too long or deep, or in a circle: one might never end."""
    return _shapes(definition) or list(_circles(_waiting(definition)))


def _shapes(definition: Definition) -> list[Problem]:
    return [
        Problem(path, one.code, one.params)
        for path, rule, _, _ in placed(definition)
        for one in shape_problems(rule)
    ]


def _types(definition: Definition) -> list[Problem]:
    found = []
    for path, rule, expects, fields in placed(definition):
        wrong = check(rule, fields, expects=expects)
        found += [Problem(path, one.code, one.params) for one in wrong]
    return found


def ordinal_paths(definition: Definition) -> frozenset[str]:
    """The paths in this definition's rules whose values are steps of an ordinal scale."""
    found = set()
    for _, rule, _, fields in placed(definition):
        for path in paths(rule):
            kind = fields(path)
            if kind and kind.name == "ordinal":
                found.add(path)
    return frozenset(found)


def placed(definition: Definition) -> Iterator[Placed]:
    fields = FieldKinds(definition)
    for item in definition.all_items():
        yield from _of_item(item, f"items/{item.key}", fields)
        if isinstance(item, kinds.Repeat):
            inside = FieldKinds(definition, {inner.key: inner for inner in item.items})
            for inner in item.items:
                yield from _of_item(inner, f"items/{item.key}/{inner.key}", inside)
    for name, rule in definition.computed.items():
        yield f"computed/{name}", rule, None, fields
    for stage in definition.stages:
        if stage.when is not None:
            yield f"stages/{stage.id}", stage.when, "yesno", fields
        if stage.cycle:
            yield f"stages/{stage.id}", stage.cycle.when, "yesno", fields
    yield from _of_emissions(definition, fields)


def _of_item(item: Item, path: str, fields: FieldKinds) -> Iterator[Placed]:
    if item.show is not None:
        yield path, item.show, "yesno", fields
    if item.required is not None:
        yield path, item.required, "yesno", fields
    for rule in item.named_days.values() if isinstance(item, kinds.Date) else ():
        yield path, rule, "date", fields


def _of_emissions(definition: Definition, fields: FieldKinds) -> Iterator[Placed]:
    for declared in definition.emit:
        row = definition.by_key.get(declared.each or "")
        inside = fields
        if isinstance(row, kinds.Repeat):
            inside = FieldKinds(definition, {inner.key: inner for inner in row.items})
        path = f"emit/{declared.key}"
        if declared.when is not None:
            yield path, declared.when, "yesno", inside
        if declared.value is not None:
            yield path, declared.value, "number", inside
        for name, rule in declared.fields.items():
            yield f"{path}/{name}", rule, known_names.expected(declared, name), inside


def _waiting(definition: Definition) -> dict[str, set[str]]:
    """Scores and items, each with the others that it waits for."""
    needs = {
        f"computed/{name}": _needed(definition, rule) for name, rule in definition.computed.items()
    }
    for item in definition.all_items():
        if item.show is not None:
            needs[f"items/{item.key}"] = _needed(definition, item.show)
    return needs


def _all_waiting(definition: Definition) -> dict[str, set[str]]:
    """The same with the sections around items, and with the items of lists."""
    needs = _waiting(definition)
    for item in definition.all_items():
        for rule in item.conditions:
            needs.setdefault(f"items/{item.key}", set()).update(_needed(definition, rule))
        if isinstance(item, kinds.Repeat):
            needs |= _waiting_in_rows(definition, item)
    return needs


def _waiting_in_rows(definition: Definition, item: kinds.Repeat) -> dict[str, set[str]]:
    return {
        f"items/{item.key}/{inner.key}": _needed(definition, rule, item)
        for inner in item.items
        for rule in inner.conditions
    }


def _circles(needs: dict[str, set[str]]) -> Iterator[Problem]:
    """Showing and computing may not wait for each other, nor for too long a chain of others.

    Settles everything that waits for nothing unsettled, round after round; the number of rounds
    is the length of the longest chain.
    """
    for _ in range(MAX_CHAIN):
        needs = {
            name: wanted
            for name, wanted in needs.items()
            if any(other in needs for other in wanted)
        }
    for name in sorted(needs):
        yield Problem(name, "rule.circle", {"most": MAX_CHAIN})


def _needed(definition: Definition, rule: Any, row: kinds.Repeat | None = None) -> set[str]:
    """What a rule waits for; in a `row` its own items come first."""
    inside = {inner.key for inner in row.items} if row else set()
    found = set()
    for path in paths(rule):
        head, *others = path.split(".")
        if row and head in inside:
            found.add(f"items/{row.key}/{head}")
            continue
        if len(others) == 2:
            found.add(f"items/{head}/{others[1]}")
        found.add(f"computed/{head}" if head in definition.computed else f"items/{head}")
    return found


def _future(definition: Definition) -> Iterator[Problem]:
    """A stage's condition is asked when the path gets there: it may only look back."""
    for stage in definition.stages:
        earlier = {one.id for one in definition.stages if stage.id in definition.later(one.id)}
        if stage.when is not None:
            yield from _unknown_yet(definition, stage.id, stage.when, earlier)
        if stage.cycle:
            yield from _unknown_yet(definition, stage.id, stage.cycle.when, earlier | {stage.id})


def _unknown_yet(
    definition: Definition, stage_id: str, rule: Any, known: set[str]
) -> Iterator[Problem]:
    for path in sorted(set(paths(rule))):
        head, _, rest = path.partition(".")
        item = definition.by_key.get(head)
        stages = {head} if head in definition.by_stage else set()
        if item:
            stages = {s for role in definition.roles for s in definition.stages_of(item, role)}
        if stages and not stages & known:
            yield Problem(f"stages/{stage_id}", "rule.not_yet", {"field": path})


_WORDS = ("text", "thing")


def _words_emitted(definition: Definition) -> Iterator[Problem]:
    """Emitted fields hold codes, numbers, dates and yes/no; words stay in the record."""
    for path, rule, _, fields in _of_emissions(definition, FieldKinds(definition)):
        kind = None if shape_problems(rule) else infer(rule, fields)
        if path.count("/") == 2 and kind and kind.name in _WORDS:
            yield Problem(path, "emit.words", {})
