"""Answers on sessions, accounts, people and imports."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text, wording
from .setup import Contact


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
    email_hash = text(allow_none=True)
    membership_id = fields.UUID(allow_none=True)
    network_name = text(allow_none=True)
    portfolio_hint = fields.Raw(allow_none=True)
    person_id = fields.UUID()
    name = text()
    given_name = text()
    initials = text()
    language = text()
    timezone = text()
    institution_timezone = text()
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
    ignored = fields.List(fields.String())
    import_id = fields.UUID()
    columns = fields.List(fields.String())
    rows = listed(ImportRow)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class Counts(Shape):
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class SentTo(Shape):
    sent_to = text("Where the mail goes, in part hidden where it is not the caller's own")


class CodeSent(Shape):
    sent_to = text("In part hidden")
    valid_until = fields.DateTime()


class Ended(Shape):
    ended = fields.Integer()


class Enrolled(Shape):
    enrolment_id = fields.UUID()


class Related(Shape):
    relation_id = fields.UUID()


class PasswordRule(Shape):
    key = text()
    text = wording()
    check = fields.Dict(
        allow_none=True,
        metadata={"description": "min_length, pattern or absent; null: the server alone judges"},
    )


class PasswordRules(Shape):
    rules = listed(PasswordRule)


class PasswordLink(PasswordRules):
    state = text("valid, expired or used")
    purpose = text("activation, reset or email")
    user_name = text()


class BrokenRules(Shape):
    broken = fields.List(fields.String(), metadata={"description": "Keys of rules"})


class EmailChanged(Shape):
    email = fields.Email()


class Link(Shape):
    institution_id = fields.UUID()
    institution_name = text()
    timezone = text("IANA zone of the institution")
    network_id = fields.UUID(allow_none=True)
    request_id = fields.UUID()
    record_id = fields.UUID()
    participant_id = fields.UUID()
    email_hint = text("Whom it was mailed to, in part hidden", allow_none=True)
    not_after = fields.DateTime()
    state = text("open, expired or ended")


class Account(Me):
    user_name = text()
    email = fields.Email()
    sign_on = text("password or sso")
    contact = fields.Nested(Contact, allow_none=True)


class RelationRow(Shape):
    relation_id = fields.UUID()
    kind = text("supervises, teaches or coaches")
    person_id = fields.UUID()
    name = text()
    starts_on = fields.Date()
    ends_on = fields.Date(allow_none=True)
    place = text()


class EnrolmentRow(Shape):
    enrolment_id = fields.UUID()
    programme_key = text()
    starts_on = fields.Date()
    cohort = text()
    part_time = fields.Integer()


class LogLine(Shape):
    at = fields.DateTime()
    what = text()
    by = text(allow_none=True)


class PersonInFull(Person):
    relations = listed(RelationRow)
    enrolments = listed(EnrolmentRow)
    log = listed(LogLine)


class Colleague(Shape):
    person_id = fields.UUID()
    name = text()
    roles = fields.List(fields.String())
    related = fields.Boolean()


class Colleagues(Shape):
    people = listed(Colleague)


class LearnerName(Shape):
    person_id = fields.UUID()
    name = text()
    initials = text()
    relation = text("supervises, teaches, coaches or staff")
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


class LearnerNames(Shape):
    people = listed(LearnerName)
    next = text(allow_none=True)


class PersonName(Shape):
    name = text()
    given_name = text()
    initials = text()


class NamesOfPeople(Shape):
    names = fields.Dict(
        keys=fields.UUID(),
        values=fields.Nested(PersonName),
        metadata={"description": "By person id"},
    )
