"""Contracts of the dashboards service: read models built from events, live topics, reports.

Dashboards holds ids, codes, numbers and dates; titles come with definitions, names from accounts
and texts from portfolio, asked at the same time by the page. Every reply of a view holds `as_of`
(when the newest event in it was committed), `version` (for ETag) and, of one learner, `learner_id`
and `registers` (whether anything is registered there, or may be).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from marshmallow import fields, validate

from .base import Event, Method, RequestSchema

_SHORT = validate.Length(max=200)


class OfPortfolio(RequestSchema):
    portfolio_id = fields.UUID(required=True)


# -> {portfolio_id, learner_id, programme: {key, phase, starts_on,
#     is_developmental}, areas: [Area], points: int,
#     narratives: int, decisions: [Decision], registrations: [{kind, count, approved, hours,
#     hours_approved, last_on}], requirements: [Requirement], goals: {open, finished},
#     requests: {open, overdue, answered}, as_of, version}
# Area = {framework, lineage, outcome, points, narratives, latest: {value, scale, on} | None,
#     by_role: {role: count}, by_stakes: {stakes: count}, last_on, under: lineage | None (of the
#     area at the top of its framework, in which it counts too)}
# Requirement = {key, title: {lang}, count, needed, expected, state: done | on_track | behind,
#     period_from, period_to}; and where it applies: missing: [{kind: assessors | assessor_roles |
#     contexts | months, have, needed}], choice: key, spare: true (over and above what a choice
#     asks), adapted: true (by the learner's own plan)
# Decision = {decision_id, kind, result, light: go | care | stop, outcome, decided_on, valid_from,
#     valid_until, record_id, advice: bool}
OVERVIEW = Method("dashboards", "overview", OfPortfolio)


class OfArea(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    lineage = fields.String(required=True, validate=_SHORT)


# One competency -> {area: Area, series: [Series], by_form: [{form_key, count, last_on}], missing:
#     [form_key], parts: [lineage] (of the outcomes under it), phase: key | None (of the learner,
#     today), as_of, version}
# Series = {scale, role, points: [{on, value, record_id, form_key}]}, oldest first, thinned to at
# most 60 points (a month's median where there are more)
AREA = Method("dashboards", "area", OfArea)

# ComBeL-like line chart -> {scale, series: [{lineage, outcome, points: [{on, value (median of that
#     day's), low, high, by_role: {role: value}, record_ids}]}], breaks: [{on, from, to}], as_of,
#     version}; at most 60 points a line
PROGRESS = Method("dashboards", "progress", OfPortfolio)


class Learners(RequestSchema):
    need = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(["behind", "silent", "unanswered", "concern", "decision"]),
    )
    cursor = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


# Learners the caller may see, those who need help first -> {learners: [{learner_id, portfolio_id,
#     programme_key, phase, behind: [Requirement], open_requests, overdue_requests,
#     oldest_request_at, last_activity_on, silent_days, concerns, next_decision_on, need: [str]}],
#     counts: {all, behind, silent, unanswered, concern, decision}, next, as_of, version}
LEARNERS = Method("dashboards", "learners", Learners)

# Unanswered requests of those learners -> {requests: [{request_id, record_id, learner_id,
#     portfolio_id, form_key, assessor_id | None, asked_at, expires_at, reminders, overdue}], as_of}
UNANSWERED = Method("dashboards", "unanswered", Learners)


class ProgrammeEffect(RequestSchema):
    """`owner`: network for what a national administrator writes for all institutions of it."""

    document = fields.Dict(required=True)
    owner = fields.String(
        load_default="institution", validate=validate.OneOf(["institution", "network"])
    )


# What a changed programme would do to those who follow it, before it is published: {learners: int,
#     changes: [{requirement, title: {lang}, newly_behind: [learner_id], no_longer_behind:
#     [learner_id]}], alterations: [Alteration], phases: {key: {lang: title}}, institutions: [one
#     of a network: {institution_id, own_version: bool, learners, changes, alterations}]}; learners
#     the caller may see, in institutions numbers in place of lists, null for one or two.
# Alteration = {kind, key, title, count, everybody: bool, learners: [learner_id] (unless it concerns
#     everybody), moves: [{from_on, to_on, count}], with_records: int (of what goes)} and what
#     belongs to its kind:
#     cohort_joins | cohort_leaves; phase_ends | course_ends {from_months, to_months};
#     phase_changes {to, to_title}; requirement_new | requirement_gone | requirement_changed {was,
#     now: as in the programme | None}; choice_new | choice_gone | choice_changed {was, now: {pick,
#     of: [title]} | None}; option_gone {option, option_title}; route_new | route_gone | route_taken
#     {was, now: title of the option | None}; dossier_new | dossier_gone {forms: [{key, title}]};
#     form_new | form_gone {dossier, dossier_title}
# An institution with an own version keeps that: own_version, and nothing is counted. Faults
#     InvalidRequest, Forbidden
PROGRAMME_EFFECT = Method("dashboards", "programme_effect", ProgrammeEffect, deadline_s=20.0)


class Topics(RequestSchema):
    """Topics: `portfolio:<id>`, `learners` (the caller's cohort), `inbox` (own badge)."""

    topics = fields.List(
        fields.String(validate=_SHORT), required=True, validate=validate.Length(max=20)
    )


# -> {topics: [those the caller may follow, resolved, e.g. `cohort:<institution>`]}
AUTHORISE_TOPICS = Method("dashboards", "authorise_topics", Topics)


class OrderReport(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    kind = fields.String(
        required=True, validate=validate.OneOf(["competence_statements", "progress"])
    )
    language = fields.String(load_default="en", validate=validate.OneOf(["en", "nl"]))


# -> {report_id, state: ordered}
ORDER_REPORT = Method("dashboards", "order_report", OrderReport)


class ReportId(RequestSchema):
    report_id = fields.UUID(required=True)


# -> {report_id, state: ordered | ready | failed, file_id | None}
REPORT = Method("dashboards", "report", ReportId)

# How old the read models are -> {freshness_s, parked}
FRESHNESS = Method(
    "dashboards",
    "freshness",
    issuers=frozenset({"gateway"}),
    kinds=frozenset({"person", "service"}),
)

# Fill the read models again from their owners' facts -> {started_at}
REBUILD = Method(
    "dashboards", "rebuild", issuers=frozenset({"gateway"}), kinds=frozenset({"service"})
)


@dataclass(frozen=True, kw_only=True)
class ViewChangedV1(Event):
    """A read model changed; live pages that follow the topic fetch again. Holds no data."""

    NAME = "dashboards.view_changed.v1"
    topic: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ReportReadyV1(Event):
    NAME = "dashboards.report_ready.v1"
    report_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    ordered_by: uuid.UUID
    file_id: uuid.UUID | None
    state: str
