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


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _text(pattern: str, says: str, most: int = 100) -> Schema:
    return {"type": "string", "maxLength": most, "pattern": pattern, "x-says": says}


def _list(items: Schema, *, least: int = 0, most: int = 100) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _object(required: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
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
    "key": _text(_KEY, "key", 64),
    "code": _text(_CODE, "code"),
    "versioned": _text(_VERSIONED, "reference", 80),
    "language": _text(_LANGUAGE, "shape", 6),
    "version": {"type": "integer", "minimum": 1, "maximum": 100_000},
    # What another system said that has no place of its own here; kept, never read.
    "extensions": {"type": "object", "maxProperties": 100},
    "epa": _object(
        **{part: _ref("wording") for part in EPA_PARTS},
        competencies=_list(_text(_TIED_CODE, "code", 170), most=60),
        expires_months={"type": "integer", "minimum": 1, "maximum": 240},
    ),
    "expected": _object(
        ("phase", "scale", "level"),
        phase=_ref("key"),
        scale=_ref("versioned"),
        level={"type": "integer", "minimum": -100, "maximum": 100},
    ),
    "outcome": _object(
        key=_ref("code"),
        code=_ref("code"),
        number={"type": "string", "minLength": 1, "maxLength": 40},
        kind={"enum": list(KINDS)},
        unit=_ref("wording"),
        title=_ref("wording"),
        label=_ref("wording"),
        parent={"x-says": "code"},
        lineage=_text(r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$", "lineage", 200),
        description=_ref("wording"),
        epa=_ref("epa"),
        descriptors=_map(_VERSIONED, _map(r"^-?[0-9]{1,3}$", _ref("wording"), most=101), most=10),
        expected=_list(_ref("expected"), most=60),
        extensions=_ref("extensions"),
    ),
    "phase": _object(("key", "title"), key=_ref("key"), title=_ref("wording")),
    "map": _object(
        ("from", "to", "as"),
        from_=_ref("code"),
        to=_ref("code"),
        as_={"enum": list(ALIKE)},
        note=_ref("wording"),
    ),
    "crosswalk": _object(
        ("to", "maps"), to=_ref("versioned"), maps=_list(_ref("map"), least=1, most=5_000)
    ),
}


def _document(kind: str, required: tuple[str, ...], **properties: Schema) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind}/1",
        **_object(
            ("format", "key", "title", *required),
            format={"enum": [f"{kind}/1"]},
            key=_ref("key"),
            version=_ref("version"),
            languages=_list(_ref("language"), least=1, most=10),
            title=_ref("wording"),
            description=_ref("wording"),
            source=_ref("wording"),
            **properties,
        ),
    }


def _bond(kind: str) -> Schema:
    """Which definition of the same kind it was made of, and how near it stays to it."""
    how: Schema = {"enum": ["extends", "complies", "inspired"]}
    return _object(
        (kind, "version", "how"), **{kind: _ref("key")}, version=_ref("version"), how=how
    )


def framework() -> Schema:
    return _document(
        "framework",
        ("outcomes",),
        phases=_list(_ref("phase"), most=30),
        outcomes=_list(_ref("outcome"), least=1, most=MOST_OUTCOMES),
        crosswalks=_list(_ref("crosswalk"), most=20),
        based_on=_bond("framework"),
        extensions=_ref("extensions"),
    ) | {"$defs": _DEFS}


def scale() -> Schema:
    """As it stands inside a form, with what a shared scale needs besides."""
    drawn = formengine.json_schema()["$defs"]
    shape = drawn["ScaleShape"]
    level = dict(drawn["LevelShape"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scale/1",
        **shape,
        "properties": shape["properties"] | {"key": _ref("key")},
        "required": ["format", "key", "title", "kind"],
        "$defs": {
            "LevelShape": level,
            "ScaleBasedOnShape": drawn["ScaleBasedOnShape"],
            "wording": _WORDING,
            "key": _DEFS["key"],
        },
    }


def programme() -> Schema:
    """Its head, phases and dossiers; what else stands in it is for its own rules to say."""
    named = {
        "type": "object",
        "properties": {"key": _ref("key"), "title": _ref("wording")},
        "required": ["key", "title"],
    }
    found = _document(
        "programme",
        ("phases", "dossiers"),
        phases=_list(named, least=1),
        dossiers=_list(named, least=1),
        requirements=_list({"type": "object"}, most=500),
        decisions=_list({"type": "object"}),
        based_on=_bond("programme"),
    )
    return found | {"additionalProperties": True, "$defs": _DEFS}


def bond_of(kind: str) -> Schema:
    """Of a document of a kind `based_on` alone."""
    return {"type": "object", "properties": {"based_on": _bond(kind)}, "$defs": _DEFS}


def of(kind: str) -> Schema:
    """The JSON Schema of a kind of definition."""
    if kind == "form":
        return formengine.json_schema()
    return {"framework": framework, "scale": scale, "programme": programme}[kind]()
