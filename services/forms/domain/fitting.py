"""Whether a document has the shape that a JSON Schema draws, said in sentences.

Knows the part of JSON Schema 2020-12 that our own shapes use. A schema may hold `x-says`: the one
problem to tell when anything inside does not fit, because "give the words" helps an author more
than what is wrong with the fourth letter of a language code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from libs import formengine

Problem = dict[str, Any]
Schema = Mapping[str, Any]
MOST_PROBLEMS = 200


def problem(path: str, code: str, **params: Any) -> Problem:
    """{path, code, message, params}; `code` is stable, and `message` its English sentence."""
    full = code if "." in code else f"definition.{code}"
    return {
        "path": path,
        "code": full,
        "message": formengine.sentence(full, params),
        "params": params,
    }


def misfits(schema: Schema, document: Any) -> list[Problem]:
    """What does not fit, at most 200; members of lists are named by their key, else by number."""
    found: list[Problem] = []
    for one in _look(document, schema, schema.get("$defs", {}), ""):
        found.append(one)
        if len(found) == MOST_PROBLEMS:
            break
    return found


def _look(value: Any, schema: Schema, defs: Schema, path: str) -> Iterator[Problem]:
    schema = _resolved(schema, defs)
    if "x-says" in schema:
        if any(True for _ in _inside(value, schema, defs, path)):
            yield problem(path, schema["x-says"])
        return
    yield from _inside(value, schema, defs, path)


def _resolved(schema: Schema, defs: Schema) -> Schema:
    while "$ref" in schema:
        schema = defs[schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _inside(value: Any, schema: Schema, defs: Schema, path: str) -> Iterator[Problem]:
    if "enum" in schema:
        if value not in schema["enum"]:
            yield problem(path, "choice", options=", ".join(map(str, schema["enum"])))
        return
    if "type" not in schema:
        return
    is_right, look = _TYPES[schema["type"]]
    if not is_right(value):
        yield problem(path, "whole" if schema["type"] == "integer" else "shape")
        return
    yield from look(value, schema, defs, path)


def _object(value: Any, schema: Schema, defs: Schema, path: str) -> Iterator[Problem]:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            yield from _missing(_resolved(known[name], defs), name, _below(path, name))
    if len(value) > schema.get("maxProperties", math.inf):
        yield problem(path, "many", most=schema["maxProperties"])
    if len(value) < schema.get("minProperties", 0):
        yield problem(path, "list", least=schema["minProperties"])
    for name, inner in value.items():
        if name in known:
            yield from _look(inner, known[name], defs, _below(path, name))
        elif other is False or not _is_named(name, schema):
            yield problem(_below(path, name[:60]), "member", given=name[:60])
        elif other is not True:
            yield from _look(inner, other, defs, _below(path, name))


def _is_named(name: str, schema: Schema) -> bool:
    pattern = schema.get("propertyNames", {}).get("pattern")
    return pattern is None or re.search(pattern, name) is not None


def _missing(schema: Schema, name: str, path: str) -> Iterator[Problem]:
    says = schema.get("x-says")
    if says is not None:
        yield problem(path, says)
    elif schema.get("type") == "array":
        yield problem(path, "list", least=max(1, schema.get("minItems", 1)))
    elif "enum" in schema:
        yield problem(path, "choice", options=", ".join(map(str, schema["enum"])))
    else:
        yield problem(path, "missing", given=name)


def _array(value: Any, schema: Schema, defs: Schema, path: str) -> Iterator[Problem]:
    if len(value) < schema.get("minItems", 0):
        yield problem(path, "list", least=schema["minItems"])
    if len(value) > schema.get("maxItems", math.inf):
        yield problem(path, "many", most=schema["maxItems"])
        return
    for place, member in enumerate(value, start=1):
        yield from _look(member, schema.get("items", {}), defs, member_path(path, place, member))


def member_path(path: str, place: int, member: Any) -> str:
    """`outcomes/medical` for a member with a key, `outcomes/3` for one without."""
    key = (member.get("key") or member.get("code")) if isinstance(member, Mapping) else None
    return _below(path, key if isinstance(key, str) and len(key) <= 100 else str(place))


def _below(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _string(value: Any, schema: Schema, _defs: Schema, path: str) -> Iterator[Problem]:
    if len(value) > schema.get("maxLength", math.inf):
        yield problem(path, "long", most=schema["maxLength"])
    elif len(value.strip()) < schema.get("minLength", 0):
        yield problem(path, "wording")
    elif "pattern" in schema and re.search(schema["pattern"], value) is None:
        yield problem(path, "shape")


def _number(value: Any, schema: Schema, _defs: Schema, path: str) -> Iterator[Problem]:
    least, most = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    if not least <= value <= most:
        yield problem(path, "between", least=least, most=most)


def _nothing(_value: Any, _schema: Schema, _defs: Schema, _path: str) -> Iterator[Problem]:
    yield from ()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_Look = Callable[[Any, Schema, Schema, str], Iterator[Problem]]
_TYPES: dict[str, tuple[Callable[[Any], bool], _Look]] = {
    "object": (lambda value: isinstance(value, Mapping), _object),
    "array": (lambda value: isinstance(value, list), _array),
    "string": (lambda value: isinstance(value, str), _string),
    "integer": (_is_whole, _number),
    "number": (_is_number, _number),
    "boolean": (lambda value: isinstance(value, bool), _nothing),
}
