"""Which data points of a form may stand in one line with those of older forms it says it is the
same as (`same_as`). Only what is measured alike is: the word of the author is not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from libs.formengine import items as kinds
from libs.formengine.differences import is_turned
from libs.formengine.model import Definition, Scale

MOST_GENERATIONS = 8
FormOf = Callable[[str], Definition | None]
Lines = Mapping[tuple[str | None, str], str]


def lines(definition: Definition, form_of: FormOf) -> Lines:
    """(Question or None for all, own scale) -> scale of the oldest form it goes on from.

    `form_of` gives the form of a reference such as `old@2`, None where it is not known. Shared
    scales are the same everywhere and are not named. A scale of the form itself goes on where the
    older form has one of that name with the same kind and values; a checklist where the older one
    has the same rows. `old@2/trust` speaks of that one question only.
    """
    return _lines(definition, form_of, MOST_GENERATIONS)


def line_of(found: Lines, item: str | None, scale: str) -> str | None:
    """The older scale in whose line a value of this question goes on."""
    return found.get((item, scale)) or found.get((None, scale))


def _lines(definition: Definition, form_of: FormOf, generations: int) -> Lines:
    found: dict[tuple[str | None, str], str] = {}
    for said in definition.document.get("same_as", ()) if generations else ():
        reference, _, question = said.partition("/")
        older = form_of(reference)
        if older is None or older.key == definition.key:
            continue
        before = _lines(older, form_of, generations - 1)
        for item, mine, theirs in _alike(definition, older, question or None):
            oldest = line_of(before, item, theirs) or theirs
            found.setdefault((item if question else None, mine), oldest)
    return {place: oldest for place, oldest in found.items() if place[1] != oldest}


def _alike(
    new: Definition, old: Definition, question: str | None
) -> Iterator[tuple[str, str, str]]:
    """Question, own scale, older scale."""
    for item in new.all_items():
        before = old.by_key.get(item.key)
        if question not in (None, item.key) or before is None:
            continue
        if isinstance(item, kinds.Checklist) and isinstance(before, kinds.Checklist):
            pairs = _alike_rows(item, before, new.key, old.key)
        elif isinstance(item, kinds.Judgement | kinds.Rubric) and before.type == item.type:
            pairs = _alike_scales(new, old, item.scale, before.scale)  # type: ignore[attr-defined]
        else:
            continue
        yield from ((item.key, mine, theirs) for mine, theirs in pairs)


def _alike_scales(
    new: Definition, old: Definition, name: str, other: str
) -> Iterator[tuple[str, str]]:
    mine, theirs = new.scales[name], old.scales[other]
    if name == other and mine.id != theirs.id and measures_alike(mine, theirs):
        yield mine.id, theirs.id


def measures_alike(mine: Scale, theirs: Scale) -> bool:
    """Whether a value says the same on both: one kind, the same values, and not turned round."""
    alike = (mine.kind, mine.values) == (theirs.kind, theirs.values)
    return alike and not is_turned(theirs, mine)


def _alike_rows(
    item: kinds.Checklist, before: kinds.Checklist, new: str, old: str
) -> Iterator[tuple[str, str]]:
    """The points of a whole checklist are alike where all rows are; those of a row by itself."""
    mine, theirs = ({row.key: _worth(row) for row in one.rows} for one in (item, before))
    if mine == theirs:
        yield f"{new}/{item.key}", f"{old}/{item.key}"
    for row in mine.keys() & theirs.keys():
        if mine[row] == theirs[row]:
            yield f"{new}/{item.key}.{row}", f"{old}/{item.key}.{row}"


def _worth(row: kinds.Row) -> tuple[float, float]:
    return row.points, row.weight
