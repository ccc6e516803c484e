"""The truth about a set of answers: what is wrong, what is missing, what follows from it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.answers.days import bounded
from libs.formengine.answers.facts import ByStage, Facts, RowFacts
from libs.formengine.answers.mentions import identity_of
from libs.formengine.answers.reading import comment_of, is_empty, is_na, number_of
from libs.formengine.answers.values import Checking, Known
from libs.formengine.bounds import bound_problems
from libs.formengine.items import Item
from libs.formengine.model import Definition
from libs.formengine.scores import told_at
from libs.formengine.shapes.fields import is_day
from libs.formengine.showing import without_hidden

NO_OUTCOMES: Mapping[str, frozenset[str]] = {}


@dataclasses.dataclass(frozen=True, slots=True)
class AnswerError:
    """One thing to mend, beside its item (and row). `message_key` finds the sentence."""

    item: str
    row: str | None
    code: str
    message_key: str
    params: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """Answers as they may be stored, the scores the server computed, and all errors."""

    answers: dict[str, Any]
    computed: dict[str, Any]
    errors: list[AnswerError]

    @property
    def ok(self) -> bool:
        return not self.errors


def validate_answers(
    definition: Definition,
    *,
    stage: str,
    role: str,
    answers: Any,
    context: Mapping[str, Any] | None,
    today: dt.date,
    latest: dt.date | None = None,
    complete: bool,
    outcomes: Mapping[str, frozenset[str]] = NO_OUTCOMES,
    attachments: Mapping[str, str] | None = None,
    by_stage: ByStage | None = None,
    known: Known | None = None,
) -> Checked:
    """Check what one role filled in one stage.

    `complete=False` is a draft: nothing is required yet. `outcomes` maps framework references
    (`gp-epas@1`) to known codes, `attachments` ids of stored files to their media types (None: not
    checked), `known` says what else answers may point at, `by_stage` gives the answers of ended
    stages, which rules may read; those of this stage are left out. `latest` is given where it is
    a day later already for somebody who counts: up to it no day is in the future. Unknown answers
    are kept; those of hidden items are neither checked nor required: a draft keeps them for when
    the question comes back, a Send leaves them out. Never raises for bad answers.
    """
    if not isinstance(answers, dict) or bound_problems(answers):
        return Checked({}, {}, [_error("", None, "answers", {})])
    if stage not in definition.by_stage or role not in definition.by_stage[stage].by:
        return Checked(answers, {}, [_error("", None, "not_yours", {})])
    checking = Checking(
        definition,
        today=today,
        latest=latest,
        complete=complete,
        outcomes=outcomes,
        attachments=attachments,
        known=known,
    )
    # What others give in the same stage is not theirs to know, not even through a score.
    ended = {name: given for name, given in (by_stage or {}).items() if name != stage}
    facts = Facts(definition, own=answers, stage=stage, role=role, by_stage=ended, context=context)
    errors = list(_context_errors(definition, context or {}, latest or today)) if complete else []
    errors += _foreign(definition, facts.mine, answers)
    items = definition.fillable(stage, role)
    for item in items:
        errors += _item_errors(checking, facts, item, answers.get(item.key), item.key)
    kept = without_hidden(items, facts, answers) if complete else dict(answers)
    return Checked(kept, _computed(definition, facts, stage, role), errors)


def _computed(definition: Definition, facts: Facts, stage: str, role: str) -> dict[str, Any]:
    """The scores this role may know at this stage."""
    told = told_at(definition, definition.stage(stage), role)
    return {name: facts.get(name) for name in definition.computed if name in told}


def _error(item: str, row: str | None, code: str, params: Mapping[str, Any]) -> AnswerError:
    return AnswerError(item, row, code, f"answers.{code}", params)


def _foreign(
    definition: Definition, mine: frozenset[str], answers: Mapping[str, Any]
) -> Iterator[AnswerError]:
    """Answers to items of somebody else, or of another stage, are an error: nobody fills those."""
    for key, raw in answers.items():
        known = definition.by_key.get(key)
        if known and known.type not in kinds.CONTENT_ONLY and key not in mine and not is_empty(raw):
            yield _error(key, None, "not_yours", {})


def _context_errors(
    definition: Definition, context: Mapping[str, Any], latest: dt.date
) -> Iterator[AnswerError]:
    day = context.get("encounter_date")
    if not is_day(day):
        yield _error("context.encounter_date", None, "encounter_date", {})
    elif str(day) > latest.isoformat():
        yield _error("context.encounter_date", None, "in_future", {})
    for name, wish in definition.context.items():
        if wish == "required" and is_empty(context.get(name)):
            yield _error(f"context.{name}", None, "required", {})


def _item_errors(
    checking: Checking, facts: Facts | RowFacts, item: Item, raw: Any, name: str
) -> list[AnswerError]:
    if not facts.is_shown(item):
        return []
    if isinstance(item, kinds.Repeat):
        return list(_repeat_errors(checking, facts, item, raw))
    required = checking.complete and _is_required(facts, item)
    if is_empty(raw):
        return [_error(name, None, "required", {})] if required else []
    found = checking.faults(bounded(item, facts), raw)
    errors = [_error(name, row, code, params) for row, code, params in found]
    if required and not errors:
        errors += [_error(name, row, "required", {}) for row in _missing(item, raw)]
        errors += _too_few_rows(item, raw, name)
    return errors


def _is_required(facts: Facts | RowFacts, item: Item) -> bool:
    if item.required is None or isinstance(item.required, bool):
        return bool(item.required)
    return facts.holds(item.required)


def _missing(item: Item, raw: Any) -> Iterator[str | None]:
    """Rows without an answer, or None for the item as a whole. Not observed is an answer."""
    if isinstance(item, kinds.Rubric | kinds.Checklist):
        for row in item.rows:
            given = raw.get(row.key)
            if not row.optional and (is_empty(given) or not _says_something(item, given)):
                yield row.key
    elif isinstance(item, kinds.Judgement):
        if number_of(raw) is None and not is_na(raw):
            yield None
    elif isinstance(item, kinds.Signature) and raw is False:
        yield None


def _too_few_rows(item: Item, raw: Any, name: str) -> list[AnswerError]:
    if not isinstance(item, kinds.Rubric):
        return []
    judged = sum(1 for row in item.rows if number_of(raw.get(row.key)) is not None)
    return [] if judged >= item.least else [_error(name, None, "too_few", {"least": item.least})]


def _says_something(item: Item, given: Any) -> bool:
    if not isinstance(given, Mapping):
        return True
    return given.get("v") is not None or is_na(given)


def _repeat_errors(
    checking: Checking, facts: Facts | RowFacts, item: kinds.Repeat, raw: Any
) -> Iterator[AnswerError]:
    rows = [] if is_empty(raw) else raw
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield _error(item.key, None, "repeat", {})
        return
    least = max(item.min, 1 if checking.complete and _is_required(facts, item) else 0)
    if checking.complete and len(rows) < least:
        yield _error(item.key, None, "too_few", {"least": least})
    if len(rows) > item.max:
        yield _error(item.key, None, "too_many", {"most": item.max})
    identities = [row.get("_id") for row in rows]
    if not _are_row_ids(identities):
        yield _error(item.key, None, "row_id", {})
    else:
        yield from _named_twice(item, rows)
        yield from _row_errors(checking, facts, item, rows[: item.max])


def _named_twice(item: kinds.Repeat, rows: list[dict[str, Any]]) -> Iterator[AnswerError]:
    """Somebody who stands in a list of people more than once."""
    for inner in item.items:
        if inner.type != "person":
            continue
        seen: set[str] = set()
        for row in rows:
            who = identity_of(row.get(inner.key))
            if who and who in seen:
                yield _error(item.key, row["_id"], "person_twice", {"column": inner.key})
            seen.add(who)


def _are_row_ids(found: list[Any]) -> bool:
    sound = all(isinstance(one, str) and 0 < len(one) <= 64 for one in found)
    return sound and len(set(found)) == len(found)


def _row_errors(
    checking: Checking, facts: Facts | RowFacts, item: kinds.Repeat, rows: list[dict[str, Any]]
) -> Iterator[AnswerError]:
    outer = facts.outer if isinstance(facts, RowFacts) else facts
    inner_items = {inner.key: inner for inner in item.items}
    for row in rows:
        inside = RowFacts(row, inner_items, outer)
        for inner in item.items:
            if inner.type in kinds.CONTENT_ONLY:
                continue
            for error in _item_errors(checking, inside, inner, row.get(inner.key), inner.key):
                params = dict(error.params) | {"column": inner.key}
                yield _error(item.key, row["_id"], error.code, params)


__all__ = ["AnswerError", "Checked", "comment_of", "validate_answers"]
