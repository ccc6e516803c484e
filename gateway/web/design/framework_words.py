"""What a framework says of an outcome besides its title, in the words of its editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.clients import forms as forms_client
from gateway.web.design.area import title_words
from libs.contracts.base import Fault
from libs.formengine import wording

Part = Mapping[str, Any]
Line = dict[str, str]

EPA_PARTS = {
    "specification": _l("What belongs to it"),
    "limitations": _l("What does not belong to it"),
    "risks": _l("Risks when it goes wrong"),
    "requires": _l("Knowledge, skills, attitude, experience"),
    "evidence": _l("Sources for progress and for entrustment"),
}
ALIKE = {
    "same": _l("is the same as"),
    "broader": _l("is broader than"),
    "narrower": _l("is narrower than"),
    "related": _l("has to do with"),
}


class FrameworkWords:
    """The names of one document, and of the scales and frameworks that it names."""

    def __init__(self, document: Part) -> None:
        self._document = document
        self._own = _titles(document)
        self._phases = {one["key"]: title_words(one["title"]) for one in document.get("phases", ())}
        self._scale = cache(_scale)
        self._outcomes = cache(_outcomes)

    def of_outcome(self, one: Part) -> list[Line]:
        """Every part that is filled in, as {name, text}."""
        return [
            {"name": str(name), "text": text}
            for name, text in (*self._activity(one.get("epa") or {}), *self._levels(one))
            if text
        ]

    def comparisons(self) -> list[dict[str, Any]]:
        """Of every crosswalk {title, lines: [sentence]}; none for a framework that is not here."""
        return [
            {
                "title": self._outcomes(one["to"])[0],
                "lines": [self._alike(one["to"], each) for each in one["maps"]],
            }
            for one in self._document.get("crosswalks", ())
            if self._outcomes(one["to"])[0]
        ]

    def _alike(self, reference: str, one: Part) -> str:
        theirs = self._outcomes(reference)[1]
        parts = [self._own.get(one["from"], ""), str(ALIKE[one["as"]]), theirs.get(one["to"], "")]
        note = wording(one.get("note"), g.language)
        return " ".join(parts) + (f": {note}" if note else "")

    def _activity(self, epa: Part) -> Iterator[tuple[Any, str]]:
        for part, label in EPA_PARTS.items():
            yield label, wording(epa.get(part), g.language)
        tied = [self._tied(each) for each in epa.get("competencies", ())]
        yield _("Competencies it asks for most"), ", ".join(one for one in tied if one)
        months = epa.get("expires_months")
        if months:
            text = ngettext("{n} month", "{n} months", months).format(n=months)
            yield _("Expires after so long without practice"), text

    def _tied(self, named: str) -> str:
        reference, slash, code = named.partition("/")
        if not (slash and "@" in reference):
            return self._own.get(named, "")
        return self._outcomes(reference)[1].get(code, "")

    def _levels(self, one: Part) -> Iterator[tuple[str, str]]:
        for each in one.get("expected", ()):
            phase = self._phases.get(each["phase"], "")
            title, steps = self._scale(each["scale"])
            level = steps.get(each["level"], str(each["level"]))
            label = _("Expected level: %(phase)s", phase=phase)
            yield label, f"{level} ({title})" if title else level
        for reference, levels in (one.get("descriptors") or {}).items():
            _title, steps = self._scale(reference)
            for value, words in levels.items():
                number = float(value)
                yield steps.get(number, f"{number:g}"), wording(words, g.language)


def _titles(document: Part) -> dict[str, str]:
    return {
        str(one.get("key") or one.get("code")): title_words(one.get("title") or one.get("label"))
        for one in document.get("outcomes", ())
    }


def _outcomes(reference: str) -> tuple[str, dict[str, str]]:
    try:
        document = forms_client.framework(reference)
    except Fault:
        return "", {}
    return title_words(document.get("title")), _titles(document)


def _scale(reference: str) -> tuple[str, dict[float, str]]:
    key, _at, version = reference.partition("@")
    try:
        document = forms_client.definition("scale", key, int(version))["document"]
    except Fault:
        return "", {}
    levels = document.get("levels") or ()
    words = {one["value"]: wording(one.get("label"), g.language) for one in levels}
    return title_words(document.get("title")), {k: text for k, text in words.items() if text}
