"""Answers on definitions."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording


class Definition(Shape):
    kind = text()
    key = text()
    version = fields.Integer()
    hash = text()
    document = fields.Dict()
    owner = text("institution or network")
    is_retired = fields.Boolean()


class DefinitionRow(Shape):
    kind = text()
    key = text()
    version = fields.Integer()
    hash = text()
    title = wording()
    owner = text("institution or network")
    published_at = text()
    minutes = fields.Integer(allow_none=True)
    is_retired = fields.Boolean()


class Definitions(Shape):
    definitions = listed(DefinitionRow)


class Published(Shape):
    key = text()
    version = fields.Integer()
    hash = text()


class Problem(Shape):
    path = text("The place as its author knows it: items/trust, stages/assess")
    code = text("Stable")
    message = text("A sentence in the language of the caller")
    params = fields.Dict()


class Problems(Shape):
    problems = listed(Problem)


class DraftRow(Shape):
    draft_id = text()
    kind = text()
    key = text()
    title = wording()
    owner = text("institution or network")
    rev = fields.Integer()
    problems = fields.Integer(metadata={"description": "How many there were at the last save"})
    published_version = fields.Integer(allow_none=True)
    updated_at = text()
    updated_by = text()


class Drafts(Shape):
    drafts = listed(DraftRow)


class Origin(Shape):
    key = text()
    version = fields.Integer()
    hash = text()
    how = text("revise, copy, extends, complies or inspired")


class DefinitionDraft(Shape):
    draft_id = text()
    kind = text()
    key = text()
    owner = text("institution or network")
    rev = fields.Integer()
    document = fields.Dict()
    origin = fields.Nested(Origin, allow_none=True)
    published_version = fields.Integer(allow_none=True)
    problems = listed(Problem)
    started_at = text()
    updated_at = text()
    updated_by = text()


class DefinitionDraftSaved(Shape):
    rev = fields.Integer()
    problems = listed(Problem)
    updated_at = text()


class Changes(Shape):
    since = fields.Integer(allow_none=True, metadata={"description": "The version compared with"})
    safe = listed(Problem)
    careful = listed(Problem)
    refused = listed(Problem)


class VersionRow(Shape):
    version = fields.Integer()
    hash = text()
    owner = text("institution or network")
    published_at = text()
    published_by = text()


class Use(Shape):
    kind = text()
    key = text()
    version = fields.Integer()
    title = wording()


class History(Shape):
    kind = text()
    key = text()
    is_retired = fields.Boolean()
    is_offered = fields.Boolean()
    versions = listed(VersionRow)
    uses = listed(Use)
    dashboards = listed(Use)


class Retired(Shape):
    is_retired = fields.Boolean()


class OfferedOrNot(Shape):
    is_offered = fields.Boolean()


class OfferedRow(Shape):
    kind = text()
    key = text()
    version = fields.Integer()
    hash = text("POST /definitions/drafts takes it")
    title = wording()
    purpose = fields.Dict(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    process = fields.Integer(allow_none=True)
    institution_id = text(allow_none=True)
    network_id = text(allow_none=True)
    published_at = text()


class ShippedProcess(Shape):
    kind = text("form or programme")
    key = text()
    process = fields.Integer(
        allow_none=True, metadata={"description": "Its row in the list of processes"}
    )
    title = wording()
    purpose = fields.Dict(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    stakes = text("low, medium or high", allow_none=True)
    who = fields.List(wording())
    is_here = fields.Boolean()


class Shipped(Shape):
    shipped = listed(ShippedProcess)


class PublishedAlong(Shape):
    kind = text()
    key = text()
    version = fields.Integer()
    hash = text()


class TakenShipped(Shape):
    kind = text("form or programme")
    key = text()
    version = fields.Integer(allow_none=True)
    hash = text(allow_none=True)
    draft_id = text("Of the draft, where one was asked for", allow_none=True)
    along = listed(PublishedAlong)


class Offered(Shape):
    offered = listed(OfferedRow)


class RatingPart(Shape):
    item = text()
    scale = text("With its version, such as supervision@2")
    label = wording()


class FormPart(Shape):
    key = text()
    title = wording()
    decides = fields.Boolean()
    registrations = fields.List(fields.String())
    ratings = listed(RatingPart)


class ScalePart(Shape):
    key = text()
    version = fields.Integer()
    title = wording()
    levels = fields.List(
        fields.Dict(),
        metadata={"description": "Empty where there are too many: any step from min to max"},
    )
    min = fields.Integer()
    max = fields.Integer()


class ProgrammeParts(Shape):
    forms = listed(FormPart)
    scales = listed(ScalePart)


class ScaleToUse(Shape):
    key = text()
    version = fields.Integer()
    title = wording()
    document = fields.Dict(metadata={"description": "The whole scale"})


class FrameworkToUse(Shape):
    key = text()
    version = fields.Integer()
    title = wording()
    outcomes = fields.List(fields.Dict())


class FormParts(Shape):
    scales = listed(ScaleToUse)
    frameworks = listed(FrameworkToUse)


class JsonSchema(Shape):
    """JSON Schema 2020-12."""


class DefinitionFile(Shape):
    """The file itself, with its own media type."""


class ReadColumn(Shape):
    heading = text()
    means = text("What it holds; `level.2`: titles at that level; empty: it is left out")
    known = fields.Boolean(metadata={"description": "Whether its heading told that"})


class ReadFile(Shape):
    kind = text(allow_none=True)
    document = fields.Dict(allow_none=True)
    problems = listed(Problem)
    columns = listed(ReadColumn)
