"""What the levels of a scale mean, where somebody rates: words that are not on the page already.

The words of a scale and of the rows of a rubric are frozen with the form. Those of an outcome
stand in its framework, and count for judgements on the scale they were written for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gateway.clients import forms as forms_client
from gateway.web.template_filters import step_name, words
from libs.contracts.base import Fault

if TYPE_CHECKING:
    from gateway.web.form_page import FormPage

MOST_TO_PICK = 40  # more outcomes than people would read through are left to the framework itself

Level = tuple[str, str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """What levels mean: in general, or for the outcome called `title`.

    `levels`: the number or name a step is chosen by, what it is called, what it means. `picked_by`
    is the item on this page that picks the outcome: `outcome` counts only once it is picked there.
    """

    levels: tuple[Level, ...]
    title: str = ""
    outcome: str = ""
    picked_by: str = ""


def described_outcomes(
    frameworks: Mapping[str, Any] | None, items: Sequence[Any], all_items: Iterable[Any]
) -> dict[str, Mapping[str, Any]]:
    """By code (`epa/acute`) the outcomes with words per level, of the frameworks that the ratings
    among `items` count for; `all_items` are those of the whole form. A framework that cannot be had
    gives none: people fill in without."""
    pickers = {_of(one, "key"): _of(one, "framework") for one in all_items}
    wanted = {prefix for item in _flat(items) for prefix in _prefixes(item, pickers)}
    found: dict[str, Mapping[str, Any]] = {}
    for prefix, reference in dict(frameworks or {}).items():
        if prefix not in wanted:
            continue
        try:
            nodes = forms_client.framework(str(reference)).get("outcomes") or ()
        except (Fault, ValueError):
            continue
        found |= {f"{prefix}/{node['key']}": node for node in nodes if node.get("descriptors")}
    return found


def meanings_of(form: FormPage, item: Any, row: Any = None) -> list[Meaning]:
    """What to show with a rating, or with one row of a rubric; nothing where all is said."""
    scale = form.scale(_of(item, "scale"))
    if not scale.get("levels"):
        return []
    if row is not None:
        own = _of(row, "descriptors") or {}
        return _said(form, scale, own) or _of_outcomes(form, item, scale, _codes(row))
    rows = _of(item, "rows") or ()
    shares = not rows or any(not _codes(one) and not _of(one, "descriptors") for one in rows)
    named = _of_outcomes(form, item, scale, _codes(item)) if shares else []
    return _in_general(form, item, scale) + named


def _in_general(form: FormPage, item: Any, scale: Mapping[str, Any]) -> list[Meaning]:
    """The words that stand with the scale itself, unless all of them are on the page."""
    if _of(item, "type") == "scale" and _of(item, "key") == form.main_judgement:
        return []
    levels = [_level(form, level, level.get("description")) for level in scale["levels"]]
    between = levels[1:-1] if _of(item, "type") == "rubric" else levels  # a rubric names its ends
    is_more = any(meant for _, _, meant in levels) or any(name for _, name, _ in between)
    return [Meaning(tuple(levels))] if is_more else []


def _said(form: FormPage, scale: Mapping[str, Any], told: Mapping[str, Any]) -> list[Meaning]:
    levels = [
        _level(form, level, told[str(level["value"])])
        for level in scale["levels"]
        if told.get(str(level["value"]))
    ]
    return [Meaning(tuple(levels))] if levels else []


def _level(form: FormPage, level: Mapping[str, Any], meant: Any) -> Level:
    name = words(level.get("label"), form.lang)
    face = step_name(name, level["value"])
    return face, "" if name == face else name, words(meant, form.lang)


def _of_outcomes(
    form: FormPage, item: Any, scale: Mapping[str, Any], codes: Sequence[str]
) -> list[Meaning]:
    name = str(_of(item, "scale"))
    found: dict[str, Meaning] = {}
    for code, picked_by in _counted(form, codes):
        node = form.described.get(code, {})
        for told in _said(form, scale, node.get("descriptors", {}).get(name) or {}):
            title = words(node.get("title"), form.lang)
            found.setdefault(code, Meaning(told.levels, title, code, picked_by))
    return list(found.values())


def _counted(form: FormPage, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The outcomes meant, each with the item on this page that may still pick it."""
    here = {_of(one, "key"): _of(one, "framework") for one in _flat(form.items)}
    for written in codes:
        key = written[1:]
        if not written.startswith("$"):
            yield written, ""
        elif key in here:
            choices = [one for one in form.described if one.startswith(f"{here[key]}/")]
            yield from ((one, key) for one in choices if len(choices) <= MOST_TO_PICK)
        else:
            picked = form.answers.get(key, form.facts.get(key))
            for one in picked if isinstance(picked, list) else [picked]:
                if isinstance(one, str):
                    yield one, ""


def _prefixes(item: Any, pickers: Mapping[str, Any]) -> Iterator[str]:
    if _of(item, "type") not in ("scale", "rubric"):
        return
    for part in (item, *(_of(item, "rows") or ())):
        for code in _codes(part):
            yield str(pickers.get(code[1:]) if code.startswith("$") else code.partition("/")[0])


def _codes(part: Any) -> list[str]:
    given = _of(part, "outcomes") or ()
    return [given] if isinstance(given, str) else [str(one) for one in given]


def _flat(items: Sequence[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        if _of(item, "type") in ("section", "repeat"):
            yield from _flat(_of(item, "items") or ())


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
