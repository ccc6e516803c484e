"""What the rules of somebody's page ask about and the page itself does not hold.

The browser shows and requires questions by the same rules as the check at Send, so it needs what
that check reads: the context and the answers of ended stages. It is given no more than that, and
nothing its reader may not read: a rule over what is not told is left to the check at Send.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from libs.formengine import items as kinds
from libs.formengine.answers.facts import Facts
from libs.formengine.contribution import Contribution
from libs.formengine.items import Item
from libs.formengine.model import Definition
from libs.formengine.rules import paths
from libs.formengine.scores import Part, is_own, opening, parts, reads
from libs.formengine.visibility import View


def page_facts(
    definition: Definition,
    *,
    stage: str,
    role: str,
    given: Sequence[Contribution],
    view: View,
    context: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Values by path (`context.place`, `judge.overall`, `epa`), as `validate_answers` reads them.

    `given`: what counts of all stages, in role order; `view`: what of it the reader may read now.
    A path is told where the reader may read every answer behind it, and never what an anonymous
    round says; the others are left out.
    """
    by_stage: dict[str, list[Mapping[str, Any]]] = {}
    for one in given:
        if one.stage != stage:
            by_stage.setdefault(one.stage, []).append(one.answers)
    facts = Facts(definition, stage=stage, role=role, by_stage=by_stage, context=context)
    elsewhere = {
        path
        for path in _asked(definition, role, facts.mine)
        if path.partition(".")[0] not in facts.mine
    }
    readable = {one.contribution_id: one.answers for one in view.readings}
    return {
        path: facts.get(path)
        for path in sorted(elsewhere)
        if all(
            _is_told(definition, part, role, given, readable)
            for part in parts(definition, path)
            if part[0].id != stage
        )
    }


def _asked(definition: Definition, role: str, mine: frozenset[str]) -> Iterator[str]:
    """The paths behind every rule of a page, those of the scores it uses included."""
    for item in definition.all_items():
        is_words = item.type in kinds.CONTENT_ONLY and (not item.by or role in item.by)
        if is_words or item.key in mine:
            for rule in _rules(item):
                yield from reads(definition, rule)
        if isinstance(item, kinds.Repeat) and item.key in mine:
            yield from _asked_in_rows(definition, item)


def _asked_in_rows(definition: Definition, item: kinds.Repeat) -> Iterator[str]:
    """Inside a repeat the row's own items come first."""
    own = {inner.key for inner in item.items}
    asked = (path for inner in item.items for rule in _rules(inner) for path in paths(rule))
    for path in asked:
        if path.partition(".")[0] not in own:
            yield from reads(definition, {"get": path})


def _rules(item: Item) -> Iterator[Any]:
    yield from item.conditions
    if item.required is not None:
        yield item.required
    if isinstance(item, kinds.Date):
        yield from item.named_days.values()


def _is_told(
    definition: Definition,
    part: Part,
    role: str,
    given: Sequence[Contribution],
    readable: Mapping[str, Mapping[str, Any]],
) -> bool:
    there, filler, item = part
    if there.anonymous is not None:
        return False
    if not is_own(definition, there, filler, role) and (
        opening(definition, there, role) is None or (item.see is not None and role not in item.see)
    ):
        return False  # Not even that nothing stands there.
    return all(
        item.key not in one.answers or item.key in readable.get(one.id, ())
        for one in given
        if one.stage == there.id and one.role == filler
    )
