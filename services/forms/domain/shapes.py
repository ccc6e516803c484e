"""The shapes of `framework/1`, `scale/1` and `programme/1` as JSON Schema 2020-12.

They are what integrators get and what documents are looked at with; that parents exist, that
levels belong to their scale and the like is said by the rules of each kind.
"""

from __future__ import annotations

from typing import Any

from libs import formengine

Schema = dict[str, Any]

KINDS = ("epa", "competency", "sub_competency", "role", "learning_outcome", "own")
ALIKE = ("same", "broader", "narrower", "related")
EPA_PARTS = ("specification", "limitations", "risks", "requires", "evidence")
MOST_OUTCOMES = 2_000
DEEPEST = 8

_KEY = r"^[a-z][a-z0-9_-]{0,63}$"
_CODE = r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$"
_VERSIONED = r"^[a-z][a-z0-9_-]{0,63}@[0-9]{1,6}$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z]{2})?$"
_TIED_CODE = r"^([a-z][a-z0-9_-]{0,63}@[0-9]{1,6}/)?[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$"


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def texts(pattern: str, says: str, most: int = 100) -> Schema:
    return {"type": "string", "maxLength": most, "pattern": pattern, "x-says": says}


def list_of(items: Schema, *, least: int = 0, most: int = 100) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def object_of(required: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {name.rstrip("_"): one for name, one in properties.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def _map(names: str, values: Schema, *, most: int = 50) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": names},
        "additionalProperties": values,
        "maxProperties": most,
    }


_WORDING: Schema = _map(
    _LANGUAGE, {"type": "string", "minLength": 1, "maxLength": 8_000}, most=12
) | {"minProperties": 1, "x-says": "wording"}

_DEFS: dict[str, Schema] = {
    "wording": _WORDING,
    "key": texts(_KEY, "key", 64),
    "code": texts(_CODE, "code"),
    "versioned": texts(_VERSIONED, "reference", 80),
    "language": texts(_LANGUAGE, "shape", 6),
    "version": {"type": "integer", "minimum": 1, "maximum": 100_000},
    # What another system said that has no place of its own here; kept, never read.
    "extensions": {"type": "object", "maxProperties": 100},
    "epa": object_of(
        **{part: ref("wording") for part in EPA_PARTS},
        competencies=list_of(texts(_TIED_CODE, "code", 170), most=60),
        expires_months={"type": "integer", "minimum": 1, "maximum": 240},
    ),
    "expected": object_of(
        ("phase", "scale", "level"),
        phase=ref("key"),
        scale=ref("versioned"),
        level={"type": "integer", "minimum": -100, "maximum": 100},
    ),
    "outcome": object_of(
        key=ref("code"),
        code=ref("code"),
        number={"type": "string", "minLength": 1, "maxLength": 40},
        kind={"enum": list(KINDS)},
        unit=ref("wording"),
        title=ref("wording"),
        label=ref("wording"),
        parent={"x-says": "code"},
        lineage=texts(r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$", "lineage", 200),
        description=ref("wording"),
        epa=ref("epa"),
        descriptors=_map(_VERSIONED, _map(r"^-?[0-9]{1,3}$", ref("wording"), most=101), most=10),
        expected=list_of(ref("expected"), most=60),
        extensions=ref("extensions"),
    ),
    "phase": object_of(("key", "title"), key=ref("key"), title=ref("wording")),
    "map": object_of(
        ("from", "to", "as"),
        from_=ref("code"),
        to=ref("code"),
        as_={"enum": list(ALIKE)},
        note=ref("wording"),
    ),
    "crosswalk": object_of(
        ("to", "maps"), to=ref("versioned"), maps=list_of(ref("map"), least=1, most=5_000)
    ),
}


def document_shape(kind: str, required: tuple[str, ...], **properties: Schema) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind}/1",
        **object_of(
            ("format", "key", "title", *required),
            format={"enum": [f"{kind}/1"]},
            key=ref("key"),
            version=ref("version"),
            languages=list_of(ref("language"), least=1, most=10),
            title=ref("wording"),
            description=ref("wording"),
            source=ref("wording"),
            **properties,
        ),
        "$defs": _DEFS,
    }


def bond(kind: str) -> Schema:
    """Which definition of the same kind it was made of, and how near it stays to it."""
    how: Schema = {"enum": ["extends", "complies", "inspired"]}
    return object_of(
        (kind, "version", "how"), **{kind: ref("key")}, version=ref("version"), how=how
    )


def framework() -> Schema:
    return document_shape(
        "framework",
        ("outcomes",),
        phases=list_of(ref("phase"), most=30),
        outcomes=list_of(ref("outcome"), least=1, most=MOST_OUTCOMES),
        crosswalks=list_of(ref("crosswalk"), most=20),
        based_on=bond("framework"),
        extensions=ref("extensions"),
    )


def scale() -> Schema:
    """As it stands inside a form, with what a shared scale needs besides."""
    drawn = formengine.json_schema()["$defs"]
    shape = drawn["ScaleShape"]
    level = dict(drawn["LevelShape"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scale/1",
        **shape,
        "properties": shape["properties"] | {"key": ref("key")},
        "required": ["format", "key", "title", "kind"],
        "$defs": {
            "LevelShape": level,
            "ScaleBasedOnShape": drawn["ScaleBasedOnShape"],
            "wording": _WORDING,
            "key": _DEFS["key"],
        },
    }
