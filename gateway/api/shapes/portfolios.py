"""Answers on portfolios: records, requests, tasks, dossiers."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording
from .collected import OfRecord
from .rounds import Round


class Portfolio(Shape):
    programme_hash = text()
    access = text("owner, supervises, teaches, coaches or staff")
    own = fields.Boolean()
    is_developmental = fields.Boolean()
    portfolio_id = fields.UUID()
    learner_id = fields.UUID()
    programme_key = text()
    phase = text(allow_none=True)
    starts_on = fields.Date()
    state = text("open or closed")


class Participant(Shape):
    role_title = text(allow_none=True)
    participant_id = fields.UUID()
    role = text()
    group = text(allow_none=True)
    person_id = fields.UUID(allow_none=True)
    name = text("As stated", allow_none=True)
    email_hint = text(allow_none=True)
    state = text()
    sent_at = fields.DateTime(allow_none=True)
    verified = text("account, link, device or none")


class StageState(Shape):
    stage = text()
    act = text()
    state = text()
    participants = listed(Participant)


class RecordCard(Shape):
    context = fields.Dict(metadata={"description": "When and where it was seen"})
    started_at = fields.DateTime()
    record_id = fields.UUID()
    portfolio_id = fields.UUID()
    learner_id = fields.UUID()
    dossier_key = text(allow_none=True)
    form_key = text()
    form_version = fields.Integer()
    form_hash = text("SHA-256 of the frozen form version")
    title = wording()
    state = text("draft, running, done, withdrawn or expired")
    stakes = text("low, medium or high")
    encounter_date = fields.Date()
    stages = listed(StageState)
    waiting_for = listed(Participant)
    last_at = fields.DateTime()


class Records(Shape):
    records = listed(RecordCard)
    next = text(allow_none=True)


class MayAct(Shape):
    stage = text()
    act = text("fill, approve, prepare, sign, decide or release")
    participant_id = fields.UUID()
    can = fields.List(fields.String())
    rev = fields.Integer()
    answers = fields.Dict()
    computed = fields.Dict()
    returned_because = text("What to change, when it was handed back.", allow_none=True)
    facts = fields.Dict(metadata={"description": "What its rules read elsewhere, by path."})


class Contribution(Shape):
    group = text(allow_none=True)
    state = text()
    contribution_id = fields.UUID()
    stage = text()
    participant_id = fields.UUID(allow_none=True)
    role = text()
    revision = fields.Integer()
    sent_at = fields.DateTime(allow_none=True)
    answers = fields.Dict()
    computed = fields.Dict()
    items = fields.List(fields.String())
    actor = fields.Dict(allow_none=True)


class Request(Shape):
    learner_id = fields.UUID()
    participant_id = fields.UUID()
    stage = text()
    encounter_date = fields.Date(allow_none=True)
    reminded_at = fields.DateTime(allow_none=True)
    request_id = fields.UUID()
    record_id = fields.UUID()
    portfolio_id = fields.UUID()
    form_key = text()
    title = wording()
    assessor = fields.Nested(Participant)
    state = text("open, seen, started, submitted, declined, withdrawn, expired or passed_on")
    asked_at = fields.DateTime()
    expires_at = fields.DateTime(allow_none=True)
    reminders = fields.Integer()
    reason = text(allow_none=True)


class PassedOn(Shape):
    sent_to = text("In part hidden")


class Record(Shape):
    learner_id = fields.UUID()
    rounds = listed(Round)
    correct_stage = fields.String(allow_none=True)
    withdrawable = fields.Boolean()
    declined = fields.Dict(allow_none=True)
    record = fields.Nested(RecordCard)
    context = fields.Dict()
    language = text()
    definition_hash = text()
    may = listed(MayAct)
    contributions = listed(Contribution)
    hidden = fields.List(fields.Dict())
    requests = listed(Request)
    goals = fields.List(fields.Dict())
    undo_until = fields.DateTime(allow_none=True)
    undo_stage = fields.String(allow_none=True)
    correct_until = fields.DateTime(allow_none=True)
    raters = fields.List(
        fields.Dict(),
        metadata={
            "description": "How the rounds of raters go; of an open anonymous one `answered` and "
            "`may_close` stay as they were when the day began at the institution"
        },
    )
    files = fields.Dict()
    references = fields.Dict()
    choices = fields.Dict(allow_none=True)
    results = fields.Nested(OfRecord)


class Task(Shape):
    participant_id = fields.UUID(allow_none=True)
    form_key = text()
    form_hash = text()
    record_state = text()
    encounter_date = fields.Date(allow_none=True)
    record_id = fields.UUID()
    stage = text()
    act = text()
    role = text()
    title = wording()
    learner_id = fields.UUID()
    portfolio_id = fields.UUID()
    since = fields.DateTime()
    due_at = fields.DateTime(allow_none=True)
    begun = fields.Boolean(
        metadata={
            "description": "In the list of what waits: something was written in this step that is"
            " not sent yet, so it is not done in one go with others"
        }
    )


class Waiting(Shape):
    waiting = listed(Task)
    next = text(allow_none=True)


class Home(Shape):
    portfolios = listed(Portfolio)
    waiting = listed(Task)
    asked = listed(Request)
    recent = listed(RecordCard)
    counts = fields.Dict()


class Requests(Shape):
    requests = listed(Request)
    next = text(allow_none=True)


class RequestReply(Shape):
    request = fields.Nested(Request)


class Dossier(Shape):
    total = fields.Integer()
    last_at = fields.DateTime(allow_none=True)
    key = text()
    title = wording()
    forms = fields.List(fields.Dict())
    count = fields.Integer()
    needed = fields.Integer(allow_none=True)
    records = listed(RecordCard)


class Dossiers(Shape):
    portfolio = fields.Nested(Portfolio)
    dossiers = listed(Dossier)


class Assessor(Shape):
    person_id = fields.UUID(allow_none=True)
    name = text(allow_none=True)
    email = text(allow_none=True)
    email_hint = text(allow_none=True)
    participant_key = text()
    last_asked_at = fields.DateTime()
    open_request_id = fields.UUID(allow_none=True)


class Assessors(Shape):
    assessors = listed(Assessor)


class Asked(Shape):
    record_id = fields.UUID()
    request_id = fields.UUID()
    sent_to = text()


class Started(Shape):
    record_id = fields.UUID()


class DraftSaved(Shape):
    rev = fields.Integer()
    saved_at = fields.DateTime()
    computed = fields.Dict()
    errors = fields.List(fields.Dict())


class Sent(Shape):
    record_id = fields.UUID()
    contribution_id = fields.UUID()
    revision = fields.Integer()
    sent_at = fields.DateTime()
    undo_until = fields.DateTime()
    correct_until = fields.DateTime(allow_none=True)
    state = text()
    decision_id = fields.UUID(allow_none=True)


class Revision(Shape):
    rev = fields.Integer()


class RoundLink(Shape):
    token = text("Told this once; only its hash is kept")
    not_after = fields.DateTime()


class State(Shape):
    state = text()


class Left(Shape):
    record_id = fields.UUID()
    stage = text()
    code = text("begun: something was written in this step that is not sent yet; it stays there")


class Approved(Shape):
    approved = fields.Integer(metadata={"description": "How many were done"})
    left = listed(Left)
