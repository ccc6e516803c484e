"""Answers of the read models, and reports."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, text


class Overview(Shape):
    learner_id = fields.UUID()
    portfolio_id = fields.UUID()
    areas = fields.List(fields.Dict())
    points = fields.Integer()
    narratives = fields.Integer()
    decisions = fields.List(fields.Dict())
    registrations = fields.List(fields.Dict())
    requirements = fields.List(fields.Dict())
    as_of = fields.DateTime(allow_none=True)
    version = fields.Integer()


class Area(Shape):
    learner_id = fields.UUID()
    area = fields.Dict()
    series = fields.List(fields.Dict())
    by_form = fields.List(fields.Dict())
    missing = fields.List(fields.String())
    as_of = fields.DateTime(allow_none=True)


class Progress(Shape):
    learner_id = fields.UUID()
    scale = text(allow_none=True)
    series = fields.List(fields.Dict())
    breaks = fields.List(fields.Dict())
    as_of = fields.DateTime(allow_none=True)


class Learners(Shape):
    learners = fields.List(fields.Dict())
    counts = fields.Dict()
    next = text(allow_none=True)
    as_of = fields.DateTime(allow_none=True)


class Unanswered(Shape):
    requests = fields.List(fields.Dict())
    as_of = fields.DateTime(allow_none=True)


class Report(Shape):
    report_id = fields.UUID()
    state = text("ordered, ready or failed")
    file_id = fields.UUID(allow_none=True)
