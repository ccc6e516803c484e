"""The OpenAPI document as a page people can read: every operation with its fields and answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, current_app, g
from flask_babel import gettext as _
from markupsafe import Markup, escape

from gateway.web.page import render

blueprint = Blueprint("api_docs", __name__)
METHODS = ("get", "post", "put", "patch", "delete")


@blueprint.get("/api/docs")
def show() -> Any:
    spec = current_app.extensions["openapi"]()
    return render(
        "api_docs/page.html",
        title=_("Interface for programs"),
        layout="layouts/base.html" if g.get("me") else "layouts/plain.html",
        paragraphs=[marked(text) for text in spec["info"]["description"].strip().split("\n\n")],
        subjects=subjects(spec),
        marked=marked,
    )


def marked(text: str) -> Markup:
    """The two marks our descriptions use, `**bold**` and `` `code` ``, as HTML."""
    safe = str(escape(" ".join(text.split())))
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    return Markup(re.sub(r"`(.+?)`", r"<code>\1</code>", safe))


def subjects(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{name, about, operations}] in the order of the document's tags."""
    found = list(_operations(spec))
    return [
        {
            "name": tag["name"],
            "about": tag.get("description", ""),
            "operations": [one for one in found if tag["name"] in one["tags"]],
        }
        for tag in spec["tags"]
    ]


def _operations(spec: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(spec, path, method, item)


def _operation(
    spec: Mapping[str, Any], path: str, method: str, item: Mapping[str, Any]
) -> dict[str, Any]:
    operation = item[method]
    given = [*item.get("parameters", ()), *operation.get("parameters", ())]
    parameters = [_resolved(spec, one) for one in given]
    status, answer = next(one for one in operation["responses"].items() if one[0][0] == "2")
    return {
        "name": operation["operationId"],
        "tags": operation["tags"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "parameters": [_parameter(one) for one in parameters],
        "fields": _fields(spec, operation.get("requestBody", {})),
        "status": status,
        "answer": _fields(spec, answer),
        "open": operation.get("security") == [],
        "by_link": any("link" in one for one in operation.get("security", ())),
    }


def _resolved(spec: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = spec
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def _parameter(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "kind": _kind(one.get("schema", {})),
        "place": one["in"],
        "required": one.get("required", False),
        "about": one.get("description", ""),
    }


def _fields(spec: Mapping[str, Any], part: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a JSON body."""
    body = part.get("content", {}).get("application/json", {}).get("schema", {})
    schema = _resolved(spec, body)
    return [
        {
            "name": name,
            "kind": _kind(field),
            "place": "",
            "required": name in schema.get("required", ()),
            "about": field.get("description", ""),
        }
        for name, field in schema.get("properties", {}).items()
    ]


def _kind(schema: Mapping[str, Any]) -> str:
    """What kind of value, in one or a few words: `uuid`, `list of Person`, `one of en, nl`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    for several in ("allOf", "anyOf", "oneOf"):
        if several in schema:
            kinds = [_kind(one) for one in schema[several]]
            return " or ".join(kind for kind in kinds if kind != "null")
    if schema.get("enum"):
        return "one of " + ", ".join(str(one) for one in schema["enum"] if one is not None)
    if "items" in schema:
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("format") or _type(schema.get("type", "any")))


def _type(given: str | list[str]) -> str:
    kinds = [given] if isinstance(given, str) else given
    return " or ".join(kind for kind in kinds if kind != "null")
