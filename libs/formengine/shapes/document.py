"""The whole document, and the JSON Schema drawn from it."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from libs.formengine.rules.shape import ARITY, MAX_TEXT, PATH
from libs.formengine.shapes import items, parts
from libs.formengine.shapes.fields import (
    KEY,
    LANGUAGE,
    VERSIONED,
    Field,
    LanguageMap,
    Many,
    Named,
    Part,
    Pick,
    Rule,
    Shape,
    Whole,
    Words,
)


class DefinitionShape(Shape):
    """`form/1`."""

    format = Pick("form/1", required=True)
    key = parts.Key(required=True)
    languages = Many(Words(pattern=LANGUAGE.pattern, most=6), least=1, most=10, required=True)
    title = LanguageMap(required=True, most=200)
    description = LanguageMap()
    purpose = LanguageMap()
    minutes = Whole(1, 600)
    source = LanguageMap()
    process = Whole(1, 1000)
    frameworks = Named(KEY, Words(pattern=VERSIONED, most=80), most=20)
    scales = Named(parts.SCALE_NAME, Part(parts.ScaleShape), most=30)
    roles = Named(KEY, Part(parts.RoleShape), most=20, required=True)
    stages = Many(Part(parts.StageShape), least=1, most=30, required=True)
    items = Many(items.OneItem(items.ALL), most=400, required=True)
    computed = Named(KEY, Rule(), most=100)
    names = Named(KEY, Part(parts.NameShape), most=150)
    emit = Many(Part(parts.EmitShape), most=50)
    context = Part(parts.ContextShape)
    stakes = Pick("low", "medium", "high")
    same_as = Many(Words(pattern=rf"{KEY}@[0-9]+(/{KEY})?", most=150), most=20)
    based_on = Part(parts.BasedOnShape)
    migrate = Many(Part(parts.MigrateShape), most=100)


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the format.

    It describes shapes only. That fields exist, that paths end and that scores fit their scales is
    what `check` says.
    """
    definitions = {shape.__name__: _object(shape()) for shape in _all_shapes(Shape)}
    definitions |= {"wording": _WORDING, "rule": _rule_schema()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Form definition form/1",
        "$ref": "#/$defs/DefinitionShape",
        "$defs": definitions,
    }


def _all_shapes(base: type[Shape]) -> list[type[Shape]]:
    found: list[type[Shape]] = []
    for shape in base.__subclasses__():
        found += [shape, *_all_shapes(shape)]
    return sorted(found, key=lambda shape: shape.__name__)


def _object(schema: ma.Schema) -> dict[str, Any]:
    fields = {
        field.data_key or name: field
        for name, field in schema.fields.items()
        if isinstance(field, Field)
    }
    found: dict[str, Any] = {
        "type": "object",
        "properties": {name: field.json_schema() for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.required]
    return found | ({"required": required} if required else {})


_WORDING: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": f"^(?:{LANGUAGE.pattern})$"},
    "additionalProperties": {"type": "string", "minLength": 1},
}


def _rule_schema() -> dict[str, Any]:
    inner = {"$ref": "#/$defs/rule"}
    properties: dict[str, Any] = {
        operation: {"anyOf": [inner, {"type": "array", "items": inner, "maxItems": most}]}
        for operation, (_, most) in ARITY.items()
    }
    path = {"type": "string", "pattern": f"^(?:{PATH.pattern})$"}
    properties["get"] = {
        "anyOf": [path, {"type": "array", "items": path, "minItems": 1, "maxItems": 1}]
    }
    operation = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    literals = [
        {"type": ["null", "boolean", "number"]},
        {"type": "string", "maxLength": MAX_TEXT},
    ]
    return {"anyOf": [*literals, operation]}
