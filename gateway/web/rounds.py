"""The sum of an anonymous round, as portfolio shows it to this reader, ready to be drawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _

from gateway.web.template_filters import number
from libs.formengine import Definition, Scale, wording
from libs.formengine.items import Choice, Item, Judgement, Rubric
from libs.formengine.tallies import NO, YES


@dataclasses.dataclass(frozen=True, slots=True)
class RoundQuestion:
    """One item: its rows as a table, and what people wrote under it, in no order."""

    label: str
    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    words: Sequence[str]


@dataclasses.dataclass(frozen=True, slots=True)
class RoundCard:
    """One closed round. `groups` are only those that may be shown, with how many answered."""

    label: str
    n: int
    groups: Sequence[tuple[str, int]]
    questions: Sequence[RoundQuestion]


def round_cards(record: Mapping[str, Any], definition: Definition) -> list[RoundCard]:
    return [_card(one, definition) for one in record.get("rounds") or ()]


def _card(one: Mapping[str, Any], definition: Definition) -> RoundCard:
    stage = definition.stage(one["stage"])
    names = _group_names(definition, stage.by)
    shown = {group: names.get(group, group) for group in one["groups"]}
    items = {item.key: item for role in stage.by for item in definition.fillable(stage.id, role)}
    questions = [_question(item, one, definition, shown) for item in items.values()]
    return RoundCard(
        label=wording(stage.label, g.language),
        n=one["n"],
        groups=[(shown[group], n) for group, n in one["groups"].items()] if len(shown) > 1 else [],
        questions=[each for each in questions if each.rows or each.words],
    )


def _group_names(definition: Definition, roles: Sequence[str]) -> dict[str, str]:
    names = {key: wording(definition.roles[key].label, g.language) for key in roles}
    groups = [group for key in roles for group in definition.roles[key].groups]
    return names | {group.key: wording(group.label, g.language) for group in groups}


def _question(
    item: Item, one: Mapping[str, Any], definition: Definition, groups: Mapping[str, str]
) -> RoundQuestion:
    values = [value for value in one["values"] if value["item"] == item.key]
    tally = next((t for t in one.get("tallies") or () if t["item"] == item.key), None)
    if tally:
        return _counted(item, tally)
    told = {value["group"] for value in values if value["group"]}
    columns = _columns({key: label for key, label in groups.items() if key in told})
    rows = list(_rows(item, values, definition)) if values else []
    label = wording(item.label, g.language)
    return RoundQuestion(label, columns, rows, one["comments"].get(item.key, ()))


def _counted(item: Item, tally: Mapping[str, Any]) -> RoundQuestion:
    """How often options were chosen; without parts only which one was chosen most."""
    label = wording(item.label, g.language)
    columns = [
        {"key": "label", "label": _("Question")},
        {"key": "most", "label": _("Chosen most")},
        {"key": "often", "label": _("How often")},
        {"key": "n", "label": _("Answers"), "number": True},
    ]
    words = _option_words(item)
    parts = [
        " / ".join(words.get(option, option) for option in part["options"]) + f": {part['n']}"
        for part in tally["parts"]
    ]
    row = {
        "label": label,
        "most": words.get(tally["most"]),
        "often": ", ".join(parts) or None,
        "n": tally["n"],
    }
    return RoundQuestion(label, columns, [row], ())


def _option_words(item: Item) -> dict[str, str]:
    if isinstance(item, Choice):
        return {option.value: wording(option.label, g.language) for option in item.options}
    return {YES: _("Yes"), NO: _("No")}


def _columns(groups: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"key": "label", "label": _("Question")},
        {"key": "typical", "label": _("Typical")},
        *({"key": f"group-{key}", "label": label} for key, label in groups.items()),
        {"key": "range", "label": _("Range")},
        {"key": "spread", "label": _("How often")},
        {"key": "n", "label": _("Answers"), "number": True},
    ]


def _rows(
    item: Item, values: Sequence[Mapping[str, Any]], definition: Definition
) -> Iterator[dict[str, Any]]:
    assert isinstance(item, Rubric | Judgement)
    scale = definition.scales[item.scale]
    parts = item.rows if isinstance(item, Rubric) else (None,)
    for part in parts:
        key = part.key if part else None
        here = {value["group"]: value for value in values if value["row"] == key}
        total = here.pop(None, None)
        if total:
            label = wording(part.label if part else item.label, g.language)
            groups = {f"group-{k}": _word(scale, v["typical"]) for k, v in here.items()}
            yield {"label": label} | _figures(scale, total) | groups


def _figures(scale: Scale, total: Mapping[str, Any]) -> dict[str, Any]:
    low, high = total["low"], total["high"]
    cells = [f"{_stretch(scale, one['low'], one['high'])}: {one['n']}" for one in total["spread"]]
    return {
        "typical": _word(scale, total["typical"]),
        "range": _stretch(scale, low, high) if low is not None else None,
        # One stretch over the whole scale says nothing but the number of answers.
        "spread": ", ".join(cells) if len(cells) > 1 else None,
        "n": total["n"],
    }


def _stretch(scale: Scale, low: float, high: float) -> str:
    words = dict.fromkeys((_word(scale, low), _word(scale, high)))
    return " – ".join(words)


def _word(scale: Scale, value: float) -> str:
    """The label of a level, else the number: `6,3` in Dutch."""
    found = next((level.label for level in scale.levels if level.value == value), None)
    return wording(found, g.language) if found else number(value, g.language)
