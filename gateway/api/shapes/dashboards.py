"""Answers of the read models, and reports."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording


class Latest(Shape):
    value = fields.Float(allow_none=True)
    scale = text(allow_none=True)
    on = fields.Date(allow_none=True)


class AreaCounts(Shape):
    framework = text(allow_none=True)
    lineage = text("What stays the same through versions of a framework")
    outcome = text()
    points = fields.Integer()
    narratives = fields.Integer()
    latest = fields.Nested(Latest, allow_none=True)
    by_role = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_stakes = fields.Dict(keys=fields.String(), values=fields.Integer())
    under = fields.String(allow_none=True)
    last_on = fields.Date(allow_none=True)


class ShownDecision(Shape):
    decision_id = fields.UUID()
    kind = text()
    result = text(allow_none=True)
    light = text("go, care or stop", allow_none=True)
    outcome = text(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    record_id = fields.UUID(allow_none=True)
    advice = fields.Boolean()


class RegistrationCounts(Shape):
    kind = text()
    count = fields.Integer()
    approved = fields.Integer()
    hours = fields.Float(allow_none=True)
    hours_approved = fields.Float(allow_none=True)
    last_on = fields.Date(allow_none=True)


class Requirement(Shape):
    key = text()
    title = wording()
    count = fields.Integer()
    needed = fields.Integer()
    expected = fields.Integer(allow_none=True)
    state = text("done, on_track or behind")
    period_from = fields.Date(allow_none=True)
    period_to = fields.Date(allow_none=True)


class ShownProgramme(Shape):
    is_developmental = fields.Boolean()
    key = text()
    phase = text(allow_none=True)
    starts_on = fields.Date(allow_none=True)


class GoalCounts(Shape):
    open = fields.Integer()
    finished = fields.Integer()


class RequestCounts(Shape):
    open = fields.Integer()
    overdue = fields.Integer()
    answered = fields.Integer()


class Overview(Shape):
    learner_id = fields.UUID()
    portfolio_id = fields.UUID()
    programme = fields.Nested(ShownProgramme, allow_none=True)
    areas = listed(AreaCounts)
    points = fields.Integer()
    narratives = fields.Integer()
    decisions = listed(ShownDecision)
    registrations = listed(RegistrationCounts)
    requirements = listed(Requirement)
    goals = fields.Nested(GoalCounts)
    requests = fields.Nested(RequestCounts)
    registers = fields.Boolean()
    as_of = fields.DateTime(allow_none=True)
    version = fields.Integer()


class SeriesPoint(Shape):
    on = fields.Date()
    value = fields.Float(allow_none=True)
    record_id = fields.UUID(allow_none=True)
    form_key = text(allow_none=True)


class Series(Shape):
    scale = text(allow_none=True)
    role = text()
    points = listed(SeriesPoint)


class FormCount(Shape):
    form_key = text()
    count = fields.Integer()
    last_on = fields.Date(allow_none=True)


class Area(Shape):
    learner_id = fields.UUID()
    area = fields.Nested(AreaCounts)
    series = listed(Series)
    by_form = listed(FormCount)
    missing = fields.List(fields.String())
    parts = fields.List(fields.String())
    phase = text("Of the learner, today", allow_none=True)
    registers = fields.Boolean()
    as_of = fields.DateTime(allow_none=True)
    version = fields.Integer()


class ProgressPoint(Shape):
    on = fields.Date()
    value = fields.Float(allow_none=True, metadata={"description": "The median of that day"})
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)
    by_role = fields.Dict(keys=fields.String(), values=fields.Float(allow_none=True))
    record_ids = fields.List(fields.UUID())


class Line(Shape):
    lineage = text()
    outcome = text()
    points = listed(ProgressPoint)


class Break(Shape):
    on = fields.Date()
    from_ = fields.String(data_key="from")
    to = text()


class Progress(Shape):
    learner_id = fields.UUID()
    scale = text(allow_none=True)
    series = listed(Line)
    breaks = listed(Break)
    registers = fields.Boolean()
    as_of = fields.DateTime(allow_none=True)
    version = fields.Integer()


class LearnerRow(Shape):
    learner_id = fields.UUID()
    portfolio_id = fields.UUID()
    programme_key = text(allow_none=True)
    phase = text(allow_none=True)
    behind = listed(Requirement)
    open_requests = fields.Integer()
    overdue_requests = fields.Integer()
    oldest_request_at = fields.DateTime(allow_none=True)
    last_activity_on = fields.Date(allow_none=True)
    silent_days = fields.Integer(allow_none=True)
    concerns = fields.Integer()
    next_decision_on = fields.Date(allow_none=True)
    need = fields.List(fields.String())


class Learners(Shape):
    learners = listed(LearnerRow)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    next = text(allow_none=True)
    as_of = fields.DateTime(allow_none=True)
    version = fields.Integer()


class UnansweredRequest(Shape):
    request_id = fields.UUID()
    record_id = fields.UUID()
    learner_id = fields.UUID()
    portfolio_id = fields.UUID()
    form_key = text()
    assessor_id = fields.UUID(allow_none=True)
    asked_at = fields.DateTime()
    expires_at = fields.DateTime(allow_none=True)
    reminders = fields.Integer()
    overdue = fields.Boolean()


class Unanswered(Shape):
    requests = listed(UnansweredRequest)
    next = text(allow_none=True)
    as_of = fields.DateTime(allow_none=True)


class Report(Shape):
    report_id = fields.UUID()
    state = text("ordered, ready or failed")
    file_id = fields.UUID(allow_none=True)
