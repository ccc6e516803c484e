"""Definitions as files: CASE 1.1 packages, JSON, lists from a spreadsheet. Nothing is stored."""

from __future__ import annotations

from marshmallow import fields, validate

from ..base import Method, RequestSchema
from .reading import KINDS

FORMATS = ("json", "case", "csv")
MOST_CONTENT = 2_000_000
# What a column of a list may be said to hold: nothing that counts, a member of outcomes, or the
# titles at one level of the tree.
COLUMNS = ("", "code", "number", "title", "description", "parent", "level", "kind") + tuple(
    f"level.{level}" for level in range(1, 9)
)
# `nl`, `nl-BE`; \Z: a line end behind it is no part of a code
LANGUAGE = r"^[a-z]{2,3}(-[A-Z]{2})?\Z"


class ExportDefinition(RequestSchema):
    """`case` and `csv` are for frameworks; a list (`csv`) holds everything too, for a
    spreadsheet."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    key = fields.String(required=True, validate=validate.Length(max=100))
    version = fields.Integer(load_default=None, allow_none=True)
    format = fields.String(load_default="json", validate=validate.OneOf(FORMATS))


# A published version, the newest when none is named -> {filename, media_type, content: text};
# NotFound, InvalidRequest for a format that this kind has not
EXPORT_DEFINITION = Method("forms", "export_definition", ExportDefinition)


class ReadImport(RequestSchema):
    """`key`, `title` and `language` are for lists from elsewhere, which say nothing of the
    framework itself; `language` is that of their words, any code a framework can have. `columns`
    says by place what a column holds instead of its heading ('' leaves it out, None leaves it to
    the heading), `headed` whether the first row holds headings, where the list does not tell."""

    content = fields.String(required=True, validate=validate.Length(max=MOST_CONTENT))
    format = fields.String(load_default="auto", validate=validate.OneOf(["auto", *FORMATS]))
    key = fields.String(load_default="imported", validate=validate.Length(min=1, max=64))
    title = fields.String(load_default="", validate=validate.Length(max=200))
    language = fields.String(load_default="en", validate=validate.Regexp(LANGUAGE))
    columns = fields.List(
        fields.String(allow_none=True, validate=validate.OneOf(COLUMNS)),
        load_default=list,
        validate=validate.Length(max=1_000),
    )
    headed = fields.Boolean(load_default=None, allow_none=True)


# What a file holds, before anything is done with it -> {kind | None, document | None, problems:
#     [{path, code, message, params}], columns: [{heading, means: one of COLUMNS or another member,
#     known: by its heading}], [] without headings}; `params.row` names the row of a list.
#     START_DRAFT takes the document.
READ_IMPORT = Method("forms", "read_import", ReadImport)


class DefinitionSchema(RequestSchema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


# The shape of a kind as JSON Schema 2020-12 -> {schema}
DEFINITION_SCHEMA = Method("forms", "definition_schema", DefinitionSchema)
