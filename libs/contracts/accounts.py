"""Contracts of the accounts service: people, sign-on, memberships, relations, capability links.

Shapes used in several replies:

- Me: {person_id, name, given_name, initials, language, timezone, institution_id,
  email_hash, institution_name, network_id, network_name, membership_id, roles: [str], memberships:
  [{membership_id, institution_id, institution_name, roles}], portfolio_hint: learner's enrolment
  or None, session: {id, assurance, started_at, expires_at}}; email_hash is the SHA-256 (hex) of
  the trimmed, lower-case address, as in OPEN_LINK
- Person: {person_id, name, given_name, family_name, user_name, email, language, state
  (invited | active | blocked | left), roles: [str], last_sign_in_at, starts_on, ends_on}

Roles: learner, trainer, teacher, coach, head, committee, secretary, local_admin, national_admin.
Relations (kind): supervises (trainer), teaches (teacher), coaches (coach): staff person to
learner, from date to date.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from marshmallow import fields, validate

from .base import Event, Fault, Method, RequestSchema

ROLES = (
    "learner",
    "trainer",
    "teacher",
    "coach",
    "head",
    "committee",
    "secretary",
    "local_admin",
    "national_admin",
)
RELATIONS = ("supervises", "teaches", "coaches")
LANGUAGES = ("en", "nl")
ANYONE = frozenset({"anonymous", "person", "link"})
SERVICE = frozenset({"service"})
PERSON_OR_LINK = frozenset({"person", "link"})
_TOKEN = validate.Length(min=20, max=200)
_SHORT = validate.Length(max=200)


# Sign-on -----------------------------------------------------------------------------------


class SignIn(RequestSchema):
    """Log in with a password. `device_token` recognises a device that signed in before."""

    user_name = fields.String(required=True, validate=_SHORT)
    password = fields.String(required=True, validate=validate.Length(max=300))
    device_token = fields.String(load_default=None, allow_none=True, validate=_SHORT)


# -> {session_token, me: Me}; faults SignInRefused, AccountBlocked
SIGN_IN = Method("accounts", "sign_in", SignIn, kinds=ANYONE)


class SessionToken(RequestSchema):
    session_token = fields.String(required=True, validate=_TOKEN)


# -> {me: Me}; fault NotSignedIn. Touches the idle clock at most once a minute.
RESUME_SESSION = Method("accounts", "resume_session", SessionToken, kinds=ANYONE)
SIGN_OUT = Method("accounts", "sign_out", SessionToken, kinds=ANYONE)  # -> {}

# -> {sessions: [{id, started_at, last_seen_at, user_agent, network_address, current}]}
SESSIONS = Method("accounts", "sessions")


class EndSession(RequestSchema):
    session_id = fields.UUID(required=True)


END_SESSION = Method("accounts", "end_session", EndSession)  # -> {}
END_OTHER_SESSIONS = Method("accounts", "end_other_sessions")  # -> {ended: int}


class ChooseMembership(RequestSchema):
    membership_id = fields.UUID(required=True)


# Act for another institution in this session -> {me: Me}
CHOOSE_MEMBERSHIP = Method("accounts", "choose_membership", ChooseMembership)


class AskPasswordLink(RequestSchema):
    user_name = fields.String(required=True, validate=_SHORT)
    email = fields.Email(required=True)


# First log-in ("set password") and "forgot password" alike; the answer never tells whether the
# account exists -> {}
ASK_PASSWORD_LINK = Method("accounts", "ask_password_link", AskPasswordLink, kinds=ANYONE)


class LinkToken(RequestSchema):
    token = fields.String(required=True, validate=_TOKEN)


# Looks, changes nothing -> {state: valid | expired | used, purpose: activation | reset | email,
# user_name, rules: [Rule]} ; fault LinkEnded for a token nobody was mailed
# Rule = {key, text: {en, nl}, check: {min_length: int} | {pattern: regular expression (flag u)} |
# {absent: [lower-case words]} | None}: a page ticks a rule live by its check
OPEN_PASSWORD_LINK = Method("accounts", "open_password_link", LinkToken, kinds=ANYONE)


class SetPassword(RequestSchema):
    token = fields.String(required=True, validate=_TOKEN)
    password = fields.String(required=True, validate=validate.Length(max=300))


# Consumes the link and signs in -> {session_token, me: Me}; faults PasswordRefused, LinkEnded
SET_PASSWORD = Method("accounts", "set_password", SetPassword, kinds=ANYONE)


class ChangePassword(RequestSchema):
    old_password = fields.String(required=True, validate=validate.Length(max=300))
    new_password = fields.String(required=True, validate=validate.Length(max=300))
    end_other_sessions = fields.Boolean(load_default=True)


# -> {}; faults PasswordRefused (broken: ["old_password"] for a wrong old one), AccountBlocked,
# SignOnElsewhere
CHANGE_PASSWORD = Method("accounts", "change_password", ChangePassword)
PASSWORD_RULES = Method("accounts", "password_rules", kinds=ANYONE)  # -> {rules: [Rule]}


class AskEmailChange(RequestSchema):
    email = fields.Email(required=True)


ASK_EMAIL_CHANGE = Method("accounts", "ask_email_change", AskEmailChange)  # -> {sent_to}
# -> {email}; faults LinkEnded, AlreadyInUse
CONFIRM_EMAIL_CHANGE = Method("accounts", "confirm_email_change", LinkToken, kinds=ANYONE)

# -> Me + {user_name, email, sign_on: password | sso, contact: Contact}
# Contact = {name, role, email, phone, opening_hours} of the institution's help
MY_ACCOUNT = Method("accounts", "my_account")


class ChangeMyAccount(RequestSchema):
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    timezone = fields.String(validate=_SHORT)


CHANGE_MY_ACCOUNT = Method("accounts", "change_my_account", ChangeMyAccount)  # -> {me: Me}


class AskCode(RequestSchema):
    purpose = fields.String(required=True, validate=validate.OneOf(["sign_decision"]))


# Mails a 6-digit code (10 minutes, 5 tries) -> {sent_to: "j…@…", valid_until}
ASK_CODE = Method("accounts", "ask_code", AskCode)


class ConfirmCode(RequestSchema):
    code = fields.String(required=True, validate=validate.Length(min=6, max=12))


# Raises the session's assurance to `code` for 10 minutes -> {me: Me}; fault CodeRefused
CONFIRM_CODE = Method("accounts", "confirm_code", ConfirmCode)


# Capability links of external assessors ---------------------------------------------------


class FreshLink(RequestSchema):
    """Asked by notifications just before each mail. All tokens of a request work and end
    together."""

    request_id = fields.UUID(required=True)
    record_id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    email = fields.Email(required=True)
    not_after = fields.AwareDateTime(required=True)


# -> {token}
FRESH_LINK = Method(
    "accounts", "fresh_link", FreshLink, issuers=frozenset({"notifications"}), kinds=SERVICE
)

# Looks, changes nothing -> {institution_id, institution_name, network_id, request_id, record_id,
# participant_id, email_hint, email_hash, not_after, state: open | expired | ended}; NotFound
OPEN_LINK = Method("accounts", "open_link", LinkToken, kinds=ANYONE)


class MailSecret(RequestSchema):
    """What a mail about `secret_id` needs; the secret is made now and only its hash is kept."""

    secret_id = fields.UUID(required=True)


# -> {purpose: activation | reset | email | code, secret, valid_until, email, name, language,
#     user_name, institution_name} ; fault LinkEnded when it is no longer wanted
MAIL_SECRET = Method(
    "accounts", "mail_secret", MailSecret, issuers=frozenset({"notifications"}), kinds=SERVICE
)


# People ------------------------------------------------------------------------------------


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


# -> {email, former_email | None, name, given_name, language, timezone, institution_name}
# former_email: for a day after a change, where a notice about it goes too
ADDRESS_OF = Method(
    "accounts", "address_of", AddressOf, issuers=frozenset({"notifications"}), kinds=SERVICE
)


class People(RequestSchema):
    search = fields.String(load_default="", validate=_SHORT)
    role = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ROLES))
    state = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    cursor = fields.String(load_default=None, allow_none=True, validate=_SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


# Administrators and secretaries -> {people: [Person], next}
PEOPLE = Method("accounts", "people", People)


class FindColleagues(RequestSchema):
    search = fields.String(load_default="", validate=_SHORT)
    limit = fields.Integer(load_default=10, validate=validate.Range(1, 50))


# Whom a learner can ask: related staff first -> {people: [{person_id, name, roles, related}]}
FIND_COLLEAGUES = Method("accounts", "find_colleagues", FindColleagues)

# Learners the caller has a relation with, or all for head/secretary/administrator ->
# {people: [{person_id, name, initials, relation, starts_on, ends_on}]}
MY_LEARNERS = Method("accounts", "my_learners")


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


class Enrol(RequestSchema):
    person_id = fields.UUID(required=True)
    programme_key = fields.String(required=True, validate=_SHORT)
    starts_on = fields.Date(required=True)
    cohort = fields.String(load_default="", validate=_SHORT)
    part_time = fields.Integer(load_default=100, validate=validate.Range(20, 100))


ENROL = Method("accounts", "enrol", Enrol)  # -> {enrolment_id}


class Relate(RequestSchema):
    kind = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    person_id = fields.UUID(required=True)
    learner_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(load_default=None, allow_none=True)
    place = fields.String(load_default="", validate=_SHORT)


RELATE = Method("accounts", "relate", Relate)  # -> {relation_id}


class EndRelation(RequestSchema):
    relation_id = fields.UUID(required=True)
    ends_on = fields.Date(required=True)


END_RELATION = Method("accounts", "end_relation", EndRelation)  # -> {}


class PreviewImport(RequestSchema):
    """A CSV or XLSX file, base64, at most 2 MiB. One row per person; trainers and teachers named
    by user name or e-mail address in a learner's row become relations."""

    file_name = fields.String(required=True, validate=_SHORT)
    content = fields.String(required=True, validate=validate.Length(max=3_000_000))


