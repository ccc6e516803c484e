"""The levels that can be asked of one learner: the steps of the scale a requirement names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _

from gateway.clients import forms as forms_client
from gateway.web.template_filters import words
from libs.contracts.base import Fault
from libs.formengine import Scale, shared_scale, wording

# More steps than these are typed sooner than chosen.
MOST_LISTED = 13
NEAR = 1e-9


def levels_of(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What asks a level: [{key, title, scale, now: words of the level that the programme asks,
    steps: [{value, label}] or, of a fine scale, none with min and max}]."""
    return [
        {
            "key": one["key"],
            "title": words(one["title"], g.language),
            "scale": wording(scale.title, g.language),
            "now": level_words(one["level"], scale),
            "steps": _steps(scale),
            **_ends(scale),
        }
        for one in plan["requirements"]
        if (scale := _scale_of(one)) is not None
    ]


def names_of(plan: Mapping[str, Any]) -> dict[str, str]:
    """`requirement/level/3`: the words of a level that was agreed for this learner."""
    asked = {one["key"]: one for one in plan["requirements"]}
    found = {}
    for one in plan["adaptations"]:
        level = one["changes"].get("level") if one["kind"] == "count" else None
        scale = _scale_of(asked.get(one["requirement"], {})) if level is not None else None
        if scale is not None:
            found[f"{one['requirement']}/level/{level}"] = level_words(level, scale)
    return found


def level_words(level: Any, scale: Scale) -> str:
    """A step without words of its own is called by its number."""
    said = {one.value: wording(one.label, g.language) for one in scale.levels}.get(level)
    return said if said and said != str(level) else _("level {n}").format(n=level)


def _scale_of(requirement: Mapping[str, Any]) -> Scale | None:
    """The version of the scale that it names; None where no level is asked or it is gone."""
    key, _at, version = str(requirement.get("scale") or "").partition("@")
    if not version.isdigit():
        return None
    try:
        return shared_scale(forms_client.definition("scale", key, int(version))["document"])
    except Fault as fault:
        if fault.status >= 500:
            raise
        return None


def _steps(scale: Scale) -> list[dict[str, Any]]:
    whole = _whole(scale)
    said = {one.value: wording(one.label, g.language) for one in scale.levels}
    if len(whole) > MOST_LISTED:
        return []
    return [{"value": str(one), "label": said.get(one) or str(one)} for one in whole]


def _whole(scale: Scale) -> list[int]:
    return [round(one) for one in scale.values if abs(one - round(one)) < NEAR]


def _ends(scale: Scale) -> dict[str, int]:
    whole = _whole(scale)
    return {"min": min(whole), "max": max(whole)} if whole else {}
