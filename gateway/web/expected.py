"""Which level of an outcome is expected in the learner's phase, as its framework says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _

from gateway.clients import forms as forms_client
from gateway.web.dashboard_parts import level_words
from libs.contracts.faults import NotFound
from libs.formengine import wording

# What learners say of themselves is not held against what is expected.
OWN = "learner"
Part = Mapping[str, Any]


def expected(area: Part, phase: str | None, series: Sequence[Part] = ()) -> list[dict[str, Any]]:
    """[{words, is_reached: bool | None}], one for each scale on which a level is expected. None
    while nobody else judged on that scale, and on that version of it: levels of two never meet.

    What was expected in an earlier phase stays expected until the framework says another level.
    """
    framework = _framework(area.get("framework"))
    phases = [one["key"] for one in framework.get("phases", ())]
    if phase not in phases:
        return []
    until = phases.index(phase)
    counting: dict[str, tuple[int, Part]] = {}
    for one in _of_outcome(framework, area):
        place = phases.index(one["phase"]) if one["phase"] in phases else until + 1
        if place <= until and place >= counting.get(one["scale"], (-1, one))[0]:
            counting[one["scale"]] = place, one
    return [
        {
            "words": _words(framework, one, is_now=place == until),
            "is_reached": _is_reached(one, series),
        }
        for place, one in counting.values()
    ]


def _framework(reference: str | None) -> Part:
    try:
        return forms_client.framework(reference) if reference else {}
    except NotFound:
        return {}


def _of_outcome(framework: Part, area: Part) -> Iterator[Part]:
    for outcome in framework["outcomes"]:
        key = outcome.get("key") or outcome.get("code")
        if (outcome.get("lineage") or f"{framework['key']}/{key}") == area["lineage"]:
            yield from outcome.get("expected", ())


def _words(framework: Part, one: Part, *, is_now: bool) -> str:
    titles = {phase["key"]: phase["title"] for phase in framework["phases"]}
    told = {
        "phase": wording(titles[one["phase"]], g.language),
        "level": level_words(one["scale"], one["level"]),
    }
    if is_now:
        return _("Expected in %(phase)s: %(level)s", **told)
    return _("Expected since %(phase)s: %(level)s", **told)


def _is_reached(one: Part, series: Sequence[Part]) -> bool | None:
    """By the newest judgement of somebody other than the learner; of two of one day the higher."""
    points = [
        (point["on"], point["value"])
        for line in series
        if line["scale"] == one["scale"] and line["role"] != OWN
        for point in line["points"]
        if point["value"] is not None
    ]
    return bool(max(points)[1] >= one["level"]) if points else None
