"""Definitions as files: CASE 1.1 packages, JSON with its JSON Schema, lists for a spreadsheet."""

from __future__ import annotations

from typing import Any

from flask import Response

from gateway.api import shapes
from gateway.api.examples import definition_files as examples
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients.bus import ask
from gateway.wording import in_readers_words
from libs.contracts import forms

blueprint = subject("Definition files", "/definitions", "Definitions as files, in and out")


@blueprint.get("/<kind>/<key>/file")
@blueprint.arguments(query_of(forms.EXPORT_DEFINITION, without=("kind", "key")), location="query")
@blueprint.response(200, shapes.DefinitionFile, example=examples.FRAMEWORK)
def export(fields: dict[str, Any], kind: str, key: str) -> Any:
    """A published version as a file, the newest without a version.

    `json` is the definition itself, `case` (frameworks) a CFPackage of CASE 1.1, `csv` (frameworks)
    rows for a spreadsheet: one for each outcome, and below them rows that begin with
    `(framework/1)` for the framework itself. Reading any of them back loses nothing.
    """
    file = ask(forms.EXPORT_DEFINITION, kind=kind, key=key, **fields)
    return as_download(file)


def as_download(file: dict[str, Any]) -> Response:
    return Response(
        file["content"],
        content_type=file["media_type"],
        headers={"Content-Disposition": f'attachment; filename="{file["filename"]}"'},
    )


@blueprint.post("/read")
@blueprint.arguments(fields_of(forms.READ_IMPORT), example=examples.READ)
@blueprint.response(200, shapes.ReadFile, example=examples.READ_REPLY)
def read(fields: dict[str, Any]) -> Any:
    """What a file holds: a definition of ours, a CASE 1.1 package or a list; nothing is stored.

    A list has the columns code, title, description, parent or level, and kind, with or without
    headings, and with headings also number, lineage and unit (what an own unit is called); words
    may have a column per language, and titles one per level (level 1, level 2). `columns` says what
    a column holds whose heading is not known, as the reply tells. Rows that cannot be read are left
    out and told, each with its number.
    """
    reply = write(forms.READ_IMPORT, **fields)
    return reply | {"problems": [in_readers_words(one) for one in reply["problems"]]}


@blueprint.get("/schemas/<kind>")
@blueprint.response(200, shapes.JsonSchema, example=examples.FRAMEWORK_SCHEMA)
def schema(kind: str) -> Any:
    """The shape of frameworks, scales and programmes as JSON Schema 2020-12."""
    return ask(forms.DEFINITION_SCHEMA, kind=kind)["schema"]