# -> {import_id, columns: [str], ignored: [str] (unknown columns, not kept),
#     rows: [{row: int, values: {column: str}, outcome: new | changed |
#     same | error, changes: [str], errors: [{column, code, params, text: {en, nl}}]}],
#     counts: {new, changed, same, error}}; fault FileUnreadable
PREVIEW_IMPORT = Method("accounts", "preview_import", PreviewImport, deadline_s=20.0)


class ApplyImport(RequestSchema):
    import_id = fields.UUID(required=True)


# All rows or none -> {counts: {new, changed, same}}; fault ImportHasErrors
APPLY_IMPORT = Method("accounts", "apply_import", ApplyImport, deadline_s=20.0)

# -> {institution_id, name, short_name, network: {id, name} | None, timezone, languages, theme:
#     {..4 colours} | None, contact: Contact, password_profile, user_name_scheme}
INSTITUTION = Method(
    "accounts",
    "institution",
    issuers=frozenset({"gateway", "dashboards"}),
    kinds=frozenset({"person", "link", "service"}),
)
# National administrators: institutions of their network -> {institutions: [{id, name, people}]}
INSTITUTIONS = Method("accounts", "institutions")


class Restate(RequestSchema):
    """Send the current facts again as events, for rebuilding read models. `kind`: person,
    membership, enrolment, relation or all."""

    kind = fields.String(load_default="all", validate=_SHORT)


