"""Contracts of the portfolio service: portfolios, records, requests, data points, decisions.

Shapes used in several replies (ids and instants are strings, dates civil ISO dates):

- RecordCard: {record_id, portfolio_id, learner_id, dossier_key, form_key, form_version,
  form_hash, title: {lang}, state: draft | running | done | withdrawn | expired, stakes,
  encounter_date, context, stages: [StageState], waiting_for: [{participant_id, role, person_id,
  name}], last_at, started_at}
- StageState: {stage, act, state, participants: [Participant]}
- Participant: {participant_id, role, group, person_id | None, name (as stated) | None,
  email_hint | None, state, sent_at, verified: account | link | device | none}
- Request: {request_id, record_id, portfolio_id, learner_id, form_key, title, participant_id,
  assessor: Participant, state: open | seen | started | submitted | declined | withdrawn | expired
  | passed_on, asked_at, expires_at, reminders, reminded_at, reason, encounter_date}
- Task (what waits for the caller): {record_id, stage, act, role, participant_id, title: {lang},
  form_key, learner_id, portfolio_id, since, due_at, encounter_date}

Answers documents are those of `form/1` (see docs/forms.md). Every write takes an idempotency key
from the call.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from .base import Event, Fault, Method, RequestSchema

PERSON = frozenset({"person"})
PERSON_OR_LINK = frozenset({"person", "link"})
SERVICE = frozenset({"service"})
_SHORT = validate.Length(max=200)
_REASON = validate.Length(max=2000)


class Context(RequestSchema):
    """When and where it was seen; civil dates."""

    encounter_date = fields.Date(required=True)
    period_from = fields.Date(allow_none=True)
    period_to = fields.Date(allow_none=True)
    place = fields.String(validate=_SHORT)


# Reading -----------------------------------------------------------------------------------

# The caller's own start page -> {portfolios: [{portfolio_id, learner_id, programme_key, phase,
#     starts_on, state, own: bool}], waiting: [Task], asked: [Request], recent: [RecordCard],
#     counts: {waiting, open_requests}}. For staff `portfolios` is empty and `waiting` holds tasks
#     of all their learners.
HOME = Method("portfolio", "home")


class OfPortfolio(RequestSchema):
    portfolio_id = fields.UUID(required=True)


class OfLearner(RequestSchema):
    learner_id = fields.UUID(required=True)


# -> {portfolio_id, learner_id, programme_key, programme_hash, phase, starts_on, state, access:
#     owner | supervises | teaches | coaches | staff}
PORTFOLIO_OF = Method("portfolio", "portfolio_of", OfLearner)

# -> {portfolio: {...as PORTFOLIO_OF}, dossiers: [{key, title: {lang}, forms: [{form_key, hash,
#     title, minutes, may_start: bool, asks: bool}], count (in the present period where something
#     is needed), needed | None, total, last_at, records: [RecordCard] (newest 5)}]}
DOSSIERS = Method("portfolio", "dossiers", OfPortfolio)


class Records(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    dossier_key = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    form_key = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    state = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    search = fields.String(load_default="", validate=_SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    limit = fields.Integer(load_default=30, validate=validate.Range(1, 200))


RECORDS = Method("portfolio", "records", Records)  # -> {records: [RecordCard], next}


class RecordId(RequestSchema):
    record_id = fields.UUID(required=True)


# All the reader may see of one record ->
# {record: RecordCard, context, language, definition_hash,
#  may: [{stage, act, participant_id, can: [str], rev, contribution_id | None, answers, computed}],
#  contributions: [{contribution_id, stage, participant_id, role, group, revision, sent_at,
#     answers, computed, items: [visible keys], actor: {name, role_title, email, verified} | None}],
#  rounds: [{stage, n, groups, values, comments}] (anonymous ones, summed up),
#  hidden: [{stage, role, until: sent | joined | released}],
#  requests: [Request], goals: [{goal_id, title}], undo_until, correct_until, withdrawable: bool,
#  learner_id}. A link principal sees its own record only.
RECORD = Method(
    "portfolio",
    "record",
    RecordId,
    issuers=frozenset({"gateway", "notifications"}),
    kinds=PERSON_OR_LINK,
)


class Waiting(RequestSchema):
    cursor = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


WAITING = Method("portfolio", "waiting", Waiting)  # -> {waiting: [Task], next}
ASKED = Method("portfolio", "asked", OfPortfolio)  # -> {requests: [Request]} open ones first

# People asked before, latest first -> {assessors: [{person_id | None, name, email_hint,
#     participant_key, last_asked_at, open_request_id | None}]}
RECENT_ASSESSORS = Method("portfolio", "recent_assessors", OfPortfolio)


class AreaContent(RequestSchema):
    """Everything collected on one competency, newest first. `lineage` as in data points."""

    portfolio_id = fields.UUID(required=True)
    lineage = fields.String(required=True, validate=_SHORT)
    form_key = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


# -> {entries: [{record_id, form_key, form_version, title: {lang}, encounter_date, sent_at, role,
#     actor: {name, verified} | None, stakes, ratings: [{item, row, label: {lang}, value, level:
#     {lang} | None, scale, max}], texts: [{item, label: {lang}, text}]}], next}
AREA_CONTENT = Method("portfolio", "area_content", AreaContent)


class DataPoints(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    lineage = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


# -> {data_points: [{data_point_id, record_id, outcome, lineage, value, scale, stakes, form_key,
#     form_version, item, row, role, encounter_date, revision}], next}
DATA_POINTS = Method("portfolio", "data_points", DataPoints)


# Starting and asking -----------------------------------------------------------------------


class StartRecord(RequestSchema):
    """Start a form oneself (reflection, goal, shift, ComBeL). Participants with a relation or an
    office are found by the service; `invited` ones can be added later by asking."""

    portfolio_id = fields.UUID(required=True)
    form_key = fields.String(required=True, validate=_SHORT)
    dossier_key = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    context = fields.Nested(Context, required=True)
    language = fields.String(load_default="nl", validate=validate.Length(2, 5))


START_RECORD = Method("portfolio", "start_record", StartRecord)  # -> {record_id}


class Assessor(RequestSchema):
    """Someone with an account (`person_id`), or anyone by e-mail address."""

    person_id = fields.UUID(allow_none=True)
    email = fields.Email(allow_none=True)
    name = fields.String(allow_none=True, validate=_SHORT)
    role_title = fields.String(allow_none=True, validate=_SHORT)


class AskFeedback(RequestSchema):
    """Ask one person. With `record_id` a further rater is asked into a record that runs."""

    portfolio_id = fields.UUID(required=True)
    record_id = fields.UUID(load_default=None, allow_none=True)
    form_key = fields.String(required=True, validate=_SHORT)
    dossier_key = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    assessor = fields.Nested(Assessor, required=True)
    context = fields.Nested(Context, required=True)
    answers = fields.Dict(load_default=dict)
    message = fields.String(load_default="", validate=validate.Length(max=1000))
    language = fields.String(load_default="nl", validate=validate.Length(2, 5))
    again = fields.Boolean(load_default=False)


# -> {record_id, request_id, sent_to}; faults AlreadyAsked, OwnAddress, AnswersIncomplete
ASK_FEEDBACK = Method("portfolio", "ask_feedback", AskFeedback)


class RequestId(RequestSchema):
    request_id = fields.UUID(required=True)


REMIND = Method("portfolio", "remind", RequestId)  # -> {request: Request}; fault TooManyRequests
WITHDRAW_REQUEST = Method("portfolio", "withdraw_request", RequestId)  # -> {request: Request}


# Filling in --------------------------------------------------------------------------------


class SaveDraft(RequestSchema):
    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=_SHORT)
    rev = fields.Integer(required=True)
    answers = fields.Dict(required=True)
    context = fields.Nested(Context, allow_none=True, load_default=None)


# Partial, skips `required` -> {rev, saved_at, computed, errors: [AnswerError]}; RevisionMismatch.
# AnswerError = {item, row, code, params, message: {lang}}
SAVE_DRAFT = Method("portfolio", "save_draft", SaveDraft, kinds=PERSON_OR_LINK)


class Send(RequestSchema):
    """Send a stage: fill, approve, sign, decide or release. Without answers the draft is sent."""

    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=_SHORT)
    rev = fields.Integer(load_default=None, allow_none=True)
    answers = fields.Dict(load_default=None, allow_none=True)
    context = fields.Nested(Context, allow_none=True, load_default=None)
    actor_name = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    actor_role = fields.String(load_default=None, allow_none=True, validate=_SHORT)


# -> {record_id, contribution_id, revision, sent_at, undo_until, correct_until | None, state,
#     decision_id | None}; faults AnswersIncomplete, RecordClosed, StepUpRequired
SEND = Method("portfolio", "send", Send, kinds=PERSON_OR_LINK)


class StageOfRecord(RequestSchema):
    record_id = fields.UUID(required=True)
    stage = fields.String(required=True, validate=_SHORT)


UNDO_SEND = Method("portfolio", "undo_send", StageOfRecord, kinds=PERSON_OR_LINK)  # -> {rev}
# Opens an own sent contribution within the correction window -> {rev}
CORRECT = Method("portfolio", "correct", StageOfRecord, kinds=PERSON_OR_LINK)


class StageWithReason(StageOfRecord):
    reason = fields.String(load_default="", validate=_REASON)


DECLINE = Method("portfolio", "decline", StageWithReason, kinds=PERSON_OR_LINK)  # -> {state}
RETURN_RECORD = Method("portfolio", "return_record", StageWithReason, kinds=PERSON_OR_LINK)
OBJECT = Method("portfolio", "object", StageWithReason)  # -> {state}


class PassOn(StageOfRecord):
    email = fields.Email(required=True)
    name = fields.String(load_default=None, allow_none=True, validate=_SHORT)


PASS_ON = Method("portfolio", "pass_on", PassOn, kinds=PERSON_OR_LINK)  # -> {sent_to}
SEEN = Method("portfolio", "seen", StageOfRecord, kinds=PERSON_OR_LINK)  # first input -> {}


class WithdrawRecord(RecordId):
    reason = fields.String(load_default="", validate=_REASON)


WITHDRAW_RECORD = Method("portfolio", "withdraw_record", WithdrawRecord)  # -> {state}
CANCEL_DRAFT = Method("portfolio", "cancel_draft", RecordId)  # a draft never sent is deleted -> {}


class ApproveMany(RequestSchema):
    """Approve several waiting records (shifts) at once: all or none."""

    records = fields.List(
        fields.Nested(StageOfRecord), required=True, validate=validate.Length(1, 100)
    )


APPROVE_MANY = Method("portfolio", "approve_many", ApproveMany)  # -> {approved: int}


# Goals, registrations, decisions -----------------------------------------------------------


# -> {goals: [{goal_id, record_id, title, state: open | met | partly | dropped, due_on, created_at,
#     linked: [{record_id, title: {lang}, encounter_date, form_key}]}]}
GOALS = Method("portfolio", "goals", OfPortfolio)


class GoalLink(RequestSchema):
    goal_id = fields.UUID(required=True)
    record_id = fields.UUID(required=True)


LINK_TO_GOAL = Method("portfolio", "link_to_goal", GoalLink)  # -> {}
UNLINK_FROM_GOAL = Method("portfolio", "unlink_from_goal", GoalLink)  # -> {}


# -> {registrations: [{registration_id, record_id, kind, on, hours, detail: {}, state: registered |
#     approved | returned, approved_by: name, approved_at}], totals: [{kind, count, hours, approved,
#     hours_approved}]}
REGISTRATIONS = Method("portfolio", "registrations", OfPortfolio)


# -> {decisions: [{decision_id, record_id, kind, title: {lang}, result, light: go | care | stop |
#     None, outcome, lineage, level, rationale, conditions, decided_by: name, decided_at,
#     valid_from, valid_until, state: active | expired | revoked | superseded, advice: bool,
#     evidence: {data_points, records, methods, assessors, period_from, period_to}}]}
DECISIONS = Method(
    "portfolio",
    "decisions",
    OfPortfolio,
    issuers=frozenset({"gateway", "dashboards"}),
    kinds=frozenset({"person", "service"}),
)


# Scratchpad --------------------------------------------------------------------------------


NOTES = Method("portfolio", "notes", OfPortfolio)  # -> {notes: [{note_id, text, rev, changed_at}]}


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


# Between services --------------------------------------------------------------------------


# -> {request: Request, email | None, person_id | None, assessor_name, message, language,
#     learner_id, title: {lang}, minutes, stage, place, encounter_date, auth: account | link}
REQUEST_FOR_MAIL = Method(
    "portfolio",
    "request_for_mail",
    RequestId,
    issuers=frozenset({"notifications"}),
    kinds=SERVICE,
)


class Restate(RequestSchema):
    """Send current facts again as events with their versions, from a cursor, in bulk."""

    cursor = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=500, validate=validate.Range(1, 5000))


# -> {sent: int, next: cursor | None}
RESTATE = Method(
    "portfolio",
    "restate",
    Restate,
    issuers=frozenset({"dashboards", "documents", "notifications"}),
    kinds=SERVICE,
    deadline_s=60.0,
)


# Faults ------------------------------------------------------------------------------------


class AnswersIncomplete(Fault):
    """`errors`: {item or item.row: {code, message: {lang}, params}}. Nothing was sent; the draft
    stays."""

    code = "portfolio.answers_incomplete"
    status = 422
    message = "Some answers are missing or not possible."


class RecordClosed(Fault):
    code = "portfolio.record_closed"
    status = 409
    message = "This form is closed and can no longer be changed."


class NotNow(Fault):
    """`params`: code of the engine's refusal."""

    code = "portfolio.not_now"
    status = 409
    message = "This step is not possible at this moment."


