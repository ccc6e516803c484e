"""Answers on learning goals."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording


class LinkedRecord(Shape):
    record_id = fields.UUID()
    title = wording()
    encounter_date = fields.Date(allow_none=True)
    form_key = text()


class SetBy(Shape):
    """Who set a goal in the learner's plan, or changed it there, and why."""

    by = text()
    at = fields.DateTime()
    reason = text()


class Goal(Shape):
    goal_id = fields.UUID()
    record_id = fields.UUID(
        allow_none=True, metadata={"description": "Null for a goal that was set in the plan"}
    )
    set_by = fields.Nested(SetBy, allow_none=True)
    title = text()
    state = text("open, met, partly or dropped")
    due_on = fields.Date(allow_none=True)
    created_at = fields.DateTime()
    linked = listed(LinkedRecord)


class Goals(Shape):
    learner_id = fields.UUID()
    goals = listed(Goal)
    next = text(allow_none=True)
