"""The plan of one learner: what a teacher changed in the programme's for this person, and why."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .reading import OfPortfolio
from .terms import REASON, SHORT

# What may be changed: a requirement's count or level (`changes` {count?, level?}), that it is left
# out (`waived`), the day by which it is due (`due_on`), a requirement or activity of this learner's
# own (`added`: {title: {lang}, form | registration, count, per?, dossier?}; any published form: one
# that no dossier of the programme keeps stands in `dossier`, default the first), a goal (`goal`:
# {title?, due_on?, state?}; `requirement` names a goal of the learner's, without it a new one is
# set; the answer adds `was`, how a goal out of a form was before), the pace (`pace`: {percent:
# 20-100} of full time, from a day on), a route or elective that was chosen (`route`: {choice,
# option}).
ADAPTATIONS = ("count", "waived", "due_on", "added", "pace", "route", "goal")


class Adapt(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(ADAPTATIONS))
    requirement = fields.String(load_default=None, allow_none=True, validate=SHORT)
    changes = fields.Dict(required=True)
    from_on = fields.Date(load_default=None, allow_none=True)
    reason = fields.String(required=True, validate=REASON)


# By a teacher, coach or head of this learner; a learner chooses only `route` where the programme
# lets the learner choose. Takes the place of an earlier one of the same kind and requirement ->
# {adaptation_id}
ADAPT_PLAN = Method("portfolio", "adapt_plan", Adapt)


class EndAdaptation(RequestSchema):
    adaptation_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=REASON)


# Ended, never deleted -> {}
END_ADAPTATION = Method("portfolio", "end_adaptation", EndAdaptation)

# All, newest first -> {programme: {key, version, hash}, adaptations: [{adaptation_id, kind,
#     requirement, changes, from_on, reason, by: name, at, ended_at, ended_by: name | None,
#     ended_because}], may: [kind] (what the caller may change), and what they choose from:
#     requirements: [{key, title, count, level | None, scale: key@version | None (of which the
#     level is a step), own: bool}] as the programme and the own additions name them, choices:
#     [{key, title, by, pick, may: bool, options: [{key, title}], chosen: [key]}], forms:
#     [{form_key, title, is_kept: bool (in a dossier)}], dossiers: [{key, title}], goals:
#     [{goal_id, title, state, due_on}]}
PLAN = Method("portfolio", "plan", OfPortfolio)
