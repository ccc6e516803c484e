"""Steps for open drafts that no question of the publish page can say: they came with a file. They
are kept and told in words, and leave only when the author takes them out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _

from gateway.web.design.moving import (
    KEEP,
    Document,
    Item,
    Step,
    items_of,
    moving_questions,
    said_by,
    steps_of,
)
from libs.formengine import wording
from libs.formengine.rules import taken


def kept_steps(old: Document, new: Document) -> list[dict[str, Any]]:
    """[{place, sentence}]: what the author may take out; `place` counts in `migrate` from 0."""
    items = items_of(old) | items_of(new)
    kept = _beyond(old, new)
    return [{"place": place, "sentence": _told(step, items)} for place, step in kept.items()]


def renewed_steps(
    old: Document, new: Document, chosen: Mapping[str, str], left_out: Collection[int]
) -> list[Step]:
    """What was chosen, among the steps that no question can say, in the order in which all stood:
    a later step works on what an earlier one left."""
    kept = _beyond(old, new)
    fresh = {_about(step): step for step in steps_of(moving_questions(old, new), chosen)}
    steps: list[Step] = []
    for place, step in enumerate(new.get("migrate", ())):
        if place in kept and place not in left_out:
            steps.append(kept[place])
        if kept.get(place) != step and _about(step) in fresh:
            steps.append(fresh.pop(_about(step)))
    return [*steps, *fresh.values()]


def _beyond(old: Document, new: Document) -> dict[int, Step]:
    """By place: the steps, or what of them, that are not the answer to a question."""
    offered = {
        one["name"]: [option["value"] for option in one["options"] if option["value"] != KEEP]
        for one in moving_questions(old, new)
    }
    after, found = items_of(new), {}
    for place, step in reversed(list(enumerate(new.get("migrate", ())))):
        said = said_by([step], after)
        fits = [name for name, given in said.items() if given in offered.get(name, ())]
        for name in fits:  # Where two steps answer one question, the page shows the last of them.
            del offered[name]
        rest = _rest(step, fits)
        if rest is not None:
            found[place] = rest
    return dict(sorted(found.items()))


def _rest(step: Step, fits: Collection[str]) -> Step | None:
    if "map" not in step:
        return None if fits else step
    key, words = step["map"]
    rest = {value: given for value, given in words.items() if f"option.{key}.{value}" not in fits}
    return {"map": [key, rest]} if rest else None


def _about(step: Step) -> tuple[str, str]:
    """What a step is about: two steps of one thing never come out of the questions."""
    if "map" in step:
        return "option", step["map"][0]
    if "set" in step:
        return "new", step["set"][0]
    return "gone", step["rename"][0] if "rename" in step else step["drop"]


def _told(step: Step, items: Mapping[str, Item]) -> str:
    def name(key: str) -> str:
        return wording(items.get(key, {}).get("label"), g.language) or key

    if "drop" in step:
        return _("Answers to “%(what)s” are thrown away", what=name(step["drop"]))
    (what, given) = next(iter(step.values()))
    if "rename" in step:
        return _("Answers to “%(what)s” go to “%(to)s”", what=name(what), to=name(given))
    if "map" in step:
        pairs = ", ".join(f"“{before}” → “{after}”" for before, after in given.items())
        return _("Answers to “%(what)s” change: %(pairs)s", what=name(what), pairs=pairs)
    return _beginning(name(what), given, name)


def _beginning(what: str, rule: Any, name: Callable[[str], str]) -> str:
    if path := taken(rule):
        return _("“%(what)s” begins as “%(other)s” was", what=what, other=name(path))
    if isinstance(rule, Mapping):
        return _("“%(what)s” begins with what follows from other answers", what=what)
    answer = (_("Yes") if rule else _("No")) if isinstance(rule, bool) else rule
    return _("“%(what)s” begins with “%(answer)s”", what=what, answer=answer)
