"""Holds the bodies of the walk to the OpenAPI document: nothing unsaid, nothing of another type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


class Document:
    """An OpenAPI document; `faults_of` lists where a body differs from it."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec = spec

    def faults_of(self, operation: str, status: int, body: Any) -> list[str]:
        """`operation` is `GET /api/v1/people/{person_id}`."""
        method, _, path = operation.partition(" ")
        answers = self._spec["paths"][path][method.lower()]["responses"]
        answer = self._resolved(answers.get(str(status), {}))
        content = answer.get("content", {}).get("application/json")
        if content is None:
            return [f"{status} is not described"]
        return list(self._differences(content["schema"], body, "body"))

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            found = self._spec
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            part = found
        return part

    def _differences(self, schema: dict[str, Any], body: Any, at: str) -> Iterator[str]:
        if body is None:
            if not self._admits_null(schema):
                yield f"{at}: null"
            return
        schema = self._meant(schema)
        kinds = schema.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds] if kinds else []
        allowed = tuple(one for kind in kinds for one in TYPES.get(kind, ()))
        is_number_for_truth = isinstance(body, bool) and "boolean" not in kinds
        if allowed and (not isinstance(body, allowed) or is_number_for_truth):
            yield f"{at}: {type(body).__name__} instead of {kinds}"
        elif isinstance(body, list):
            for one in body[:5]:
                yield from self._differences(schema.get("items", {}), one, f"{at}[]")
        elif isinstance(body, dict):
            yield from self._members(schema, body, at)

    def _members(self, schema: dict[str, Any], body: dict[str, Any], at: str) -> Iterator[str]:
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        for key, value in body.items():
            if key in known:
                yield from self._differences(known[key], value, f"{at}.{key}")
            elif isinstance(others, dict):
                yield from self._differences(others, value, f"{at}.*") if others else ()
            elif schema.get("type") == "object":
                yield f"{at}.{key}: not described"

    def _meant(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema that describes the value itself, behind references and choices with null."""
        schema = self._resolved(schema)
        for word in ("anyOf", "oneOf", "allOf"):
            for one in schema.get(word, ()):
                if self._resolved(one).get("type") != "null":
                    return self._meant(one)
        return schema

    def _admits_null(self, schema: dict[str, Any]) -> bool:
        schema = self._resolved(schema)
        kinds = schema.get("type")
        if (
            schema.get("nullable")
            or kinds == "null"
            or "type" not in schema
            and not any(word in schema for word in ("anyOf", "oneOf", "allOf"))
        ):
            return True
        if isinstance(kinds, list) and "null" in kinds:
            return True
        choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
        return any(self._admits_null(one) for one in choices)
