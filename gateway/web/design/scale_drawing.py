"""A scale as its steps, to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from libs.formengine import wording

SIGNS = {
    "stop": (_l("Stop"), "octagon-x", "stop"),
    "care": (_l("Take care"), "triangle-alert", "care"),
    "go": (_l("Go"), "circle-check", "go"),
}


def scale_drawn(document: Mapping[str, Any]) -> dict[str, Any]:
    """{steps: [{value, label, description, sign}], bounds: {min, max, step} | None, na}."""
    levels = document.get("levels") or ()
    bounds = {name: document.get(name) for name in ("min", "max", "step")}
    return {
        "steps": [_step(one) for one in sorted(levels, key=lambda level: level["value"])],
        "bounds": bounds if bounds["max"] is not None else None,
        "na": wording(document.get("na"), g.language),
    }


def _step(level: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": level["value"],
        "label": wording(level.get("label"), g.language),
        "description": wording(level.get("description") or level.get("help"), g.language),
        "sign": SIGNS.get(str(level.get("sign"))),
    }
