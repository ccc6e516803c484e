"""What a record gave its portfolio besides judgements and texts, as people say it.

A form names the fields of what it gives by keys of its own. People read them by the question that
answers them, or by a word for the few keys everybody uses; what has neither is not shown.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import forms as forms_client
from gateway.web.dashboard_parts import KINDS, REGISTRATION_STATES
from gateway.web.template_filters import day, number
from libs.contracts.base import Fault
from libs.formengine import Definition, wording

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

Line = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`kind` in a word, what it is about, what it says in a few words or by a light, how it stands
    (a key of `record_state` or words), and all else as lines of a name and a value."""

    kind: str
    about: str = ""
    says: str = ""
    light: str = ""
    record_state: str = ""
    state: str = ""
    lines: tuple[Line, ...] = ()


def results_of(record: Mapping[str, Any], definition: Definition) -> list[Result]:
    """Decisions first, then flags, registrations and scores. Replies of before have none."""
    found = record.get("results") or {}
    reader = _Reader(definition, _titles(found, definition))
    points = found.get("data_points", ())
    return [
        *(reader.decision(one) for one in found.get("decisions", ())),
        *(reader.flag(one) for one in points if one["kind"] == "flag"),
        *(reader.registration(one) for one in found.get("registrations", ())),
        *(reader.score(one) for one in points if one["kind"] != "flag"),
    ]


@dataclasses.dataclass(frozen=True, slots=True)
class _Reader:
    definition: Definition
    titles: Mapping[str, str]

    def decision(self, one: Mapping[str, Any]) -> Result:
        result = self._said(one, "result", one["result"])
        level = self._on_scale(one, one["level"])
        validity = [
            (_("Valid from"), day(one["valid_from"], g.language)),
            (_("Valid until"), day(one["valid_until"], g.language)),
        ]
        stands = "" if one["advice"] else str(STATES.get(one["state"], ""))
        return Result(
            kind=_("Advice") if one["advice"] else _("Decision"),
            about=self.titles.get(one["lineage"] or "", ""),
            says=result[1] if result else "",
            light=one["light"] or "",
            state=stands,
            lines=_filled((_("Level"), level), *validity, *self._details(one)),
        )

    def flag(self, one: Mapping[str, Any]) -> Result:
        stage = self.definition.by_stage.get(self._at(one))
        return Result(
            kind=_("Flag"),
            about=self.titles.get(one["lineage"] or "", "")
            or (wording(stage.label, g.language) if stage else ""),
            says=self._on_scale(one, one["value"]),
            lines=_filled(*self._details(one)),
        )

    def registration(self, one: Mapping[str, Any]) -> Result:
        hours = number(float(one["hours"]), g.language) if one["hours"] is not None else ""
        return Result(
            kind=_("Registration"),
            about=str(KINDS.get(one["kind"], "")),
            says=day(one["on"], g.language),
            record_state=REGISTRATION_STATES.get(one["state"], one["state"]),
            lines=_filled(
                (_("Hours"), hours),
                (_("Approved by"), one["approved_by"] or ""),
                *self._details(one),
            ),
        )

    def score(self, one: Mapping[str, Any]) -> Result:
        return Result(
            kind=_("Score"),
            about=self.titles.get(one["lineage"] or "", ""),
            says=self._on_scale(one, one["value"]),
            lines=_filled(*self._details(one)),
        )

    def _details(self, one: Mapping[str, Any]) -> Iterator[Line]:
        """By the question each comes from; one question is not read twice."""
        seen = set()
        for name, value in one["detail"].items():
            line = self._said(one, name, value)
            if line and line[0] not in seen:
                seen.add(line[0])
                yield line

    def _said(self, one: Mapping[str, Any], name: str, value: Any) -> Line | None:
        rules = (each.fields.get(name) for each in self._declared(one))
        for rule in rules:
            item = self._item(rule)
            said = self._answer(item, value) if item is not None else ""
            if said:
                return wording(item.label, g.language), said
        if name == "state":
            return _("How it stands"), str(STATES.get(str(value), ""))
        return (str(USUAL[name]), _plain(value)) if name in USUAL else None

    def _item(self, rule: Any) -> Any:
        """The question whose answer a rule takes as it is."""
        if not isinstance(rule, Mapping) or set(rule) != {"get"}:
            return None
        return self.definition.by_key.get(str(rule["get"]))

    def _answer(self, item: Any, value: Any) -> str:
        if item.type == "choice":
            given = value if isinstance(value, list) else [value]
            labels = {one.value: wording(one.label, g.language) for one in item.options}
            return ", ".join(labels[one] for one in given if one in labels)
        if item.type == "scale":
            return self._level(item.scale, value)
        unit = wording(item.unit, g.language) if item.type == "number" else ""
        return " ".join(part for part in (_plain(value), unit) if part)

    def _on_scale(self, one: Mapping[str, Any], value: Any) -> str:
        scale = next((each.scale for each in self._declared(one) if each.scale), "")
        return self._level(scale or "", value)

    def _level(self, name: str, value: Any) -> str:
        scale = self.definition.scales.get(name)
        labels = {lv.value: wording(lv.label, g.language) for lv in scale.levels} if scale else {}
        if value is None or isinstance(value, list | dict):
            return ""
        if labels.get(value) or scale is None:
            return labels.get(value) or _plain(value)
        shown, most = _plain(value), number(scale.max, g.language)
        return _("%(value)s of %(most)s", value=shown, most=most)

    def _declared(self, one: Mapping[str, Any]) -> list[Any]:
        """How its form declares it; where several stages bring it up to date, the last first."""
        return [each for each in reversed(self.definition.emit) if each.key == one["key"]]

    def _at(self, one: Mapping[str, Any]) -> str:
        return next((each.at for each in self._declared(one)), "")


def _filled(*lines: Line) -> tuple[Line, ...]:
    return tuple((name, value) for name, value in lines if name and value)


def _plain(value: Any) -> str:
    """A value without a question of its own: yes or no, a number, a day, or words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return number(value, g.language)
    if not isinstance(value, str):
        return ""
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return value
    return day(value, g.language)


def _titles(found: Mapping[str, Any], definition: Definition) -> dict[str, str]:
    """Of the outcomes that are named, by lineage."""
    each = [*found.get("data_points", ()), *found.get("decisions", ())]
    wanted = {one["lineage"] for one in each if one["lineage"]}
    titles: dict[str, str] = {}
    for reference in definition.frameworks.values() if wanted else ():
        try:
            nodes = forms_client.framework(reference)["outcomes"]
        except Fault:
            continue
        key = reference.partition("@")[0]
        for node in nodes:
            lineage = node.get("lineage") or f"{key}/{node['key']}"
            if lineage in wanted:
                titles[lineage] = wording(node["title"], g.language)
    return titles
