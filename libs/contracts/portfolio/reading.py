"""Reading portfolios, records and what was collected."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .terms import PERSON_OR_LINK, SHORT

# The caller's own start page -> {portfolios: [{portfolio_id, learner_id, programme_key, phase,
#     starts_on, state, own: bool}], waiting: [Task], asked: [Request], recent: [RecordCard],
#     counts: {waiting, open_requests}}. For staff `portfolios` is empty and `waiting` holds tasks
#     of all their learners.
HOME = Method("portfolio", "home")


class OfPortfolio(RequestSchema):
    portfolio_id = fields.UUID(required=True)


class PageOfPortfolio(OfPortfolio):
    """A list that may grow: `cursor` is the `next` of the page before, None at the start."""

    cursor = fields.String(load_default=None, allow_none=True, validate=SHORT)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class OfLearner(RequestSchema):
    learner_id = fields.UUID(required=True)


# -> {portfolio_id, learner_id, programme_key, programme_hash, phase, starts_on, state, access:
#     owner | supervises | teaches | coaches | staff}
PORTFOLIO_OF = Method("portfolio", "portfolio_of", OfLearner)

# -> {portfolio: {...as PORTFOLIO_OF}, dossiers: [{key, title: {lang}, forms: [{form_key, hash,
#     title, minutes, context: {period | place | placement: required | optional | no}, may_start:
#     bool, asks: bool}], count (in the present period where something is needed), needed | None,
#     total, last_at, records: [RecordCard] (newest 5)}]}
DOSSIERS = Method("portfolio", "dossiers", OfPortfolio)


class Records(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    dossier_key = fields.String(load_default=None, allow_none=True, validate=SHORT)
    form_key = fields.String(load_default=None, allow_none=True, validate=SHORT)
    state = fields.String(load_default=None, allow_none=True, validate=SHORT)
    search = fields.String(load_default="", validate=SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=SHORT)
    limit = fields.Integer(load_default=30, validate=validate.Range(1, 200))


RECORDS = Method("portfolio", "records", Records)  # -> {records: [RecordCard], next}


class RecordId(RequestSchema):
    record_id = fields.UUID(required=True)


class OneRecord(RecordId):
    """`on_device`: as whoever fills in on the learner's device would see it; the learner's only."""

    on_device = fields.Boolean(load_default=False)


# All the reader may see of one record ->
# {record: RecordCard, context, language, definition_hash,
#  may: [{stage, act, participant_id, can: [str], rev, contribution_id | None, answers, computed,
#     returned_because: str | None (what to change, when it was handed back),
#     facts: {path: value} (what rules of these questions read elsewhere, where the caller may)}],
#  contributions: [{contribution_id, stage, participant_id, role, group, revision, sent_at,
#     answers, computed, items: [visible keys], actor: {name, role_title, email, verified,
#     same_browser (told to whoever has an account, but not to the learner)} | None}],
#  rounds: [{stage, n, groups, comments,
#    values: [{group, item, row, n | None, typical, median, low, high, spread: [{low, high, n}]}],
#    tallies: [{item, n | None, most: option | None, parts: [{options: [option], n}]}] (of choices;
#    of yes/no questions the options are yes and no)}] (anonymous ones, summed up),
#  hidden: [{stage, role, until: sent | joined | released}],
#  requests: [Request], goals: [{goal_id, title}], undo_until, undo_stage, correct_until,
#  correct_stage, withdrawable: bool,
#  declined: {at, by: [Participant]} | None (it ended because nobody asked wants to),
#  learner_id, files: {file_id: Attachment} (of the answers shown), references: {"entry:<id>":
#     {title: {lang}, encounter_date}, "goal:<id>": {title}} (as far as the caller reads them),
#  choices: as CHOICES, where a ref item waits for the caller, else None,
#  raters: [RaterRound],
#  results: {data_points, registrations, decisions}: what its form declares besides judgements and
#     texts, each as in COLLECTED with the `key` it is declared under}. A link principal sees its
#     own record only, without results.
# RaterRound: {stage, is_round: bool (else assessors who are named in the form, with room for one
#     more, for who may ask), role, state: open | closed, asked, answered (of an open anonymous
#     round as of this morning: when the day began at the institution),
#     too_few: bool (its time was up under its minimum: nothing is shown, its answers are gone),
#     declined, may_close: bool (by the answers of which `answered` tells), may_ask: bool,
#     groups: [{key, label: {lang}}], closes_at,
#     link: {state: open | none, came (by the link, as of this morning)} | None for who may not
#     make it, near: {closed_at, people (in one of the two only), group: key | None (of that group
#     alone)} | None: a round of the same form not long before with nearly the same raters; for who
#     releases or agrees with the choice}
RECORD = Method(
    "portfolio",
    "record",
    OneRecord,
    issuers=frozenset({"gateway", "notifications"}),
    kinds=PERSON_OR_LINK,
)


class Waiting(RequestSchema):
    cursor = fields.String(load_default=None, allow_none=True, validate=SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


# -> {waiting: [Task + {begun}], next}; `begun`: something was written there that is not sent yet,
# so this one is not done in one go with others
WAITING = Method("portfolio", "waiting", Waiting)
# -> {requests: [Request], next} open ones first
ASKED = Method("portfolio", "asked", PageOfPortfolio)

# People asked before, latest first -> {assessors: [{person_id | None, name, email_hint,
#     participant_key, last_asked_at, open_request_id | None}]}
RECENT_ASSESSORS = Method("portfolio", "recent_assessors", OfPortfolio)


class AreaContent(RequestSchema):
    """Everything collected on one competency, newest first. `lineage` as in data points; `also`
    are those of the outcomes under it."""

    portfolio_id = fields.UUID(required=True)
    lineage = fields.String(required=True, validate=SHORT)
    also = fields.List(
        fields.String(validate=SHORT), load_default=list, validate=validate.Length(max=500)
    )
    form_key = fields.String(load_default=None, allow_none=True, validate=SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=SHORT)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


# -> {entries: [{record_id, form_key, form_version, definition_hash, title: {lang}, encounter_date,
#     sent_at, role, actor: {name, verified} | None, stakes, ratings: [{item, row, label: {lang},
#     value, level: {lang} | None, scale, max, detail: {} as in data points}], texts: [{item,
#     label: {lang}, text}]}], next}
AREA_CONTENT = Method("portfolio", "area_content", AreaContent)


class DataPoints(RequestSchema):
    portfolio_id = fields.UUID(required=True)
    lineage = fields.String(load_default=None, allow_none=True, validate=SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=SHORT)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


# -> {data_points: [{data_point_id, record_id, outcome, lineage, value, scale, stakes, form_key,
#     form_version, item, row, detail, role, encounter_date, revision, kind}], next}. `detail`: the
#     other fields its form declares, of a flag kind, state and due_on.
DATA_POINTS = Method("portfolio", "data_points", DataPoints)
