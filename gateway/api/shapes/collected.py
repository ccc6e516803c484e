"""Answers on what a portfolio collects: data points, goals, registrations, decisions, notes."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording


class Rating(Shape):
    """`label` is empty where the form has no words for a score that it works out."""

    item = text()
    row = text(allow_none=True)
    label = wording()
    value = fields.Float(allow_none=True)
    level = fields.Dict(allow_none=True)
    scale = text()
    max = fields.Float(allow_none=True)
    detail = fields.Dict(metadata={"description": "What else its form tells of it, by field"})


class AreaEntry(Shape):
    record_id = fields.UUID()
    contribution_id = fields.UUID()
    form_key = text()
    form_version = fields.Integer()
    definition_hash = text("Of the form version that has the words for each `detail`")
    title = wording()
    encounter_date = fields.Date()
    sent_at = fields.DateTime()
    role = text()
    actor = fields.Dict(allow_none=True)
    stakes = text()
    ratings = listed(Rating)
    texts = fields.List(fields.Dict())


class AreaContent(Shape):
    entries = listed(AreaEntry)
    next = text(allow_none=True)


class DataPoint(Shape):
    item = text()
    row = text(allow_none=True)
    detail = fields.Dict(
        metadata={"description": "What else its form tells: a flag's kind, state and due_on"}
    )
    kind = text("point or flag")
    data_point_id = fields.UUID()
    record_id = fields.UUID()
    outcome = text()
    lineage = text()
    value = fields.Float(allow_none=True)
    scale = text()
    stakes = text()
    form_key = text()
    form_version = fields.Integer()
    role = text()
    encounter_date = fields.Date()
    revision = fields.Integer()


class DataPoints(Shape):
    data_points = listed(DataPoint)
    next = text(allow_none=True)


class Registration(Shape):
    registration_id = fields.UUID()
    record_id = fields.UUID()
    kind = text()
    on = fields.Date()
    hours = fields.Float(allow_none=True)
    detail = fields.Dict(metadata={"description": "Answers by item, as the form names them"})
    key = text("Under which its form declares it")
    definition_hash = text("Of the form version that has the words for `detail`")
    state = text("registered, approved or returned")
    approved_by = text(allow_none=True)
    approved_by_id = fields.UUID(allow_none=True)
    approved_at = fields.DateTime(allow_none=True)


class RegistrationTotals(Shape):
    kind = text()
    count = fields.Integer()
    hours = fields.Float()
    approved = fields.Integer()
    hours_approved = fields.Float()


class Registrations(Shape):
    learner_id = fields.UUID()
    registrations = listed(Registration)
    totals = listed(RegistrationTotals)
    next = text(allow_none=True)


class Evidence(Shape):
    data_points = fields.Integer(allow_none=True)
    records = fields.Integer(allow_none=True)
    methods = fields.Integer(allow_none=True)
    assessors = fields.Integer(allow_none=True)
    period_from = fields.Date(allow_none=True)
    period_to = fields.Date(allow_none=True)
    registrations = fields.Raw(allow_none=True)


class Decision(Shape):
    decision_id = fields.UUID()
    record_id = fields.UUID()
    kind = text()
    title = wording()
    result = text(allow_none=True)
    light = text("go, care or stop", allow_none=True)
    outcome = text(allow_none=True)
    lineage = text(allow_none=True)
    level = fields.Raw(allow_none=True)
    rationale = text(allow_none=True)
    conditions = fields.Raw(allow_none=True)
    decided_by = text()
    decided_by_id = fields.UUID(allow_none=True)
    decided_at = fields.DateTime()
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    state = text("active, expired, revoked or superseded")
    advice = fields.Boolean()
    detail = fields.Dict(metadata={"description": "What else its form tells, such as credits"})
    key = text("Under which its form declares it")
    definition_hash = text("Of the form version that has the words for `detail`")
    evidence = fields.Nested(Evidence)


class Decisions(Shape):
    decisions = listed(Decision)
    next = text(allow_none=True)


class Note(Shape):
    note_id = fields.UUID()
    text = fields.String()
    rev = fields.Integer()
    changed_at = fields.DateTime()


class Notes(Shape):
    notes = listed(Note)
    next = text(allow_none=True)


class NoteWritten(Shape):
    note_id = fields.UUID()
    rev = fields.Integer()


class KeyedPoint(DataPoint):
    key = text("Under which its form declares it")


class OfRecord(Shape):
    """What one record gave its portfolio, where its form declares it; each with that `key`."""

    data_points = listed(KeyedPoint)
    registrations = listed(Registration)
    decisions = listed(Decision)
