"""The JSON Schema of each kind of definition, for integrators."""

from __future__ import annotations

from libs import formengine

from .shapes import Schema, framework, scale
from .shapes_programme import programme


def of(kind: str) -> Schema:
    """The JSON Schema of a kind of definition."""
    if kind == "form":
        return formengine.json_schema()
    return {"framework": framework, "scale": scale, "programme": programme}[kind]()
