"""What a record gave its portfolio besides judgements and texts, as people say it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _

from gateway.clients import forms as forms_client
from gateway.web.dashboard_parts import KINDS, REGISTRATION_STATES
from gateway.web.template_filters import day
from gateway.web.worked_out import STATES, Line, Words, plain, shown_by_itself
from libs.contracts.base import Fault
from libs.formengine import Definition, wording


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
    """Decisions first, then flags, registrations and scores, those that only the form tells last.
    Replies of before have none."""
    found = record.get("results") or {}
    reader = _Reader(definition, _titles(found, definition), Words(definition))
    points = found.get("data_points", ())
    return [
        *(reader.decision(one) for one in found.get("decisions", ())),
        *(reader.flag(one) for one in points if one["kind"] == "flag"),
        *(reader.registration(one) for one in found.get("registrations", ())),
        *(reader.score(one) for one in points if one["kind"] != "flag"),
        *(
            Result(kind=_("Score"), about=name, says=said)
            for name, said in shown_by_itself(definition, record, _given(found))
        ),
    ]


def _given(found: Mapping[str, Any]) -> set[str]:
    """The keys of all that is shown already."""
    return {
        one["key"]
        for kind in ("data_points", "registrations", "decisions")
        for one in found.get(kind, ())
    }


@dataclasses.dataclass(frozen=True, slots=True)
class _Reader:
    definition: Definition
    titles: Mapping[str, str]
    words: Words

    def decision(self, one: Mapping[str, Any]) -> Result:
        result = self.words.said(one["key"], "result", one["result"])
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
            lines=_filled(
                (_("Level"), level), *validity, *self.words.details(one["key"], one["detail"])
            ),
        )

    def flag(self, one: Mapping[str, Any]) -> Result:
        stage = self.definition.by_stage.get(self._at(one))
        return Result(
            kind=_("Flag"),
            about=self.titles.get(one["lineage"] or "", "")
            or (wording(stage.label, g.language) if stage else ""),
            says=self._on_scale(one, one["value"]),
            lines=_filled(*self.words.details(one["key"], one["detail"])),
        )

    def registration(self, one: Mapping[str, Any]) -> Result:
        hours = plain(float(one["hours"])) if one["hours"] is not None else ""
        return Result(
            kind=_("Registration"),
            about=str(KINDS.get(one["kind"], "")),
            says=day(one["on"], g.language),
            record_state=REGISTRATION_STATES.get(one["state"], one["state"]),
            lines=_filled(
                (_("Hours"), hours),
                (_("Approved by"), one["approved_by"] or ""),
                *self.words.details(one["key"], one["detail"]),
            ),
        )

    def score(self, one: Mapping[str, Any]) -> Result:
        called = next(
            (self.words.score(each.value) for each in self.words.declared(one["key"])), ""
        )
        return Result(
            kind=_("Score"),
            about=self.titles.get(one["lineage"] or "", "") or called,
            says=self._on_scale(one, one["value"]),
            lines=_filled(*self.words.details(one["key"], one["detail"])),
        )

    def _on_scale(self, one: Mapping[str, Any], value: Any) -> str:
        scale = next((each.scale for each in self.words.declared(one["key"]) if each.scale), "")
        return self.words.level(scale or "", value)

    def _at(self, one: Mapping[str, Any]) -> str:
        return next((each.at for each in self.words.declared(one["key"])), "")


def _filled(*lines: Line) -> tuple[Line, ...]:
    return tuple((name, value) for name, value in lines if name and value)


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
