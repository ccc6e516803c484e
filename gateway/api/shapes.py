"""What the API answers, as marshmallow schemas: the source of the OpenAPI text.

Ids and instants are strings, dates are ISO civil dates, wording maps a language to a text.
Answers pass through as the services give them; unknown fields are kept, so a newer service's
additions reach the caller.
"""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, Schema, fields


class Shape(Schema):
    """Dumps what is there as it is: services have made it plain already."""

    class Meta:
        unknown = INCLUDE

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        return obj


def text(description: str = "", **options: Any) -> fields.String:
    return fields.String(metadata={"description": description} if description else {}, **options)


def wording() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "Text by language", "example": {"en": "Goal", "nl": "Doel"}},
    )


def listed(shape: type[Schema]) -> fields.List:
    return fields.List(fields.Nested(shape))


class Nothing(Shape):
    pass


class SessionInfo(Shape):
    id = fields.UUID()
    assurance = text("none, password, sso, code or second_factor")
    started_at = fields.DateTime()
    expires_at = fields.DateTime()


class Membership(Shape):
    membership_id = fields.UUID()
    institution_id = fields.UUID()
    institution_name = text()
    roles = fields.List(fields.String())


class Me(Shape):
    person_id = fields.UUID()
    name = text()
    given_name = text()
    initials = text()
    language = text()
    timezone = text()
    institution_id = fields.UUID()
    institution_name = text()
    network_id = fields.UUID(allow_none=True)
    roles = fields.List(fields.String())
    memberships = listed(Membership)
    session = fields.Nested(SessionInfo)


class SignedIn(Shape):
    session_token = text("Send as `Authorization: Bearer <token>`")
    me = fields.Nested(Me)


class MeReply(Shape):
    me = fields.Nested(Me)


class SessionRow(Shape):
    id = fields.UUID()
    started_at = fields.DateTime()
    last_seen_at = fields.DateTime()
    user_agent = text()
    network_address = text("A network, not a machine")
    current = fields.Boolean()


class Sessions(Shape):
    sessions = listed(SessionRow)


class Person(Shape):
    person_id = fields.UUID()
    name = text()
    given_name = text()
    family_name = text()
    user_name = text()
    email = fields.Email()
    language = text()
    state = text("invited, active, blocked or left")
    roles = fields.List(fields.String())
    last_sign_in_at = fields.DateTime(allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


class PersonReply(Shape):
    person = fields.Nested(Person)


class People(Shape):
    people = listed(Person)
    next = text("Cursor of the next page", allow_none=True)


class ImportProblem(Shape):
    column = text()
    code = text()
    text = wording()


class ImportRow(Shape):
    row = fields.Integer()
    values = fields.Dict()
    outcome = text("new, changed, same or error")
    changes = fields.List(fields.String())
    errors = listed(ImportProblem)


class ImportPreview(Shape):
    import_id = fields.UUID()
    columns = fields.List(fields.String())
    rows = listed(ImportRow)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class Counts(Shape):
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class Portfolio(Shape):
    portfolio_id = fields.UUID()
    learner_id = fields.UUID()
    programme_key = text()
    phase = text(allow_none=True)
    starts_on = fields.Date()
    state = text("open or closed")


class Participant(Shape):
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


class Contribution(Shape):
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


class Record(Shape):
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
    correct_until = fields.DateTime(allow_none=True)


class Task(Shape):
    record_id = fields.UUID()
    stage = text()
    act = text()
    role = text()
    title = wording()
    learner_id = fields.UUID()
    portfolio_id = fields.UUID()
    since = fields.DateTime()
    due_at = fields.DateTime(allow_none=True)


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


class RequestReply(Shape):
    request = fields.Nested(Request)


class Dossier(Shape):
    key = text()
    title = wording()
    forms = fields.List(fields.Dict())
    count = fields.Integer()
    needed = fields.Integer(allow_none=True)
    records = listed(RecordCard)


class Dossiers(Shape):
    portfolio = fields.Nested(Portfolio)
    dossiers = listed(Dossier)


class Assessors(Shape):
    assessors = fields.List(fields.Dict())


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


class State(Shape):
    state = text()


class Approved(Shape):
    approved = fields.Integer()


class AreaContent(Shape):
    entries = fields.List(fields.Dict())
    next = text(allow_none=True)


class DataPoint(Shape):
    data_point_id = fields.UUID()
    record_id = fields.UUID()
    outcome = text()
    lineage = text()
    value = fields.Float(allow_none=True)
    scale = text()
    stakes = text()
    form_key = text()
    form_version = fields.Integer()
    role = text()
    encounter_date = fields.Date()
    revision = fields.Integer()


class DataPoints(Shape):
    data_points = listed(DataPoint)
    next = text(allow_none=True)


class Goals(Shape):
    goals = fields.List(fields.Dict())


class Registrations(Shape):
    registrations = fields.List(fields.Dict())
    totals = fields.List(fields.Dict())


class Decisions(Shape):
    decisions = fields.List(fields.Dict())


class Notes(Shape):
    notes = fields.List(fields.Dict())


class NoteWritten(Shape):
    note_id = fields.UUID()
    rev = fields.Integer()


class File(Shape):
    file_id = fields.UUID()
    folder_id = fields.UUID()
    name = text()
    size = fields.Integer(metadata={"description": "Bytes"})
    media_type = text()
    state = text("checking, ready or refused")
    reason = text(allow_none=True)
    stored_at = fields.DateTime(allow_none=True)
    source = text("upload, report or form")


class Folder(Shape):
    folder_id = fields.UUID()
    parent_id = fields.UUID(allow_none=True)
    name = text()
    kind = text("own, reports, forms or institute")
    files = listed(File)


class Folders(Shape):
    folders = listed(Folder)
    used_bytes = fields.Integer()


class FolderReply(Shape):
    folder = fields.Nested(Folder)


class FileReply(Shape):
    file = fields.Nested(File)


class Upload(Shape):
    upload_id = fields.UUID()
    part_bytes = fields.Integer()
    parts = fields.List(fields.Dict())
    expires_at = fields.DateTime()


class FileLink(Shape):
    url = fields.Url()
    expires_at = fields.DateTime()


class Overview(Shape):
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
    area = fields.Dict()
    series = fields.List(fields.Dict())
    by_form = fields.List(fields.Dict())
    missing = fields.List(fields.String())
    as_of = fields.DateTime(allow_none=True)


class Progress(Shape):
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


class Messages(Shape):
    messages = fields.List(fields.Dict())
    unread = fields.Integer()
    next = text(allow_none=True)


class Badge(Shape):
    unread = fields.Integer()


class Definition(Shape):
    kind = text()
    key = text()
    version = fields.Integer()
    hash = text()
    document = fields.Dict()


class Definitions(Shape):
    definitions = fields.List(fields.Dict())


class Published(Shape):
    key = text()
    version = fields.Integer()
    hash = text()


class Problems(Shape):
    problems = fields.List(fields.Dict())
