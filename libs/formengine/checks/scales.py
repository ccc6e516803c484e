"""Scales and what stands on them; who fills each item; default answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.answers.defaults import takes_default
from libs.formengine.answers.reading import is_empty
from libs.formengine.items import Item
from libs.formengine.model import MOST_STEPS, Definition, Scale
from libs.formengine.problems import Problem


def problems(definition: Definition, loaded: Mapping[str, Any]) -> Iterator[Problem]:
    yield from frozen_problems(definition)
    for name, scale in definition.scales.items():
        yield from _scale_problems(name, scale, loaded["scales"][name])
    for item in definition.all_items():
        yield from _item_problems(definition, item, f"items/{item.key}")
        yield from _filler_problems(definition, item)


def frozen_problems(definition: Definition) -> Iterator[Problem]:
    """Scales that nobody could draw, and names in items of what is not there."""
    for name, scale in definition.scales.items():
        if not scale.min < scale.max or scale.step <= 0:
            yield Problem(f"scales/{name}", "scale.min_max", {})
        elif (scale.max - scale.min) / scale.step > MOST_STEPS:
            yield Problem(f"scales/{name}", "scale.fine", {})
    for item in definition.all_items():
        yield from _name_problems(definition, item, f"items/{item.key}")
        yield from _place_problems(definition, item)


def _scale_problems(name: str, scale: Scale, part: Mapping[str, Any]) -> Iterator[Problem]:
    path = f"scales/{name}"
    shared = "@" in name
    if shared and (part.get("key"), part.get("version")) != (scale.id, scale.version):
        yield Problem(path, "scale.shared", {"scale": name})
    values = [level.value for level in scale.levels]
    if len(set(values)) != len(values):
        yield Problem(path, "scale.twice", {})
    if scale.is_ordinal and not 2 <= len(values) <= 11:
        yield Problem(path, "scale.levels", {})
    if not values and scale.kind in ("interval", "points") and not {"min", "max"} <= set(part):
        yield Problem(path, "scale.bounds", {})
    if scale.kind == "vas" and (values or len(scale.ends) != 2):
        yield Problem(path, "scale.ends", {})


def _name_problems(definition: Definition, item: Item, path: str) -> Iterator[Problem]:
    if isinstance(item, kinds.Judgement | kinds.Rubric):
        scale = definition.scales.get(item.scale)
        if scale is None:
            code = "item.shared_scale" if "@" in item.scale else "item.no_scale"
            yield Problem(path, code, {"scale": item.scale})
        elif isinstance(item, kinds.Rubric) and scale.kind == "vas":
            yield Problem(path, "item.no_steps", {})
    elif isinstance(item, kinds.OutcomePick):
        if item.framework not in definition.frameworks:
            yield Problem(path, "item.framework", {"framework": item.framework})
    elif isinstance(item, kinds.Person):
        if item.role is not None and item.role not in definition.roles:
            yield Problem(path, "role.unknown", {"role": item.role})
    elif isinstance(item, kinds.Repeat):
        for inner in item.items:
            yield from _name_problems(definition, inner, f"{path}/{inner.key}")


def _item_problems(definition: Definition, item: Item, path: str) -> Iterator[Problem]:
    """What else is wrong with one item apart from who fills it and its rules."""
    if isinstance(item, kinds.Rubric):
        yield from _rubric_problems(definition, item, path)
    elif isinstance(item, kinds.Repeat):
        for inner in item.items:
            yield from _item_problems(definition, inner, f"{path}/{inner.key}")
        if item.row_title is not None and item.row_title not in {one.key for one in item.items}:
            yield Problem(path, "item.row_title", {"item": item.row_title})
    if isinstance(item, kinds.Checklist):
        for row in item.rows:
            if not 0 < row.weight <= 1000:
                yield Problem(f"{path}/{row.key}", "item.weight", {})
    least, most = _fixed(item, "min"), _fixed(item, "max")
    if least is not None and most is not None and least > most:
        yield Problem(path, "item.min_max", {})
    if isinstance(item, kinds.Date) and {"get": item.key} in item.named_days.values():
        yield Problem(path, "item.own_day", {})
    yield from _default_problems(definition, item, path)


def _fixed(item: Item, bound: str) -> Any:
    """A bound that is the same whenever the form is filled in; else None."""
    found = getattr(item, bound, None)
    return None if found == "today" or isinstance(found, Mapping) else found


def _rubric_problems(definition: Definition, item: kinds.Rubric, path: str) -> Iterator[Problem]:
    scale = definition.scales.get(item.scale)
    if scale is None:
        return
    values = {f"{value:g}" for value in scale.values}
    if item.least > len(item.rows):
        yield Problem(path, "item.min_max", {})
    for row in item.rows:
        for value in set(row.descriptors) - values:
            yield Problem(f"{path}/{row.key}", "item.descriptor", {"value": value})


def _default_problems(definition: Definition, item: Item, path: str) -> Iterator[Problem]:
    if is_empty(item.default) or item.type in kinds.CONTENT_ONLY:
        return
    is_named = getattr(item, "scale", "") in ("", *definition.scales)
    if isinstance(item, kinds.OutcomePick) and item.framework not in definition.frameworks:
        return
    if not is_named or not takes_default(definition, item):
        yield Problem(path, "item.default", {})


def _place_problems(definition: Definition, item: Item) -> Iterator[Problem]:
    """Who fills it, and where, as far as that is named and not there."""
    path = f"items/{item.key}"
    unknown = next((role for role in item.by if role not in definition.roles), None)
    if unknown is not None:
        yield Problem(path, "role.unknown", {"role": unknown})
        return
    nowhere = next((stage for stage in item.stage if stage not in definition.by_stage), None)
    if nowhere is not None:
        yield Problem(path, "stage.unknown", {"stage": nowhere})


def _filler_problems(definition: Definition, item: Item) -> Iterator[Problem]:
    path = f"items/{item.key}"
    if item.type in kinds.CONTENT_ONLY or any(_place_problems(definition, item)):
        return
    if not item.by and not item.stage:
        yield Problem(path, "item.nobody", {})
    for role in item.by:
        if not definition.stages_of(item, role):
            yield Problem(path, "item.no_stage", {"role": role})
    for stage in item.stage:
        if item.by and not set(item.by) & set(definition.stage(stage).by):
            yield Problem(path, "item.no_role", {"stage": stage})
