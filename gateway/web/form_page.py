"""What the form macros need to draw one stage of a form, live or to be read."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from gateway.web.meanings import Meaning, meanings_of
from gateway.web.row_names import row_name

Item = Any  # a parsed item of the form engine, or the same as written in the document


def part(thing: Any, name: str, default: Any = None) -> Any:
    """A member of a parsed item or of one as written in JSON."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    found = getattr(thing, name, default)
    return default if found is None else found


def leaves(items: Sequence[Item]) -> Iterator[Item]:
    """The items that can hold an answer: sections opened, notes left out."""
    for item in items:
        if part(item, "type") == "section":
            yield from leaves(part(item, "items", ()))
        elif part(item, "type") != "note":
            yield item


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """One stage of one form as the reader may see or fill it.

    `items` are those to draw, in order (sections with their items). `ordinal` holds the paths whose
    values are steps of an ordinal scale, as the definition says. `answers` is the `answers`
    member of the answers document. `errors` maps a control (`trust`, `skills.talk`,
    `goals.0.what`) to a sentence. `options` gives, per outcome, ref or person item, a list of
    groups `{"label", "options": [{"value", "label"}]}`. `names` puts words to what answers only
    point at: `{"epa/acute": "...", "<file id>": "...", "<person id>": "..."}`. `facts` are
    what rules ask about and is not on this page: values by path (`context.place`, `epa`,
    `<stage>.<item>`, as formengine.page_facts gives them). What is not among them the browser
    leaves to the server: it shows such a question and does not require it. `files` describes
    stored files by id (gateway.web.pointing.file_words), `links` what references point at, by
    `kind:id`; `upload` says where script announces new files (`begin_url`); without it nothing can
    be added, and `no_upload_because` says why: the form has not begun, unless something else is
    said.
    `find_people` is where script searches for people by name. `asks_reason`: whether somebody reads
    why a thing was not observed; the sum of an anonymous round does not tell it. `described` are
    the outcomes of the frameworks, by code, that say per scale what a level looks like.
    """

    document: Mapping[str, Any]
    items: Sequence[Item]
    lang: str
    answers: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    errors: Mapping[str, str] = dataclasses.field(default_factory=dict)
    options: Mapping[str, Sequence[Mapping[str, Any]]] = dataclasses.field(default_factory=dict)
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    ordinal: Collection[str] = ()
    today: dt.date | None = None
    files: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    links: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    upload: Mapping[str, str] = dataclasses.field(default_factory=dict)
    no_upload_because: str = ""
    find_people: str = ""
    asks_reason: bool = True
    described: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)

    def meanings_of(self, item: Item, row: Any = None) -> list[Meaning]:
        """What the levels mean that this item, or one row of it, is rated with."""
        return meanings_of(self, item, row)

    def groups_of(self, item: Item) -> Sequence[Mapping[str, Any]]:
        """The groups of raters of the role that a person item fills, in the form's order."""
        found: Sequence[Mapping[str, Any]] = self._role_of(item).get("groups", ())
        return found

    def by_address(self, item: Item) -> bool:
        """Whether a person item takes somebody without an account, by name and address."""
        role = self._role_of(item)
        return not role or bool(role.get("external") and "link" in role.get("auth", ()))

    def _role_of(self, item: Item) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document.get("roles", {}).get(part(item, "role") or "", {})
        return found

    def row_name(self, item: Item, row: Mapping[str, Any]) -> str:
        """What a row of a repeat is called after, where its `row_title` is answered; else empty."""
        return row_name(self, item, row)

    @property
    def main_judgement(self) -> str | None:
        """The first scale: it is shown with all its wording, the others are as short as rubrics."""
        scales = (part(item, "key") for item in leaves(self.items) if part(item, "type") == "scale")
        return next(scales, None)

    def scale(self, name: str) -> Mapping[str, Any]:
        """A scale with its levels lowest first; one without levels gets a level per step."""
        scale = dict(self.document["scales"][name])
        if scale.get("levels"):
            scale["levels"] = sorted(scale["levels"], key=lambda level: level["value"])
        elif scale["kind"] != "vas":
            scale["levels"] = [{"value": value, "label": str(value)} for value in _steps(scale)]
        return scale

    @property
    def rules(self) -> dict[str, Any]:
        """What the browser needs to show and require items live; the server decides again."""
        return {
            "items": [_rule_part(item, within) for item, within in _all(self.items)],
            "computed": dict(self.document.get("computed", {})),
            "ordinal": sorted(self.ordinal),
            "facts": dict(self.facts),
        }


def _steps(scale: Mapping[str, Any]) -> list[float]:
    low, high, step = scale.get("min", 0), scale.get("max", 100), scale.get("step", 1)
    values = [low + step * count for count in range(int(round((high - low) / step)) + 1)]
    return [int(value) if float(value).is_integer() else value for value in values]


def _all(items: Sequence[Item]) -> Iterator[tuple[Item, Any]]:
    """Every item, and the rule of the section around it."""
    for item in items:
        yield item, part(item, "within")
        if part(item, "type") == "section":
            for inner in part(item, "items", ()):
                yield inner, part(item, "show")


def _rule_part(item: Item, within: Any = None) -> dict[str, Any]:
    kept = {"key": part(item, "key"), "type": part(item, "type")}
    if within is not None and within != part(item, "show"):
        kept["within"] = within
    for name in ("show", "required", "many"):
        if part(item, name) is not None:
            kept[name] = part(item, name)
    if kept["type"] == "date":
        bounds = {name: part(item, name) for name in ("min", "max")}
        kept |= {name: rule for name, rule in bounds.items() if isinstance(rule, Mapping)}
    if part(item, "rows"):
        kept["rows"] = [
            {name: part(row, name) for name in ("key", "weight", "points", "critical", "optional")}
            for row in part(item, "rows")
        ]
    if kept["type"] == "repeat":
        kept["items"] = [_rule_part(inner) for inner in part(item, "items", ())]
    return kept
