"""Data points and the other things a record gives to the portfolio. No names, no texts."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.anonymity import summarise
from libs.formengine.answers.facts import ByStage, Facts, RowFacts
from libs.formengine.answers.reading import comment_of, is_empty, number_of, read
from libs.formengine.contribution import (
    Contribution,
    answers_by_stage,
    is_given,
    is_held,
    known_to,
)
from libs.formengine.emitted import Emission, Outcome
from libs.formengine.items import Item
from libs.formengine.model import Definition, Emit, Scale, Stage
from libs.formengine.records.state import RecordState
from libs.formengine.rules import paths
from libs.formengine.showing import shown


def emit(
    definition: Definition,
    contributions: Contribution | Iterable[Contribution],
    context: Mapping[str, Any],
    at_stage: str,
    state: RecordState,
    tell: Callable[[str], object] = str,
) -> list[Emission]:
    """What the record gives at a stage: call it after the stage's Send and when its hold ends.

    Pass all contributions of the record, for rules and picked outcomes may look at any of them.
    The result replaces whatever the same contributions gave before at this stage. A stage that is
    held (joined, released) gives nothing until `settle` has ended the hold. Not observed, hidden
    and unanswered items give nothing. A value that its scale does not have is left out, and with
    it a point; `tell` hears the key of what declared it.
    """
    given = [contributions] if isinstance(contributions, Contribution) else list(contributions)
    if at_stage not in definition.by_stage or _holds_all(definition, state, at_stage):
        return []
    live = [
        one
        for one in given
        if is_given(definition, state, one) and not is_held(definition, state, one.stage, one.cycle)
    ]
    found: list[Emission] = []
    source = _Source(definition, live, context, tell)
    for one in live:
        is_open = not is_held(definition, state, at_stage, one.cycle)
        if is_open and definition.stage(one.stage).anonymous is None:
            found += source.of_contribution(one, at_stage)
    stage = definition.stage(at_stage)
    if stage.anonymous:
        found += source.of_round(stage)
    for declared in definition.emit:
        if declared.at == at_stage:
            found += source.declared(declared)
    return found


def _holds_all(definition: Definition, state: RecordState, stage_id: str) -> bool:
    """Whether no round of a stage is open yet."""
    rounds = range(state.stages[stage_id].cycle + 1)
    return all(is_held(definition, state, stage_id, cycle) for cycle in rounds)


# A goal, a registration or a flag is one thing, which a later round changes.
_OF_EVERY_ROUND = frozenset({"point", "narrative"})


class _Source:
    def __init__(
        self,
        definition: Definition,
        live: Sequence[Contribution],
        context: Mapping[str, Any],
        tell: Callable[[str], object],
    ) -> None:
        self.tell = tell
        self.definition = definition
        self.live = live
        self.context = context
        self.encounter_date = _day(context.get("encounter_date"))
        self._by_round: dict[tuple[str, int], ByStage] = {}

    def by_stage(self, one: Contribution) -> ByStage:
        """What an earlier round gave stands: it was not asked for what a later one says."""
        place = (one.stage, one.cycle)
        if place not in self._by_round:
            known = known_to(self.definition, self.live, one)
            self._by_round[place] = answers_by_stage(self.definition, known)
        return self._by_round[place]

    def facts(self, one: Contribution) -> Facts:
        return Facts(
            self.definition,
            own=one.answers,
            stage=one.stage,
            role=one.role,
            by_stage=self.by_stage(one),
            context=self.context,
        )

    def of_contribution(self, one: Contribution, at_stage: str) -> Iterator[Emission]:
        facts = self.facts(one)
        for item in self.definition.fillable(one.stage, one.role):
            if not item.emits or (item.emit_at or one.stage) != at_stage:
                continue
            raw = one.answers.get(item.key)
            if not is_empty(raw) and facts.is_shown(item):
                yield from self._of_item(one, item, raw, facts)

    def _of_item(self, one: Contribution, item: Item, raw: Any, facts: Facts) -> Iterator[Emission]:
        if isinstance(item, kinds.Text):
            yield from self._narratives(one, item, None, item.outcomes, facts)
        elif isinstance(item, kinds.Judgement):
            scale = self.definition.scales[item.scale]
            yield from self._judged(one, item, None, item.outcomes, raw, scale, facts)
        elif isinstance(item, kinds.Rubric) and isinstance(raw, Mapping):
            scale = self.definition.scales[item.scale]
            for row in item.rows:
                outcomes = row.outcomes or item.outcomes
                given = raw.get(row.key)
                yield from self._judged(one, item, row.key, outcomes, given, scale, facts)
        elif isinstance(item, kinds.Checklist):
            yield from self._checklist(one, item, raw, facts)

    def _judged(
        self,
        one: Contribution,
        item: Item,
        row: str | None,
        outcomes: tuple[str, ...],
        raw: Any,
        scale: Scale,
        facts: Facts,
    ) -> Iterator[Emission]:
        value = number_of(raw)
        for outcome in self._resolved(outcomes, facts) if value is not None else ():
            yield self._point(one, item, row, outcome, value, scale.id, scale.version)
        if comment_of(raw):
            yield from self._narratives(one, item, row, outcomes, facts)

    def _checklist(
        self, one: Contribution, item: kinds.Checklist, raw: Any, facts: Facts
    ) -> Iterator[Emission]:
        scale = f"{self.definition.key}/{item.key}"
        points = read(item, raw, "points")
        for outcome in self._resolved(item.outcomes, facts) if points is not None else ():
            yield self._point(one, item, None, outcome, points, scale, 1)
        for row in item.rows:
            value = read(item, raw, row.key)
            for outcome in self._resolved(row.outcomes, facts) if value is not None else ():
                name = f"{scale}.{row.key}"
                yield self._point(one, item, row.key, outcome, float(value), name, 1)

    def _narratives(
        self,
        one: Contribution,
        item: Item,
        row: str | None,
        outcomes: tuple[str, ...],
        facts: Facts,
    ) -> Iterator[Emission]:
        for outcome in self._resolved(outcomes, facts):
            point = self._point(one, item, row, outcome, None, None, None)
            yield dataclasses.replace(point, kind="narrative")

    def _resolved(self, outcomes: tuple[str, ...], facts: Any) -> list[Outcome]:
        """Outcomes of an item; `$epa` becomes what was picked there, nothing if nothing was."""
        found: list[Outcome] = []
        for written in outcomes:
            picked = facts.get(written[1:]) if written.startswith("$") else written
            for code in picked if isinstance(picked, list) else [picked]:
                outcome = self._outcome(code)
                if outcome and outcome not in found:
                    found.append(outcome)
        return found

    def _outcome(self, written: Any) -> Outcome | None:
        if not isinstance(written, str):
            return None
        prefix, _, code = written.partition("/")
        framework, _, version = self.definition.frameworks.get(prefix, "").partition("@")
        return Outcome(framework, int(version), code) if version and code else None

    def _point(
        self,
        one: Contribution,
        item: Item,
        row: str | None,
        outcome: Outcome | None,
        value: float | None,
        scale: str | None,
        version: int | None,
    ) -> Emission:
        return Emission(
            kind="point",
            key=item.key,
            stage=one.stage,
            contribution_id=one.id,
            item=item.key,
            row=row,
            outcome=outcome,
            value=value,
            scale=scale,
            scale_version=version,
            stakes=self.definition.stakes_at(one.stage),
            role=one.role,
            group=one.group,
            encounter_date=self.encounter_date,
            revision=one.revision,
            see=item.see,
        )

    def of_round(self, stage: Stage) -> Iterator[Emission]:
        """An anonymous round gives one value per item and shown group, belonging to nobody."""
        given = [
            shown(self.definition, one, self.by_stage(one), self.context)
            for one in self.live
            if one.stage == stage.id
        ]
        summary = summarise(self.definition, stage, given)
        for value in summary.values if summary else ():
            item = self.definition.by_key[value.item]
            outcomes = _outcomes_of(item, value.row)
            scale = self.definition.scales[item.scale]  # type: ignore[attr-defined]
            for outcome in self._resolved(outcomes, Facts(self.definition)) if item.emits else ():
                nobody = Contribution("", stage.id, "", stage.by[0], value.group, {}, revision=1)
                point = self._point(
                    nobody, item, value.row, outcome, value.typical, scale.id, scale.version
                )
                yield dataclasses.replace(point, contribution_id=None, n=value.n)

    def declared(self, declared: Emit) -> Iterator[Emission]:
        for one in self._sources(declared):
            facts = self.facts(one)
            if declared.each is None:
                yield from self._declared_once(declared, one, facts, None)
                continue
            item = self.definition.by_key[declared.each]
            assert isinstance(item, kinds.Repeat)
            inner = {each.key: each for each in item.items}
            for row in _rows(one, item) if facts.is_shown(item) else ():
                inside = RowFacts(row, inner, facts)
                yield from self._declared_once(declared, one, inside, row.get("_id"))

    def _sources(self, declared: Emit) -> list[Contribution]:
        """The contributions that hold what is declared, those of the stage itself before others;
        without any, those of the stage. Of a cycle each round gives its own points; what a later
        one changes, it alone gives."""
        here = [one for one in self.live if one.stage == declared.at]
        if declared.kind == "decision":
            return here
        if declared.kind not in _OF_EVERY_ROUND:
            return self._of_one_round(declared, here, self.live)
        found: list[Contribution] = []
        for cycle, one in sorted({one.cycle: one for one in here}.items()):
            own = [each for each in here if each.cycle == cycle]
            given = self._of_one_round(declared, own, known_to(self.definition, self.live, one))
            found += [each for each in given if each not in found]
        return found or self._of_one_round(declared, here, self.live)

    def _of_one_round(
        self, declared: Emit, here: list[Contribution], live: Sequence[Contribution]
    ) -> list[Contribution]:
        named = [declared.each] if declared.each else _named_items(declared, self.definition)
        return self._holding(named, here) or self._holding(named, live) or here

    def _holding(self, named: Sequence[str], among: Sequence[Contribution]) -> list[Contribution]:
        """Of the first named item that anybody filled: who did so, in the latest round."""
        for key in named:
            found = [one for one in among if not is_empty(one.answers.get(key))]
            found = [one for one in found if self._fills(one, key)]
            if found:
                last = max(one.cycle for one in found)
                return [one for one in found if one.cycle == last]
        return []

    def _fills(self, one: Contribution, key: str) -> bool:
        return any(item.key == key for item in self.definition.fillable(one.stage, one.role))

    def _declared_once(
        self, declared: Emit, one: Contribution, facts: Facts | RowFacts, row: str | None
    ) -> Iterator[Emission]:
        if declared.when is not None and not facts.holds(declared.when):
            return
        scale = self.definition.scales.get(declared.scale or "")
        value = self._on_scale(declared, scale, facts.value(declared.value))
        if declared.kind == "point" and (isinstance(value, bool) or value is None):
            return
        outcomes = self._resolved(declared.outcomes, facts)
        if declared.outcomes and not outcomes:
            return
        texts = self._shown_texts(declared, facts)
        if declared.kind == "narrative" and not any(facts.get(key) for key in texts.values()):
            return
        fields = {name: facts.value(rule) for name, rule in declared.fields.items()}
        if declared.kind == "decision" and "level" in fields:
            fields["level"] = self._on_scale(declared, scale, fields["level"])
        item = next(iter(texts.values()), declared.each)
        alone: list[Outcome | None] = [None]
        for outcome in outcomes or alone:
            yield Emission(
                kind=declared.kind,
                key=declared.key,
                stage=declared.at,
                contribution_id=one.id,
                item=item,
                row=row,
                outcome=outcome,
                value=value if isinstance(value, int | float) else None,
                scale=scale.id if scale else None,
                scale_version=scale.version if scale else None,
                stakes=declared.stakes or self.definition.stakes_at(declared.at),
                role=one.role,
                group=one.group,
                encounter_date=self.encounter_date,
                revision=one.revision,
                see=declared.see,
                fields=fields,
                texts=texts,
            )

    def _on_scale(self, declared: Emit, scale: Scale | None, value: Any) -> Any:
        """A value as it is, or None where its scale has no such value."""
        if scale is None or value is None or scale.spans(value):
            return value
        self.tell(declared.key)
        return None

    def _shown_texts(self, declared: Emit, facts: Facts | RowFacts) -> dict[str, str]:
        """Words of hidden items are kept, but they are not said."""
        known = facts.items if isinstance(facts, RowFacts) else self.definition.by_key
        return {name: key for name, key in declared.texts.items() if facts.is_shown(known[key])}


def _rows(one: Contribution, item: kinds.Repeat) -> list[Mapping[str, Any]]:
    """The rows of a repeat; answers that were hidden when sent were never checked."""
    found = one.answers.get(item.key)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _outcomes_of(item: Item, row: str | None) -> tuple[str, ...]:
    if isinstance(item, kinds.Rubric):
        found = next((one for one in item.rows if one.key == row), None)
        return (found.outcomes if found else ()) or item.outcomes
    return item.outcomes


def _named_items(declared: Emit, definition: Definition) -> list[str]:
    """Items of the texts, then of the rules, in the order of the form: a stored definition does
    not keep the order of its members."""
    rules = [*declared.fields.values(), declared.value]
    named = {path.partition(".")[0] for rule in rules for path in paths(rule)}
    texts = set(declared.texts.values())
    return [key for among in (texts, named) for key in definition.by_key if key in among]


def _day(text: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
