"""Anonymous rounds: what may be told without telling who said it. Never configurable.

Groups under the minimum are left out; so is a second group where the total would give the first
away. Values are counted per item, so that "not observed" cannot single anybody out either. No count
of answers under three is told: levels are put together until three have given them, the lowest
and highest value are those of three people, and only the total says how values were spread. Where
one or two left a question open, the count of answers to it is not told: the size of the round or
group minus that count would be a count under three. Choices are counted in `tallies`.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.answers.reading import comment_of, number_of
from libs.formengine.contribution import Contribution
from libs.formengine.model import Definition, Scale, Stage
from libs.formengine.rules import evaluate
from libs.formengine.tallies import FEWEST, Tally, may_tell, tally

COUNTED = frozenset({"scale", "rubric", "text", "yesno", "choice"})


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """How many gave a value from `low` to `high`; never fewer than three."""

    low: float
    high: float
    n: int


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """One item or row over a group (None: all groups together).

    `typical` is the median of an ordinal scale, the mean (to one decimal) of an interval one.
    `low` and `high` are values that at least three people stayed at or under, or reached; None
    with fewer than six answers. `spread` covers the whole scale, and is empty for a group: the
    total minus the groups would give the rest away. `n` is None, and `spread` empty, where one or
    two of those who were asked gave no value.
    """

    group: str | None
    item: str
    row: str | None
    n: int | None
    typical: float
    median: float
    low: float | None
    high: float | None
    spread: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class RoundSummary:
    """A closed round: how many answered, per shown group too, the values, how often options were
    chosen, and the comments."""

    stage: str
    n: int
    groups: Mapping[str, int]
    suppressed: frozenset[str]
    values: tuple[Summary, ...]
    comments: Mapping[str, tuple[str, ...]]
    tallies: tuple[Tally, ...] = ()


def suppressed(counts: Mapping[str, int], min_group: int) -> frozenset[str]:
    """The groups that must not be shown beside a total over all groups.

    A group under `min_group` is hidden. If what is hidden together is under the minimum, the total
    minus the shown groups would reveal it: the smallest shown groups are hidden too, until not.
    """
    present = {group: n for group, n in counts.items() if n > 0}
    hidden = {group for group, n in present.items() if n < min_group}
    shown = sorted(set(present) - hidden, key=lambda group: (present[group], group))
    while hidden and shown and sum(present[group] for group in hidden) < min_group:
        hidden.add(shown.pop(0))
    if len(hidden) == 1 and shown:
        hidden.add(shown[0])
    return frozenset(hidden)


def may_show_total(counts: Mapping[str, int], min_group: int) -> bool:
    return sum(counts.values()) >= min_group


def told_apart(
    before: Collection[str],
    now: Collection[str],
    n_before: int | None,
    n_now: int | None,
    least: int = FEWEST,
) -> int | None:
    """How many people the difference between two rounds is about, where those are fewer than
    `least`: who knows both sums and who was asked learns what they said. None where it tells of
    nobody.

    `before` and `now` are the people who were asked, of all or of one group; `n_...` how many of
    them answered, None while nobody may know. It is a lower bound: who stays silent in one round
    and speaks in the other is not known, unless the counts say so.
    """
    differing = len(set(before) ^ set(now))
    if n_before is not None and n_now is not None:
        differing = max(differing, abs(n_now - n_before))
    return differing if 0 < differing < max(least, FEWEST) else None


def shuffled(texts: Iterable[str]) -> tuple[str, ...]:
    """Comments in an order that says nothing about who gave which, or when."""
    return tuple(sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest()))


def summarise(
    definition: Definition, stage: Stage, contributions: Sequence[Contribution]
) -> RoundSummary | None:
    """The round as the reader may see it; None when there are too few answers for anything."""
    assert stage.anonymous is not None
    least = stage.anonymous.min_group
    given = [one for one in contributions if one.stage == stage.id and one.role in stage.by]
    if len(given) < least:
        return None
    counts = _counts(given)
    hidden = suppressed(counts, least)
    return RoundSummary(
        stage=stage.id,
        n=len(given),
        groups={group: n for group, n in sorted(counts.items()) if group not in hidden},
        suppressed=hidden,
        values=tuple(_summaries(definition, stage, given, hidden, least)),
        comments=_comments(definition, stage, given),
        tallies=tuple(_tallies(definition, stage, given, least)),
    )


def _group(one: Contribution) -> str:
    return one.group or one.role


def _counts(given: Iterable[Contribution]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in given:
        counts[_group(one)] = counts.get(_group(one), 0) + 1
    return counts


def _summaries(
    definition: Definition,
    stage: Stage,
    given: Sequence[Contribution],
    hidden: frozenset[str],
    least: int,
) -> Iterator[Summary]:
    is_one_group = len({_group(one) for one in given}) == 1
    for item, row, scale in _judged(definition, stage):
        numbers = [(_group(one), _number(one, item, row)) for one in given]
        known = [(group, value) for group, value in numbers if value is not None]
        counts: dict[str, int] = {}
        for group, _ in known:
            counts[group] = counts.get(group, 0) + 1
        if not may_show_total(counts, least):
            continue
        open_in = _left_open(_counts(_asked(definition, stage, given, item)), counts)
        values = [value for _, value in known]
        yield _summary(None, item, row, scale, values, may_tell(sum(open_in.values())))
        if is_one_group:
            continue
        # All groups or none: the total minus the others would tell the one left out.
        is_told = all(may_tell(n) for n in open_in.values())
        # A group hidden anywhere stays hidden, or two items together would tell.
        for group in sorted(set(counts) - hidden - suppressed(counts, least)):
            values = [value for of, value in known if of == group]
            yield _summary(group, item, row, scale, values, is_told)


def _asked(
    definition: Definition, stage: Stage, given: Iterable[Contribution], item: str
) -> Iterator[Contribution]:
    """Those whose role has this question."""
    for one in given:
        if any(has.key == item for has in definition.fillable(stage.id, one.role)):
            yield one


def _left_open(asked: Mapping[str, int], known: Mapping[str, int]) -> dict[str, int]:
    return {group: n - known.get(group, 0) for group, n in asked.items()}


def _judged(definition: Definition, stage: Stage) -> Iterator[tuple[str, str | None, Scale]]:
    for item in _questions(definition, stage):
        if isinstance(item, kinds.Judgement):
            yield item.key, None, definition.scales[item.scale]
        elif isinstance(item, kinds.Rubric):
            for row in item.rows:
                yield item.key, row.key, definition.scales[item.scale]


def _questions(definition: Definition, stage: Stage) -> list[kinds.Item]:
    """What is asked in the round, each question once."""
    found = (item for role in stage.by for item in definition.fillable(stage.id, role))
    return list({item.key: item for item in found}.values())


def _tallies(
    definition: Definition, stage: Stage, given: Sequence[Contribution], least: int
) -> Iterator[Tally]:
    for item in _questions(definition, stage):
        asked = _asked(definition, stage, given, item.key)
        found = tally(item, [one.answers.get(item.key) for one in asked], least)
        if found:
            yield found


def _number(one: Contribution, item: str, row: str | None) -> float | None:
    raw = one.answers.get(item)
    if row is not None:
        raw = raw.get(row) if isinstance(raw, Mapping) else None
    return number_of(raw)


def _summary(
    group: str | None,
    item: str,
    row: str | None,
    scale: Scale,
    values: Sequence[float],
    is_told: bool,
) -> Summary:
    ranked = sorted(values)
    median = _over("median", ranked, scale)
    is_enough = len(ranked) >= 2 * FEWEST
    return Summary(
        group,
        item,
        row,
        n=len(ranked) if is_told else None,
        typical=median if scale.is_ordinal else _over("mean", ranked, scale),
        median=median,
        low=ranked[FEWEST - 1] if is_enough else None,
        high=ranked[-FEWEST] if is_enough else None,
        spread=_cells(ranked, scale) if group is None and is_told else (),
    )


def _over(operation: str, values: Sequence[float], scale: Scale) -> float:
    path = "values"
    ordinal = {path} if scale.is_ordinal else frozenset[str]()
    rule = {"round": [{operation: [{"get": path}]}, 1]} if operation == "mean" else None
    rule = rule or {operation: [{"get": path}]}
    found: float = evaluate(rule, {path: list(values)}, ordinal=ordinal)
    return found


def _cells(values: Sequence[float], scale: Scale) -> tuple[Cell, ...]:
    """Levels from the lowest up, put together until at least three people gave them.

    The bounds are levels of the scale, given or not, so that a bound tells of nobody. What is left
    over at the top joins the cell under it.
    """
    found: list[Cell] = []
    start, n = 0, 0
    levels = sorted(scale.values)
    for place, level in enumerate(levels):
        n += sum(1 for value in values if value == level)
        if n >= FEWEST:
            found.append(Cell(levels[start], level, n))
            start, n = place + 1, 0
    if found and start < len(levels):
        last = found.pop()
        found.append(Cell(last.low, levels[-1], last.n + n))
    return tuple(found)


def _comments(
    definition: Definition, stage: Stage, given: Sequence[Contribution]
) -> dict[str, tuple[str, ...]]:
    assert stage.anonymous is not None
    if stage.anonymous.comments == "hidden":
        return {}
    found: dict[str, list[str]] = {}
    asked: dict[str, int] = {}
    for one in given:
        for item in definition.fillable(stage.id, one.role):
            asked[item.key] = asked.get(item.key, 0) + 1
            found.setdefault(item.key, []).extend(_texts(item, one.answers.get(item.key)))
    # Words under a question that only a few were asked would be theirs.
    enough = {key for key, n in asked.items() if n >= stage.anonymous.min_group}
    return {key: shuffled(texts) for key, texts in found.items() if texts and key in enough}


def _texts(item: kinds.Item, raw: Any) -> list[str]:
    if isinstance(item, kinds.Text):
        return [raw.strip()] if isinstance(raw, str) and raw.strip() else []
    if isinstance(item, kinds.Judgement):
        return [text] if (text := comment_of(raw)) else []
    if isinstance(item, kinds.Rubric) and isinstance(raw, Mapping):
        return [text for row in item.rows if (text := comment_of(raw.get(row.key)))]
    return []
