"""People, enrolments, relations, imports."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .terms import LANGUAGES, RELATIONS, ROLES, SERVICE, SHORT


class Names(RequestSchema):
    person_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=500))


# -> {names: {person_id: {name, given_name, initials}}}; unknown ids are left out
NAMES = Method(
    "accounts",
    "names",
    Names,
    issuers=frozenset({"gateway", "notifications", "dashboards", "portfolio", "documents"}),
    kinds=frozenset({"person", "link", "service"}),
)


class AddressOf(RequestSchema):
    person_id = fields.UUID(required=True)


# -> {email, former_email | None, name, given_name, language, timezone, institution_name,
#     contact: Contact}
# former_email: for a day after a change, where a notice about it goes too
ADDRESS_OF = Method(
    "accounts", "address_of", AddressOf, issuers=frozenset({"notifications"}), kinds=SERVICE
)


class People(RequestSchema):
    search = fields.String(load_default="", validate=SHORT)
    role = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ROLES))
    state = fields.String(load_default=None, allow_none=True, validate=SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


# Administrators and secretaries -> {people: [Person], next}
PEOPLE = Method("accounts", "people", People)


class FindColleagues(RequestSchema):
    """`fellows_of`: a learner; whoever learns in the same programme is found too."""

    search = fields.String(load_default="", validate=SHORT)
    limit = fields.Integer(load_default=10, validate=validate.Range(1, 50))
    fellows_of = fields.UUID(load_default=None, allow_none=True)


# Whom a learner can ask: related staff first -> {people: [{person_id, name, roles, related}]}.
# With `fellows_of`, by that learner or whoever guides them: those of the learner's intake count as
# related. NotFound for others.
FIND_COLLEAGUES = Method("accounts", "find_colleagues", FindColleagues)


class LearnerPage(RequestSchema):
    """By name. `cursor` is the `next` of the page before; without a limit all of them come, for
    pages that put names to ids."""

    cursor = fields.String(load_default=None, allow_none=True, validate=SHORT)
    limit = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 500))


# Learners the caller has a relation with, or all for head/secretary/administrator ->
# {people: [{person_id, name, initials, relation, starts_on, ends_on}], next}
MY_LEARNERS = Method("accounts", "my_learners", LearnerPage)


class PersonId(RequestSchema):
    person_id = fields.UUID(required=True)


# -> Person + {relations: [{relation_id, kind, person_id, name, starts_on, ends_on, place}],
#    enrolments: [{enrolment_id, programme_key, starts_on, cohort, part_time}],
#    log: [{at, what: str code, by}]}
PERSON = Method("accounts", "person", PersonId)


class CreatePerson(RequestSchema):
    given_name = fields.String(required=True, validate=validate.Length(1, 100))
    family_name = fields.String(required=True, validate=validate.Length(1, 100))
    user_name = fields.String(required=True, validate=validate.Length(3, 100))
    email = fields.Email(required=True)
    language = fields.String(load_default="nl", validate=validate.OneOf(LANGUAGES))
    roles = fields.List(
        fields.String(validate=validate.OneOf(ROLES)), required=True, validate=validate.Length(1)
    )
    starts_on = fields.Date(load_default=None, allow_none=True)
    ends_on = fields.Date(load_default=None, allow_none=True)


CREATE_PERSON = Method("accounts", "create_person", CreatePerson)  # -> {person: Person}


class ChangePerson(RequestSchema):
    person_id = fields.UUID(required=True)
    given_name = fields.String(validate=validate.Length(1, 100))
    family_name = fields.String(validate=validate.Length(1, 100))
    email = fields.Email()
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), validate=validate.Length(1))
    ends_on = fields.Date(allow_none=True)


CHANGE_PERSON = Method("accounts", "change_person", ChangePerson)  # -> {person: Person}
RESEND_ACCESS = Method("accounts", "resend_access", PersonId)  # -> {sent_to}
UNBLOCK = Method("accounts", "unblock", PersonId)  # -> {person: Person}


class OfferedProgrammes(fields.Dict):
    """The programmes that learners can be enrolled in: their titles, in all languages, by key.
    Forms publishes them; the gateway looks them up for accounts. Without them, as a gateway from
    before they were told asks, nothing is said of programmes."""

    def __init__(self, **more: Any) -> None:
        titles = fields.List(fields.String())
        super().__init__(keys=fields.String(validate=SHORT), values=titles, **more)


class Enrol(RequestSchema):
    """A programme that is not offered is refused, unless the learner follows it already."""

    offered = OfferedProgrammes(load_default=None)
    person_id = fields.UUID(required=True)
    programme_key = fields.String(required=True, validate=SHORT)
    starts_on = fields.Date(required=True)
    cohort = fields.String(load_default="", validate=SHORT)
    part_time = fields.Integer(load_default=100, validate=validate.Range(20, 100))


ENROL = Method("accounts", "enrol", Enrol)  # -> {enrolment_id}


class EndEnrolment(RequestSchema):
    """`published`: the keys of all programmes that are published here, retired ones too. Forms
    knows them; the gateway looks them up for accounts."""

    enrolment_id = fields.UUID(required=True)
    published = fields.List(fields.String(validate=SHORT), required=True)


# Only of a programme that is not published, so that no portfolio is open: InvalidRequest.
END_ENROLMENT = Method("accounts", "end_enrolment", EndEnrolment)  # -> {}


class Relate(RequestSchema):
    kind = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    person_id = fields.UUID(required=True)
    learner_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(load_default=None, allow_none=True)
    place = fields.String(load_default="", validate=SHORT)


RELATE = Method("accounts", "relate", Relate)  # -> {relation_id}


class EndRelation(RequestSchema):
    relation_id = fields.UUID(required=True)
    ends_on = fields.Date(required=True)


END_RELATION = Method("accounts", "end_relation", EndRelation)  # -> {}


class PreviewImport(RequestSchema):
    """A CSV or XLSX file, base64, at most 2 MiB. One row per person; trainers and teachers named
    by user name or e-mail address in a learner's row become relations, a programme is named by
    key or title."""

    offered = OfferedProgrammes(load_default=None)
    file_name = fields.String(required=True, validate=SHORT)
    content = fields.String(required=True, validate=validate.Length(max=3_000_000))


# -> {import_id, columns: [str], ignored: [str] (unknown columns, not kept),
#     rows: [{row: int, values: {column: str}, outcome: new | changed |
#     same | error, changes: [str], errors: [{column, code, params, text: {en, nl}}]}],
#     counts: {new, changed, same, error}}; fault FileUnreadable
PREVIEW_IMPORT = Method("accounts", "preview_import", PreviewImport, deadline_s=20.0)


class ApplyImport(RequestSchema):
    offered = OfferedProgrammes(load_default=None)
    import_id = fields.UUID(required=True)


# All rows or none -> {counts: {new, changed, same}}; fault ImportHasErrors
APPLY_IMPORT = Method("accounts", "apply_import", ApplyImport, deadline_s=20.0)
