"""Outcomes and what comes out of a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from libs.formengine import items as kinds
from libs.formengine.checks.stages import high_problems
from libs.formengine.items import Item
from libs.formengine.model import Definition, Emit
from libs.formengine.problems import Problem

Outcomes = Mapping[str, frozenset[str]]


def problems(definition: Definition, outcomes: Outcomes | None) -> Iterator[Problem]:
    yield from frozen_problems(definition)
    for item in definition.all_items():
        path = f"items/{item.key}"
        for place, written in _named(item, path):
            yield from _outcome_problems(definition, written, place, outcomes)
        if item.emit_at is not None:
            yield from _at_problems(definition, item, path)
    for declared in definition.emit:
        yield from _declared_problems(definition, declared, outcomes)


def frozen_problems(definition: Definition) -> Iterator[Problem]:
    """Emissions of items that are not there, and of a round without names: its answers belong to
    nobody."""
    for declared in definition.emit:
        stage = definition.by_stage.get(declared.at)
        if stage is not None and stage.anonymous:
            yield Problem(f"emit/{declared.key}", "emit.anonymous", {})
        yield from _text_problems(definition, declared, f"emit/{declared.key}")


def _named(item: Item, path: str) -> Iterator[tuple[str, str]]:
    for written in item.outcomes:
        yield path, written
    if isinstance(item, kinds.Rubric | kinds.Checklist):
        for row in item.rows:
            for written in row.outcomes:
                yield f"{path}/{row.key}", written


def _outcome_problems(
    definition: Definition, written: str, path: str, outcomes: Outcomes | None
) -> Iterator[Problem]:
    if written.startswith("$"):
        picked = definition.by_key.get(written[1:])
        if not isinstance(picked, kinds.OutcomePick):
            yield Problem(path, "outcome.no_pick", {"item": written[1:]})
        return
    prefix, _, code = written.partition("/")
    framework = definition.frameworks.get(prefix)
    if framework is None:
        yield Problem(path, "outcome.prefix", {"prefix": prefix})
    elif outcomes is not None and framework not in outcomes:
        yield Problem(path, "outcome.framework", {"framework": framework})
    elif outcomes is not None and code not in outcomes[framework]:
        yield Problem(path, "outcome.unknown", {"outcome": written, "framework": framework})


def _at_problems(definition: Definition, item: Item, path: str) -> Iterator[Problem]:
    at = item.emit_at or ""
    if at not in definition.by_stage:
        yield Problem(path, "stage.unknown", {"stage": at})
        return
    filled = {stage for role in definition.roles for stage in definition.stages_of(item, role)}
    if not all(at == stage or at in definition.later(stage) for stage in filled):
        yield Problem(path, "emit.too_early", {"stage": at})


def _declared_problems(
    definition: Definition, declared: Emit, outcomes: Outcomes | None
) -> Iterator[Problem]:
    path = f"emit/{declared.key}"
    stage = definition.by_stage.get(declared.at)
    if stage is None:
        yield Problem(path, "stage.unknown", {"stage": declared.at})
        return
    for written in declared.outcomes:
        yield from _outcome_problems(definition, written, path, outcomes)
    for role in declared.see or ():
        if role not in definition.roles:
            yield Problem(path, "role.unknown", {"role": role})
    if declared.kind == "decision":
        yield from _decision_problems(definition, declared, path)
    if declared.kind == "point" and (
        declared.value is None or declared.scale is None or not declared.outcomes
    ):
        yield Problem(path, "emit.point", {})
    if declared.kind == "narrative" and not declared.texts:
        yield Problem(path, "emit.narrative", {})
    if declared.scale is not None and declared.scale not in definition.scales:
        yield Problem(path, "item.no_scale", {"scale": declared.scale})


def _decision_problems(definition: Definition, declared: Emit, path: str) -> Iterator[Problem]:
    """Only a stage that decides gives a decision. An advice comes from any stage but a high-stakes
    one, once it can no longer change."""
    stage = definition.by_stage[declared.at]
    if stage.act == "decide":
        # Of a stage that is high-stakes itself the check of stages tells the same.
        if is_final(definition, declared) and definition.stakes_at(stage.id) != "high":
            yield from high_problems(definition, stage, path)
        return
    if declared.fields.get("advice") is not True:
        yield Problem(path, "emit.decision_stage", {})
    elif not (stage.is_joined or stage.is_released):
        yield Problem(path, "emit.advice_stage", {"stage": declared.at})
    elif (declared.stakes or definition.stakes_at(declared.at)) == "high":
        yield Problem(path, "emit.advice_stakes", {"stage": declared.at})


def is_final(definition: Definition, declared: Emit) -> bool:
    """Whether a decision may be more than an advice: of high stakes, or one whose `advice` is
    anything but true."""
    high = (declared.stakes or definition.stakes_at(declared.at)) == "high"
    return high or declared.fields.get("advice", True) is not True


def _text_problems(definition: Definition, declared: Emit, path: str) -> Iterator[Problem]:
    """`texts` name items: those of the row for `each`, otherwise the form's."""
    known: Mapping[str, Item] = definition.by_key
    if declared.each is not None:
        repeat = definition.by_key.get(declared.each)
        if not isinstance(repeat, kinds.Repeat):
            yield Problem(path, "emit.each", {"item": declared.each})
            return
        known = {inner.key: inner for inner in repeat.items}
    for key in declared.texts.values():
        if key not in known:
            yield Problem(path, "rule.no_field", {"field": key})
