"""Answers on plans and programmes."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording


class FollowedProgramme(Shape):
    key = text()
    version = fields.Integer()
    hash = text("SHA-256 of the frozen version")


class Adaptation(Shape):
    adaptation_id = fields.UUID()
    kind = text("count, waived, due_on, added, pace or route")
    requirement = text(allow_none=True)
    changes = fields.Dict()
    from_on = fields.Date()
    reason = text()
    by = text("Name of who changed it")
    at = fields.DateTime()
    ended_at = fields.DateTime(allow_none=True)
    ended_by = text(allow_none=True)
    ended_because = text(allow_none=True)


class PlannedRequirement(Shape):
    key = text()
    title = wording()
    count = fields.Integer()
    level = fields.Integer(allow_none=True)
    own = fields.Boolean(metadata={"description": "Added for this learner"})


class PlanOption(Shape):
    key = text()
    title = wording()


class PlanChoice(Shape):
    key = text()
    title = wording()
    by = text("learner or teacher")
    pick = fields.Integer()
    may = fields.Boolean()
    options = listed(PlanOption)
    chosen = fields.List(fields.String())


class PlanForm(Shape):
    form_key = text()
    title = wording()


class Plan(Shape):
    programme = fields.Nested(FollowedProgramme)
    adaptations = listed(Adaptation)
    may = fields.List(fields.String(), metadata={"description": "Kinds I may change"})
    requirements = listed(PlannedRequirement)
    choices = listed(PlanChoice)
    forms = listed(PlanForm)


class Adapted(Shape):
    adaptation_id = fields.UUID()


class EffectOnRequirement(Shape):
    requirement = text()
    title = wording()
    newly_behind = fields.List(fields.UUID())
    no_longer_behind = fields.List(fields.UUID())


class EffectOfProgramme(Shape):
    learners = fields.Integer(metadata={"description": "Who follow it, of those I may see"})
    changes = listed(EffectOnRequirement)
