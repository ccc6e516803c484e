"""What becomes of answers in open drafts when they move to a new version: asked in sentences,
kept as the steps of `migrate` (docs/forms.md 9)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _

from libs.formengine import wording
from libs.formengine.rules import taken

Document = Mapping[str, Any]
Item = Mapping[str, Any]
Step = dict[str, Any]

KEEP = "keep"
_SILENT = frozenset({"section", "note"})


def moving_questions(old: Document, new: Document) -> list[dict[str, Any]]:
    """What the author is asked, as selects: [{name, label, value, options}]. `value` is what the
    `migrate` of the new document says now; "keep" stands for no step."""
    before, after = items_of(old), items_of(new)
    said = said_by(new.get("migrate", ()), after)
    asked = [
        *_gone_items(before, after),
        *_gone_options(before, after),
        *_new_items(before, after),
    ]
    return [one | {"value": said.get(one["name"], KEEP)} for one in asked]


def steps_of(questions: Sequence[Mapping[str, Any]], chosen: Mapping[str, str]) -> list[Step]:
    """The steps of what was chosen; what was not asked or not offered gives none."""
    steps: list[Step] = []
    words: dict[str, dict[str, str]] = {}
    for one in questions:
        answer = chosen.get(one["name"], KEEP)
        if answer == KEEP or answer not in {option["value"] for option in one["options"]}:
            continue
        kind, key, *rest = one["name"].split(".")
        if kind == "option":
            words.setdefault(key, {})[rest[0]] = answer
        else:
            steps.append(_step(kind, key, answer))
    return [*steps, *({"map": [key, given]} for key, given in words.items())]


def _step(kind: str, key: str, answer: str) -> Step:
    if kind == "gone":
        return {"drop": key} if answer == "drop" else {"rename": [key, answer.partition(":")[2]]}
    how, _colon, given = answer.partition(":")
    return {"set": [key, {"get": given} if how == "get" else json.loads(given)]}


def said_by(steps: Sequence[Mapping[str, Any]], after: Mapping[str, Item]) -> dict[str, str]:
    """Steps as answers to the questions they came from."""
    found: dict[str, str] = {}
    for step in steps:
        if "drop" in step:
            found[f"gone.{step['drop']}"] = "drop"
        elif "rename" in step:
            found[f"gone.{step['rename'][0]}"] = f"to:{step['rename'][1]}"
        elif "map" in step:
            key, words = step["map"]
            found |= {f"option.{key}.{value}": given for value, given in words.items()}
        elif "set" in step and step["set"][0] in after:
            key, rule = step["set"]
            path = taken(rule)
            found[f"new.{key}"] = f"get:{path}" if path else f"value:{json.dumps(rule)}"
    return found


def items_of(document: Document) -> dict[str, Item]:
    """What is answered, by key; what stands in a section too."""
    found: dict[str, Item] = {}
    for item in document["items"]:
        for one in item["items"] if item["type"] == "section" else [item]:
            if one["type"] not in _SILENT:
                found[one["key"]] = one
    return found


def _label(part: Mapping[str, Any]) -> str:
    return wording(part.get("label"), g.language) or _("A question without words")


def _option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


def _gone_items(before: Mapping[str, Item], after: Mapping[str, Item]) -> Iterator[dict[str, Any]]:
    for key, item in before.items():
        if key in after:
            continue
        others = [
            _option(f"to:{one['key']}", _("They go to “%(what)s”", what=_label(one)))
            for one in after.values()
            if _is_alike(one, item) and one["key"] not in before
        ]
        yield {
            "name": f"gone.{key}",
            "label": _("Answers to “%(what)s”, which is gone", what=_label(item)),
            "options": [
                _option(KEEP, _("They are kept, but nobody sees them")),
                *others,
                _option("drop", _("They are thrown away")),
            ],
        }


def _is_alike(one: Item, other: Item) -> bool:
    """Whether an answer to one can stand at the other."""
    return all(one.get(name) == other.get(name) for name in ("type", "scale", "many", "framework"))


def _gone_options(
    before: Mapping[str, Item], after: Mapping[str, Item]
) -> Iterator[dict[str, Any]]:
    for key, item in before.items():
        if item["type"] != "choice" or after.get(key, {}).get("type") != "choice":
            continue
        left = {one["value"]: one for one in after[key]["options"]}
        for one in item["options"]:
            if one["value"] in left:
                continue
            yield {
                "name": f"option.{key}.{one['value']}",
                "label": _(
                    "Who chose “%(option)s” at “%(what)s”, which is gone",
                    option=_label(one),
                    what=_label(item),
                ),
                "options": [
                    _option(KEEP, _("Chooses again")),
                    *(
                        _option(value, _("Gets “%(option)s”", option=_label(option)))
                        for value, option in left.items()
                    ),
                ],
            }


def _new_items(before: Mapping[str, Item], after: Mapping[str, Item]) -> Iterator[dict[str, Any]]:
    for key, item in after.items():
        options = [] if key in before else [*_values(item), *_answers(item, before)]
        if options:
            yield {
                "name": f"new.{key}",
                "label": _("“%(what)s” is new", what=_label(item)),
                "options": [_option(KEEP, _("It is empty")), *options],
            }


def _values(item: Item) -> Iterator[dict[str, str]]:
    """What a new question can begin with, where its answers are few."""
    if item["type"] == "yesno":
        given: list[tuple[Any, str]] = [(True, _("Yes")), (False, _("No"))]
    elif item["type"] == "choice" and not item.get("many"):
        given = [(one["value"], _label(one)) for one in item["options"]]
    else:
        return
    for value, label in given:
        yield _option(f"value:{json.dumps(value)}", _("It begins with “%(answer)s”", answer=label))


def _answers(item: Item, before: Mapping[str, Item]) -> Iterator[dict[str, str]]:
    for key, one in before.items():
        if _is_alike(one, item) and item["type"] in {"text", "number", "date", "yesno", "scale"}:
            yield _option(f"get:{key}", _("It begins as “%(what)s” was", what=_label(one)))