# -> {events: int}, of the caller's institution or, without one, of all
RESTATE = Method(
    "accounts",
    "restate",
    Restate,
    issuers=frozenset({"dashboards", "portfolio", "documents", "notifications"}),
    kinds=SERVICE,
    deadline_s=60.0,
)


# Faults ------------------------------------------------------------------------------------


class SignInRefused(Fault):
    """One answer for unknown user, wrong password and left members. `params`: tries_left or
    None."""

    code = "accounts.sign_in_refused"
    status = 401
    message = "User name or password is not right."


class AccountBlocked(Fault):
    """`params`: reset_unblocks: bool, contact: Contact."""

    code = "accounts.blocked"
    status = 403
    message = "This account is blocked after three failed log-ins."


class PasswordRefused(Fault):
    """`params`: broken: [rule key]."""

    code = "accounts.password_refused"
    status = 422
    message = "The password does not meet all requirements."


class SignOnElsewhere(Fault):
    """The institution signs its people on itself (single sign-on): there is no password here.
    `params`: contact: Contact."""

    code = "accounts.sign_on_elsewhere"
    status = 409
    message = "Your institution signs you on; change your password there."


class LinkEnded(Fault):
    """`params`: state: expired | used | ended."""

    code = "accounts.link_ended"
    status = 410
    message = "This link no longer works. Ask for a new one."


