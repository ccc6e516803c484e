"""What a rule sees of the answers: the own ones, those of ended stages, the context, the scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from libs.formengine.answers.reading import is_empty, read
from libs.formengine.answers.settling import settled
from libs.formengine.items import Item, Repeat
from libs.formengine.model import Definition
from libs.formengine.rules import RuleError, evaluate, truth

Answers = Mapping[str, Any]
ByStage = Mapping[str, Sequence[Answers]]
NONE: Answers = {}
# A little more than the longest chain that the checks let through: what is nested deeper, in a
# form of before they counted all of it, is null.
MOST_NESTED = 12


class Facts:
    """Answers behind the paths of the rule language; works out each path once.

    `own` holds the answers of the contribution at hand, `by_stage` those of ended stages in role
    order. A hidden item counts as unanswered. Used for one evaluation, then thrown away.
    """

    def __init__(
        self,
        definition: Definition,
        *,
        own: Answers = NONE,
        stage: str | None = None,
        role: str | None = None,
        by_stage: ByStage | None = None,
        context: Answers | None = None,
    ) -> None:
        self.definition = definition
        self.own = own
        self.by_stage = by_stage or {}
        self.context = context or {}
        mine = definition.fillable(stage, role) if stage and role else ()
        self.mine = frozenset(item.key for item in mine)
        self._settled: dict[tuple[int, frozenset[str]], Any] = {}
        self._known: dict[str, Any] = {}
        self._shown: dict[str, bool] = {}
        self._rows: dict[str, list[tuple[Any, RowFacts | None]]] = {}
        self._nested = 0

    def get(self, path: str) -> Any:
        if path not in self._known:
            self._known[path] = None  # A definition's rules have no circles; this makes sure.
            with self.one_deeper() as bearable:
                self._known[path] = self._read(path) if bearable else None
        return self._known[path]

    @contextmanager
    def one_deeper(self) -> Iterator[bool]:
        """Whether what is read inside may lead on to something else."""
        self._nested += 1
        try:
            yield self._nested <= MOST_NESTED
        finally:
            self._nested -= 1

    def holds(self, rule: Any) -> bool:
        return truth(rule, self, ordinal=self.definition.ordinal)

    def value(self, rule: Any) -> Any:
        """The value of a rule, None where types do not fit."""
        try:
            return evaluate(rule, self, ordinal=self.definition.ordinal)
        except RuleError:
            return None

    def settled(self, rule: Any, own: frozenset[str]) -> Any:
        """A rule of a row with these items of its own, but for what is the same in every row."""
        known = (id(rule), own)
        if known not in self._settled:
            self._settled[known] = settled(rule, self, own, self.definition.ordinal)
        return self._settled[known]

    def is_shown(self, item: Item) -> bool:
        if not item.conditions:
            return True
        if item.key not in self._shown:
            self._shown[item.key] = True
            self._shown[item.key] = all(self.holds(rule) for rule in item.conditions)
        return self._shown[item.key]

    def _read(self, path: str) -> Any:
        head, _, rest = path.partition(".")
        if head == "context":
            found = self.context.get(rest)
            return found if isinstance(found, str) else None
        item = self.definition.by_key.get(head)
        if item is not None:
            if isinstance(item, Repeat) and rest:
                return read(item, self._column(item, rest.partition(".")[2]), rest)
            return read(item, self._raw(item), rest)
        if head in self.definition.computed:
            return self.value(self.definition.computed[head])
        return self._over_stage(head, rest)

    def _raw(self, item: Item) -> Any:
        if item.key in self.mine:
            return self.own.get(item.key) if self.is_shown(item) else None
        for stage in reversed(self.definition.stages):
            for answers in reversed(self.by_stage.get(stage.id, ())):
                if not is_empty(answers.get(item.key)):
                    return answers[item.key]
        return None

    def _column(self, item: Repeat, key: str) -> Any:
        """The rows of a list, without what is hidden in them under one of its items."""
        raw = self._raw(item)
        inner = next((one for one in item.items if one.key == key), None)
        if item.key not in self.mine or inner is None or not inner.conditions:
            return raw
        return [
            NONE if facts is not None and not facts.is_shown(inner) else row
            for row, facts in self._rows_of(item, raw)
        ]

    def _rows_of(self, item: Repeat, raw: Any) -> list[tuple[Any, RowFacts | None]]:
        if item.key not in self._rows:
            known = {one.key: one for one in item.items}
            self._rows[item.key] = [
                (row, RowFacts(row, known, self) if isinstance(row, Mapping) else None)
                for row in (raw if isinstance(raw, list) else ())
            ]
        return self._rows[item.key]

    def _over_stage(self, stage: str, path: str) -> list[Any]:
        head, _, rest = path.partition(".")
        item = self.definition.by_key.get(head)
        if item is None:
            return []
        found: list[Any] = []
        for answers in self.by_stage.get(stage, ()):
            value = read(item, answers.get(head), rest)
            found.extend(value if isinstance(value, list) else [value])
        known = self.definition.by_stage.get(stage)
        if known and known.anonymous:
            found.sort(key=lambda one: (one is None, str(type(one)), str(one)))
        return found


class RowFacts:
    """Facts inside one row of a repeat: its own items first, then the form's."""

    def __init__(self, row: Answers, items: Mapping[str, Item], outer: Facts) -> None:
        self.row, self.items, self.outer = row, items, outer
        self._own = frozenset(items)
        self._shown: dict[str, bool] = {}

    def get(self, path: str) -> Any:
        head, _, rest = path.partition(".")
        item = self.items.get(head)
        if item is None:
            return self.outer.get(path)
        return read(item, self.row.get(head) if self.is_shown(item) else None, rest)

    def holds(self, rule: Any) -> bool:
        settled = self.outer.settled(rule, self._own)
        return truth(settled, self, ordinal=self.outer.definition.ordinal)

    def value(self, rule: Any) -> Any:
        try:
            settled = self.outer.settled(rule, self._own)
            return evaluate(settled, self, ordinal=self.outer.definition.ordinal)
        except RuleError:
            return None

    def is_shown(self, item: Item) -> bool:
        if not item.conditions:
            return True
        if item.key not in self._shown:
            self._shown[item.key] = True
            with self.outer.one_deeper() as bearable:
                found = bearable and all(self.holds(rule) for rule in item.conditions)
            self._shown[item.key] = found
        return self._shown[item.key]
