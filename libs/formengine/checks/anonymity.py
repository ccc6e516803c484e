"""What anonymity demands of a form: one closed round, and no way to its answers but the sum."""

from __future__ import annotations

from collections.abc import Iterator

from libs.formengine.anonymity import COUNTED
from libs.formengine.checks.rules import placed
from libs.formengine.items import Choice, Item, Judgement, Rubric
from libs.formengine.model import Definition, Emit, Stage
from libs.formengine.problems import Problem
from libs.formengine.records.path import round_of
from libs.formengine.rules import paths, shape_problems

NAMING_ITEMS = frozenset({"signature", "person", "file"})


def problems(definition: Definition) -> Iterator[Problem]:
    for stage in definition.stages:
        if stage.anonymous:
            yield from _round_problems(definition, stage)
            yield from _rater_problems(stage)
            yield from _again_problems(definition, stage)
            yield from _reading_problems(definition, stage)


def _round_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    path = f"stages/{stage.id}"
    if stage.mode != "parallel" or stage.join != "closed":
        yield Problem(path, "anonymous.closed_round", {})
    if stage.release_by is None:
        yield Problem(path, "anonymous.releaser", {})
    if definition.subject in stage.by or stage.release_by == definition.subject:
        yield Problem(path, "anonymous.learner", {})
    for role, when in (stage.open_to or {}).items():
        allowed = ("joined", "released") if role == stage.release_by else ("released",)
        if when not in allowed:
            yield Problem(path, "anonymous.opens_early", {"role": role})
    if stage.open_to is None:
        yield Problem(path, "anonymous.opens_early", {"role": definition.subject})
    if "return" in stage.can or stage.cycle:
        yield Problem(path, "anonymous.no_return", {})
    for item in _filled_in(definition, stage):
        if item.type in NAMING_ITEMS:
            yield Problem(f"items/{item.key}", "anonymous.naming_item", {})
    groups = [group for role in stage.by for group in definition.roles[role].groups]
    for group in groups:
        if 0 < group.min < stage.anonymous_min:
            yield Problem(path, "anonymous.group_min", {"group": group.key})


def _filled_in(definition: Definition, stage: Stage) -> list[Item]:
    return [item for role in stage.by for item in definition.fillable(stage.id, role)]


def _rater_problems(stage: Stage) -> Iterator[Problem]:
    """Who knows one of the answers takes it from the sum, and one fewer is left."""
    readers = {stage.release_by, *(stage.open_to or {})}
    for role in stage.by:
        if role in readers:
            yield Problem(f"stages/{stage.id}", "anonymous.rater_reads", {"role": role})


def _again_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    """No later stage sends the path through the round again: two sums differ by their raters."""
    for one in definition.stages:
        if one.id not in definition.later(stage.id):
            continue
        target = one.return_to if "return" in one.can else None
        passes = target is not None and stage.id in definition.later(target)
        if passes or stage.id in round_of(definition, one):
            yield Problem(f"stages/{one.id}", "anonymous.no_return", {})


def _reading_problems(definition: Definition, stage: Stage) -> Iterator[Problem]:
    """Rules and emissions read no answers of the round: the sum is all there is to know."""
    items = {item.key for item in _filled_in(definition, stage)}
    for path, rule, _, _ in placed(definition):
        if shape_problems(rule):
            continue
        heads = {one.partition(".")[0] for one in paths(rule)}
        if heads & {stage.id, *items}:
            yield Problem(path, "anonymous.reads_answers", {"stage": stage.id})
    for declared in definition.emit:
        if items & _named(declared):
            yield Problem(f"emit/{declared.key}", "anonymous.reads_answers", {"stage": stage.id})


def _named(declared: Emit) -> set[str]:
    """Items whose words or rows an emission takes; within a repeat, the repeat is what counts."""
    return {declared.each} if declared.each else set(declared.texts.values())


def untold_problems(definition: Definition) -> Iterator[Problem]:
    """What the sum cannot tell: raters would fill it in for nobody. Asked of who
    publishes: a draft can be tried with it."""
    for stage in definition.stages:
        if stage.anonymous:
            for item in _filled_in(definition, stage):
                code = _untold(item, stage.anonymous.comments == "hidden")
                if code:
                    yield Problem(f"items/{item.key}", code, {})


def _untold(item: Item, hides_words: bool) -> str | None:
    if item.type in NAMING_ITEMS:
        return None
    if item.type not in COUNTED:
        return "anonymous.uncounted_item"
    if isinstance(item, Choice) and item.other:
        return "anonymous.other_words"
    takes_words = isinstance(item, Judgement | Rubric) and item.comment != "never"
    return (
        "anonymous.unread_words" if hides_words and (item.type == "text" or takes_words) else None
    )
