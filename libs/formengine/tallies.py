"""How often the options of a question were chosen in an anonymous round, for all together only.

As with scales no count under three is told, and none that another one or the total would give
away: options of which one is chosen are put together, in their order, until three chose them; of
several, an option is told where three ticked it and three did not. Nothing is told per group.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from libs.formengine.items import Choice, Item, YesNo

FEWEST = 3
YES, NO = "yes", "no"


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """How many chose one of these options; never fewer than three."""

    options: tuple[str, ...]
    n: int


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """One question over the whole round. Options of a yes/no question are `yes` and `no`.

    `n` is None, and nothing else told, where one or two of those who were asked gave no answer.
    Where all options together are the only part there is, `parts` is empty and `most` says which
    was chosen most (the first of those chosen as often). Of several that may be ticked there is no
    `most`.
    """

    item: str
    n: int | None
    most: str | None
    parts: tuple[Part, ...]


def may_tell(left_open: int) -> bool:
    """Whether the number of answers may be told, where so many gave none."""
    return left_open == 0 or left_open >= FEWEST


def tally(item: Item, answers: Sequence[Any], least: int) -> Tally | None:
    """`answers`: one of everybody who was asked. None with fewer than `least` that say something,
    and for questions that are not counted so."""
    if not isinstance(item, YesNo | Choice):
        return None
    chosen = [one for answer in answers if (one := _chosen(item, answer))]
    if len(chosen) < least:
        return None
    if not may_tell(len(answers) - len(chosen)):
        return Tally(item.key, None, None, ())
    counts = {option: sum(option in one for one in chosen) for option in _options(item)}
    if isinstance(item, Choice) and item.many:
        return Tally(item.key, len(chosen), None, tuple(_ticked(item, counts, len(chosen))))
    parts = _together(counts)
    if len(parts) > 1:
        return Tally(item.key, len(chosen), None, tuple(parts))
    return Tally(item.key, len(chosen), _most(counts), ())


def _most(counts: Mapping[str, int]) -> str:
    """Trying all rounds of up to a dozen people shows that this tells no count of one or two."""
    return max(counts, key=lambda option: counts[option])


def _options(item: YesNo | Choice) -> tuple[str, ...]:
    if isinstance(item, YesNo):
        return (YES, NO)
    return tuple(option.value for option in item.options)


def _chosen(item: YesNo | Choice, answer: Any) -> frozenset[str]:
    """What somebody chose; nothing where the answer says nothing that is counted."""
    if isinstance(item, YesNo):
        return frozenset((YES if answer else NO,)) if isinstance(answer, bool) else frozenset()
    given = answer if isinstance(answer, list) else [answer]
    return frozenset(one for one in given if isinstance(one, str) and one in item.values)


def _ticked(item: Choice, counts: Mapping[str, int], n: int) -> Iterator[Part]:
    told = [option for option, ticks in counts.items() if FEWEST <= ticks <= n - FEWEST]
    is_fixed = max(item.min, 1) == (item.max or len(counts))
    if is_fixed and len(told) < len(counts):
        return  # Everybody ticked as many: the total minus the others would tell the rest.
    for option in told:
        yield Part((option,), counts[option])


def _together(counts: Mapping[str, int]) -> list[Part]:
    """Neighbours put together until three chose them; the rest joins the last ones."""
    found: list[Part] = []
    names: tuple[str, ...] = ()
    n = 0
    for option, ticks in counts.items():
        names, n = (*names, option), n + ticks
        if n >= FEWEST:
            found.append(Part(names, n))
            names, n = (), 0
    if found and names:
        last = found.pop()
        found.append(Part((*last.options, *names), last.n + n))
    return found