class AlreadyAsked(Fault):
    """`params`: request_id, asked_at."""

    code = "portfolio.already_asked"
    status = 409
    message = "You already asked this person; a reminder is possible."


class OwnAddress(Fault):
    code = "portfolio.own_address"
    status = 422
    message = "You cannot assess yourself."


class FormNotOffered(Fault):
    code = "portfolio.form_not_offered"
    status = 422
    message = "This form is not part of the programme."


# Events ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PortfolioOpenedV1(Event):
    NAME = "portfolio.portfolio_opened.v1"
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    programme_key: str
    programme_hash: str
    starts_on: dt.date
    cohort: str
    part_time: int
    state: str
    version: int


@dataclass(frozen=True, kw_only=True)
class RecordChangedV1(Event):
    """Where a record stands. `waiting_for`: roles that can act now; `counts_for`: requirement
    form key once it counts (done)."""

    NAME = "portfolio.record_changed.v1"
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    form_key: str
    form_version: int
    dossier_key: str | None
    state: str
    waiting_for: tuple[str, ...]
    encounter_date: dt.date
    changed_at: dt.datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class DataPointsRecordedV1(Event):
    """All data points of one contribution in one revision; a newer revision replaces them, and a
    withdrawn one comes with none.

    points: {data_point_id, kind: point | narrative | flag, outcome, lineage, framework, value:
    number | None, scale, item, row, see: [role] | None}. No names, no text.
    """

    NAME = "portfolio.data_points_recorded.v1"
    record_id: uuid.UUID
    contribution_id: uuid.UUID
    revision: int
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    role: str
    form_key: str
    form_version: int
    stakes: str
    encounter_date: dt.date
    sent_at: dt.datetime
    points: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class RequestChangedV1(Event):
    """Somebody was asked to act, or that ended. state as in Request. For account holders
    `assessor_id` is set. `remind_now` grows by one with each reminder to be mailed now."""

    NAME = "portfolio.request_changed.v1"
    request_id: uuid.UUID
    record_id: uuid.UUID
    participant_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    form_key: str
    stage: str
    role: str
    assessor_id: uuid.UUID | None
    state: str
    asked_at: dt.datetime
    expires_at: dt.datetime | None
    remind_now: int
    version: int


