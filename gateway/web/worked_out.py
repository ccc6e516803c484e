"""What a form works out or takes along, in the words of the form: a name, and the value as people
write it, with its unit and as many digits as the form asks for.

A form names the fields of what it gives by keys of its own. People read them by the question that
answers them; where they are worked out by the words the form has for them (`names`), by a word for
the few keys everybody uses, or else as their author called them. Codes are nobody's words: without
a question that explains them they are not shown.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.template_filters import day, number
from libs.formengine import Definition, wording
from libs.formengine.model import Emit
from libs.formengine.rules import taken

USUAL = {
    "credits": _l("Credits"),
    "cut": _l("Pass mark"),
    "due_on": _l("Look again on"),
    "hours": _l("Hours"),
    "mark": _l("Mark"),
    "passed": _l("Passed"),
    "until": _l("Until"),
    "valid_until": _l("Valid until"),
    "weeks": _l("Weeks"),
}
STATES = {
    "open": _l("Open"),
    "closed": _l("Closed"),
    "active": _l("Valid"),
    "expired": _l("Expired"),
    "revoked": _l("Revoked"),
    "superseded": _l("Replaced"),
}

# Of a number for which the form asks no rounding.
DIGITS = 2
Line = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """The words that one form has for what it gives."""

    definition: Definition

    def declared(self, key: str) -> list[Emit]:
        """How the form declares what it gives under a key; where several stages bring it up to
        date, the last first."""
        return [each for each in reversed(self.definition.emit) if each.key == key]

    def details(self, key: str, detail: Mapping[str, Any]) -> list[Line]:
        """All that goes along, by the question each comes from; one question is not read twice."""
        found: dict[str, Line] = {}
        for name, value in detail.items():
            line = self.said(key, name, value)
            if line:
                found.setdefault(line[0], line)
        return list(found.values())

    def said(self, key: str, name: str, value: Any) -> Line | None:
        """One field of what the form gives under a key; None where there are no words for it."""
        declared = [each for each in self.declared(key) if name in each.fields]
        for each in declared:
            said = self.of_question(each, name, value)
            if said:
                return said
        if name == "state":
            return _("How it stands"), str(STATES.get(str(value), ""))
        usual = str(USUAL[name]) if name in USUAL else ""
        if name == "kind" or not (usual or declared):
            return None
        rule = declared[0].fields[name] if declared else None
        return self.worked_out(name, rule, value, usual)

    def of_question(self, emission: Emit, name: str, value: Any) -> Line | None:
        """What a field says by the question, or the row of one, whose answer it takes as it is."""
        path = taken(emission.fields[name])
        key, _dot, row_key = path.partition(".")
        item = self._inside(emission.each).get(key) or self.definition.by_key.get(key)
        row = next((one for one in getattr(item, "rows", ()) if one.key == row_key), None)
        if item is None or bool(row_key) != bool(row):
            return None
        said = self._answer(item, value)
        return (wording((row or item).label, g.language), said) if said else None

    def worked_out(self, name: str, rule: Any, value: Any, usual: str = "") -> Line | None:
        """A value that no question holds, under the words for it or for the score behind it."""
        named = self.definition.names.get(name) or self._of_score(rule)
        if isinstance(value, str) and not _is_day(value) and not usual:
            return None
        digits = digits_of(self.definition, rule)
        said = " ".join(
            filter(None, (plain(value, digits), wording(named.get("unit"), g.language)))
        )
        label = wording(named.get("label"), g.language) or usual or as_called(name)
        return (label, said) if said else None

    def score(self, rule: Any) -> str:
        """What the score is called that a rule takes as it is, where the form says so."""
        return wording(self._of_score(rule).get("label"), g.language)

    def level(self, name: str, value: Any) -> str:
        """A value on a scale of the form: its label, or how far it comes."""
        scale = self.definition.scales.get(name)
        labels = {lv.value: wording(lv.label, g.language) for lv in scale.levels} if scale else {}
        if value is None or isinstance(value, list | dict):
            return ""
        if labels.get(value) or scale is None:
            return labels.get(value) or plain(value)
        shown, most = plain(value), number(scale.max, g.language)
        return _("%(value)s of %(most)s", value=shown, most=most)

    def _of_score(self, rule: Any) -> Mapping[str, Any]:
        return self.definition.names.get(taken(rule), {})

    def _inside(self, repeat: str | None) -> dict[str, Any]:
        found = self.definition.by_key.get(repeat or "")
        return {item.key: item for item in getattr(found, "items", ())}

    def _answer(self, item: Any, value: Any) -> str:
        if item.type == "choice":
            given = value if isinstance(value, list) else [value]
            labels = {one.value: wording(one.label, g.language) for one in item.options}
            return ", ".join(labels[one] for one in given if one in labels)
        if item.type in ("scale", "rubric"):
            return self.level(item.scale, value)
        if item.type == "outcome":
            return ""
        unit = wording(item.unit, g.language) if item.type == "number" else ""
        return " ".join(filter(None, (plain(value), unit)))


def shown_by_itself(
    definition: Definition, record: Mapping[str, Any], given: set[str]
) -> Iterator[Line]:
    """The scores that the form shows by themselves, where nothing `given` (keys of emissions) tells
    them already: each with what it was in every contribution of which the reader may know it."""
    told = {path for one in definition.emit if one.key in given for path in _taken_by(one)}
    words = Words(definition)
    for name, rule in definition.computed.items():
        if name in told or not definition.names.get(name, {}).get("shown"):
            continue
        found = [one.get("computed", {}).get(name) for one in record.get("contributions", ())]
        lines = [words.worked_out(name, rule, value) for value in found if value is not None]
        said = dict.fromkeys(line[1] for line in lines if line)
        if said:
            yield wording(definition.names[name]["label"], g.language), " · ".join(said)


def as_called(name: str) -> str:
    """`rest_days` as its author called it: `Rest days`."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def digits_of(definition: Definition, rule: Any) -> int:
    """How many digits after the point a rule asks for, itself or in the score that it takes."""
    rule = definition.computed.get(taken(rule), rule)
    given = rule.get("round") if isinstance(rule, Mapping) else None
    if given is None:
        return DIGITS
    asked = given[1] if isinstance(given, list) and len(given) > 1 else 0
    return asked if isinstance(asked, int) else DIGITS


def plain(value: Any, digits: int | None = None) -> str:
    """A value without a question of its own: yes or no, a number, a day, or words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return number(value if digits is None else round(value, digits), g.language)
    if not isinstance(value, str):
        return ""
    return day(value, g.language) if _is_day(value) else value


def _is_day(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _taken_by(emission: Emit) -> set[str]:
    return {taken(emission.value), *(taken(rule) for rule in emission.fields.values())}
