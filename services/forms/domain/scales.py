"""The rules of `scale/1`: the same that a form has for the scales inside it, told by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from libs import formengine
from libs.formengine.model import MOST_STEPS

from . import shapes
from .fitting import Problem, misfits, problem

NEAR = 1e-9  # Thirty steps of 0.1 are three, but not to a computer.


def problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a scale."""
    levels = document.get("levels")
    if document.get("kind") == "ordinal" and not _has_levels(levels):
        yield problem("levels", "levels")
        return
    found = misfits(shapes.scale(), document)
    yield from found
    if not found:
        yield from _repeated(document)
        yield from _extent(document)


def _has_levels(levels: Any) -> bool:
    return isinstance(levels, list) and 2 <= len(levels) <= 11


def _repeated(document: Mapping[str, Any]) -> Iterator[Problem]:
    used: set[int] = set()
    for place, level in enumerate(document.get("levels", ()), start=1):
        if level["value"] in used:
            yield problem(f"levels/{place}/value", "twice", given=level["value"])
        used.add(level["value"])


def _extent(document: Mapping[str, Any]) -> Iterator[Problem]:
    kind, levels = document["kind"], document.get("levels", ())
    if kind == "vas":
        if levels or len(document.get("ends", ())) != 2:
            yield problem("ends", "ends")
        return
    if levels:
        return
    if not {"min", "max"} <= set(document):
        yield problem("min", "bounds")
        return
    step = document.get("step", 1)
    if not document["min"] < document["max"] or step <= 0:
        yield problem("max", "order")
    elif (document["max"] - document["min"]) / step > MOST_STEPS:
        yield problem("step", "fine")


def values(document: Mapping[str, Any]) -> frozenset[int] | None:
    """The values of the levels; None for a scale that has none."""
    levels = document.get("levels")
    return frozenset(level["value"] for level in levels) if levels else None


def has_value(document: Mapping[str, Any], value: float) -> bool:
    """Whether a judgement on this scale can be this value: one of its levels or steps."""
    return formengine.shared_scale(document).accepts(value)


def measure_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a level on one of two scales is the same level on the other."""
    return formengine.measures_alike(formengine.shared_scale(one), formengine.shared_scale(other))


def is_ordered(document: Mapping[str, Any]) -> bool:
    """Whether a programme can ask for a least level on it. Points count up what was done, and a
    line between two ends has no steps."""
    return document["kind"] not in ("points", "vas")


def whole_steps(document: Mapping[str, Any]) -> list[int]:
    """The whole numbers among its values, lowest first: the least of a requirement is one."""
    found = formengine.shared_scale(document).values
    return [round(value) for value in found if abs(value - round(value)) < NEAR]