@dataclass(frozen=True, kw_only=True)
class GoalChangedV1(Event):
    NAME = "portfolio.goal_changed.v1"
    goal_id: uuid.UUID
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    state: str
    due_on: dt.date | None
    linked: int
    version: int


@dataclass(frozen=True, kw_only=True)
class RegistrationChangedV1(Event):
    NAME = "portfolio.registration_changed.v1"
    registration_id: uuid.UUID
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    kind: str
    on: dt.date
    hours: float | None
    state: str
    version: int


@dataclass(frozen=True, kw_only=True)
class DecisionIssuedV1(Event):
    """Immutable once issued; a revocation or a newer decision comes as a new version of state."""

    NAME = "portfolio.decision_issued.v1"
    decision_id: uuid.UUID
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    kind: str
    result: str
    light: str | None
    outcome: str | None
    lineage: str | None
    level: int | None
    advice: bool
    decided_on: dt.date
    valid_from: dt.date | None
    valid_until: dt.date | None
    state: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PersonInformedV1(Event):
    """Something a person should find in their inbox (and mail, by preference): feedback_sent,
    returned, declined, opened, decision, approved, expired, objected."""

    NAME = "portfolio.person_informed.v1"
    person_id: uuid.UUID
    kind: str
    record_id: uuid.UUID
    portfolio_id: uuid.UUID
    learner_id: uuid.UUID
    form_key: str
