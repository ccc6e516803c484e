"""Moving an open draft to a newer version of its form. Finished records are never moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.answers.reading import number_of, read, value_of_row
from libs.formengine.answers.values import Checking
from libs.formengine.fieldkinds import FieldKinds
from libs.formengine.items import Item
from libs.formengine.model import Definition
from libs.formengine.problems import Problem
from libs.formengine.rules import RuleError, evaluate, paths, shape_problems
from libs.formengine.shapes.fields import is_day

STEPS = ("rename", "map", "drop", "set")
ROWS = (kinds.Rubric, kinds.Checklist)
# What a rule can give an answer to; the rest points at things, or holds answers of its own.
SETTABLE = (
    kinds.Text,
    kinds.Number,
    kinds.Date,
    kinds.YesNo,
    kinds.Choice,
    kinds.Judgement,
    kinds.OutcomePick,
)


def migrate_answers(
    steps: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Any],
    *,
    before: Definition | None = None,
    after: Definition | None = None,
) -> dict[str, Any]:
    """The answers after all steps, in order; the given ones stay as they are.

    `{"rename": ["old", "new"]}` · `{"map": ["field", {"a": "b"}]}` (choices, also in a list, and
    the values of judgements, which keep their comment) · `{"drop": "x"}` · `{"set": ["y", rule]}`,
    where the rule reads the answers as they are then, judgements by their value. `y` may be
    a row: `skills.talk`. A step about a field that is not there changes nothing; a rule that fails,
    or gives what the question of `after` does not take, sets nothing. `before` and `after` say
    what questions the answers belong to; without them they are read by their looks.
    """
    moving = _Moving(dict(answers), before, after)
    for step in steps:
        if step_problems([step]):
            continue
        if "rename" in step:
            moving.rename(*step["rename"])
        elif "map" in step:
            moving.map(*step["map"])
        elif "drop" in step:
            moving.found.pop(step["drop"], None)
        else:
            moving.set(*step["set"])
    return moving.found


class _Moving:
    """Answers on their way; the facts of the rules that set them."""

    def __init__(
        self, found: dict[str, Any], before: Definition | None, after: Definition | None
    ) -> None:
        self.found, self.after = found, after
        self.definitions = [one for one in (after, before) if one is not None]

    def rename(self, old: str, new: str) -> None:
        if old in self.found:
            self.found[new] = self.found.pop(old)

    def map(self, field: str, words: Mapping[str, Any]) -> None:
        if field not in self.found:
            return
        answer = mapped(self._item(field), self.found[field], words)
        item = self.after.by_key.get(field) if self.after else None
        if item is None or takes(self.after, item, answer):
            self.found[field] = answer

    def set(self, field: str, rule: Any) -> None:
        try:
            value = evaluate(rule, self, ordinal=self._ordinal(rule))
        except RuleError:
            return
        answer = value if self.after is None else fitted(self.after, field, value, self.found)
        if answer is not None:
            self.found[field.partition(".")[0]] = answer

    def get(self, path: str, /) -> Any:
        head, _, rest = path.partition(".")
        item, raw = self._item(head), self.found.get(head)
        if item is not None:
            return read(item, raw, rest)
        if rest:
            return value_of_row(raw.get(rest)) if isinstance(raw, Mapping) else None
        return number_of(raw) if isinstance(raw, Mapping) else raw

    def _item(self, key: str) -> Item | None:
        """The question of a key. One key never changes its kind between two versions."""
        return next((one.by_key[key] for one in self.definitions if key in one.by_key), None)

    def _ordinal(self, rule: Any) -> frozenset[str]:
        found = {
            path
            for path in paths(rule)
            for one in self.definitions
            if (kind := FieldKinds(one)(path)) and kind.name == "ordinal"
        }
        return frozenset(found)


def mapped(item: Item | None, answer: Any, words: Mapping[str, Any]) -> Any:
    """An answer in other words; what has none stays. Numbers are known by their figures."""
    if isinstance(answer, list):
        return [mapped(item, one, words) for one in answer]
    if isinstance(answer, Mapping) and "v" in answer:
        return {**answer, "v": mapped(item, answer["v"], words)}
    if isinstance(answer, Mapping) and isinstance(item, ROWS):
        return {row: mapped(None, given, words) for row, given in answer.items()}
    return words.get(_figures(answer), answer) if isinstance(answer, str | int | float) else answer


def _figures(value: str | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def fitted(definition: Definition, field: str, value: Any, answers: Mapping[str, Any]) -> Any:
    """A value as the answer of a question, beside what is there; None where it does not fit."""
    head, _, row = field.partition(".")
    item = definition.by_key.get(head)
    if item is None or value is None:
        return None
    had = answers.get(head)
    if isinstance(item, ROWS) and row in {one.key for one in item.rows}:
        rows = had if isinstance(had, Mapping) else {}
        given = {"v": value} if isinstance(item, kinds.Rubric) else value
        answer: Any = {**rows, row: _judged(rows.get(row), given)}
    elif row or not isinstance(item, SETTABLE):
        return None
    elif isinstance(item, kinds.Judgement):
        answer = _judged(had, value)
    else:
        many = getattr(item, "many", False) and not isinstance(value, list)
        answer = [value] if many else value
    return answer if takes(definition, item, answer) else None


def _judged(had: Any, value: Any) -> Any:
    """A judgement in the place of another keeps what was said with it."""
    comment = had.get("comment") if isinstance(had, Mapping) else None
    if not comment:
        return value
    return {"v": value.get("v") if isinstance(value, Mapping) else value, "comment": comment}


def takes(definition: Definition | None, item: Item, answer: Any) -> bool:
    """Whether a question takes this answer as a draft. Bounds of days are left to Send: they may
    hang on the day on which that is."""
    if definition is None or isinstance(item, kinds.Section | kinds.Note):
        return False
    if isinstance(item, kinds.Date):
        return is_day(answer)
    if isinstance(item, kinds.Repeat):
        return isinstance(answer, list)
    checking = Checking(
        definition, today=dt.date.max, complete=False, outcomes={}, attachments=None
    )
    return not any(checking.faults(item, answer))


def step_problems(steps: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """What is wrong with migration steps as such."""
    found = []
    for place, step in enumerate(steps, start=1):
        if sum(name in step for name in STEPS) != 1 or not _is_sound(step):
            found.append(Problem(f"migrate/{place}", "migrate.step", {}))
    return found


def _is_sound(step: Mapping[str, Any]) -> bool:
    if "map" in step:
        field, words = step["map"]
        return isinstance(field, str) and isinstance(words, dict)
    if "set" in step:
        field, rule = step["set"]
        return isinstance(field, str) and not shape_problems(rule)
    return True
