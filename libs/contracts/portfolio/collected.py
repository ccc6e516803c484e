"""Goals, registrations, decisions and the owner's scratchpad."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .reading import PageOfPortfolio

# Goals, registrations and decisions: those whose `see` admits the caller, in their totals too.

# -> {learner_id, goals: [{goal_id, record_id | None (it was set in the plan), title, state: open |
#     met | partly | dropped, due_on, created_at, linked: [{record_id, title: {lang},
#     encounter_date, form_key}], set_by: {by: name, at, reason} | None (it was set or changed in
#     the plan)}], next}
GOALS = Method("portfolio", "goals", PageOfPortfolio)


class GoalLink(RequestSchema):
    goal_id = fields.UUID(required=True)
    record_id = fields.UUID(required=True)


LINK_TO_GOAL = Method("portfolio", "link_to_goal", GoalLink)  # -> {}
UNLINK_FROM_GOAL = Method("portfolio", "unlink_from_goal", GoalLink)  # -> {}


# -> {learner_id, registrations: [{registration_id, record_id, kind, on, hours, detail: {}, key,
#     definition_hash (the form that declares them, and under which key), state: registered |
#     approved | returned, approved_by: name, approved_at}], totals: [{kind, count,
#     hours, approved, hours_approved}] (of all of them), next}
REGISTRATIONS = Method("portfolio", "registrations", PageOfPortfolio)


# -> {decisions: [{decision_id, record_id, kind, title: {lang}, result, light: go | care | stop |
#     None, outcome, lineage, level, rationale, conditions, decided_by: name, decided_at,
#     valid_from, valid_until, state: active | expired | revoked | superseded, advice: bool,
#     detail: {} (the other fields its form declares), key, definition_hash (as registrations),
#     evidence: {data_points, records, methods, assessors, period_from, period_to}}], next}
DECISIONS = Method(
    "portfolio",
    "decisions",
    PageOfPortfolio,
    issuers=frozenset({"gateway", "dashboards"}),
    kinds=frozenset({"person", "service"}),
)


# -> {notes: [{note_id, text, rev, changed_at}], next}
NOTES = Method("portfolio", "notes", PageOfPortfolio)


class WriteNote(RequestSchema):
    """The owner's scratchpad: nobody else ever reads it. Without note_id a new one."""

    portfolio_id = fields.UUID(required=True)
    note_id = fields.UUID(load_default=None, allow_none=True)
    rev = fields.Integer(load_default=0)
    text = fields.String(required=True, validate=validate.Length(max=20_000))


WRITE_NOTE = Method("portfolio", "write_note", WriteNote)  # -> {note_id, rev}


class NoteId(RequestSchema):
    note_id = fields.UUID(required=True)


DELETE_NOTE = Method("portfolio", "delete_note", NoteId)  # -> {}