class CodeRefused(Fault):
    """`params`: tries_left."""

    code = "accounts.code_refused"
    status = 422
    message = "This code is not right or no longer valid."


class FileUnreadable(Fault):
    code = "accounts.file_unreadable"
    status = 422
    message = "The file could not be read as CSV or XLSX."


class ImportHasErrors(Fault):
    code = "accounts.import_has_errors"
    status = 409
    message = "The import holds rows with errors; nothing was imported."


class AlreadyInUse(Fault):
    """`params`: field."""

    code = "accounts.already_in_use"
    status = 409
    message = "This user name or e-mail address is already in use."


# Events ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PersonChangedV1(Event):
    """A person was created or their name, language or state changed (names are asked by RPC)."""

    NAME = "accounts.person_changed.v1"
    person_id: uuid.UUID
    state: str
    language: str
    timezone: str
    version: int


@dataclass(frozen=True, kw_only=True)
class MembershipChangedV1(Event):
    """A person's roles in one institution, from and until civil dates."""

    NAME = "accounts.membership_changed.v1"
    membership_id: uuid.UUID
    person_id: uuid.UUID
    roles: tuple[str, ...]
    starts_on: dt.date | None
    ends_on: dt.date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class LearnerEnrolledV1(Event):
    """A learner starts (or changes) a programme; portfolio opens the portfolio on it."""

    NAME = "accounts.learner_enrolled.v1"
    enrolment_id: uuid.UUID
    person_id: uuid.UUID
    programme_key: str
    starts_on: dt.date
    cohort: str
    part_time: int
    version: int


@dataclass(frozen=True, kw_only=True)
class RelationChangedV1(Event):
    """A staff member's relation with a learner; `ends_on` None means open-ended."""

    NAME = "accounts.relation_changed.v1"
    relation_id: uuid.UUID
    kind: str
    person_id: uuid.UUID
    learner_id: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class SecretWantedV1(Event):
    """A mail with a secret (activation, reset, email, code) should go out; notifications asks
    for the secret itself just before sending."""

    NAME = "accounts.secret_wanted.v1"
    secret_id: uuid.UUID
    person_id: uuid.UUID
    purpose: str


@dataclass(frozen=True, kw_only=True)
class SecurityNoticeV1(Event):
    """Something the person should hear by mail: password_changed, email_changed, blocked."""

    NAME = "accounts.security_notice.v1"
    person_id: uuid.UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class AccessRevokedV1(Event):
    """Sessions or roles of a person ended: caches drop, live streams close. session_id None
    means all of them."""

    NAME = "accounts.access_revoked.v1"
    person_id: uuid.UUID
    session_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PersonErasedV1(Event):
    """Every other service erases what it holds of this person and confirms."""

    NAME = "accounts.person_erased.v1"
    person_id: uuid.UUID
    erasure_id: uuid.UUID
