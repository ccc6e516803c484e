"""Institutions: how they are called and help, how they are set up, their facts told again."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .terms import SERVICE, SHORT

# -> {institution_id, name, short_name, network: {id, name} | None, timezone, languages, theme:
#     {..4 colours} | None, contact: Contact, sign_on: password | sso, password_profile,
#     user_name_scheme, failures_allowed, reset_unblocks}
INSTITUTION = Method(
    "accounts",
    "institution",
    issuers=frozenset({"gateway", "dashboards"}),
    kinds=frozenset({"person", "link", "service"}),
)
# National administrators: institutions of their network -> {institutions: [{id, name, people}]}
INSTITUTIONS = Method("accounts", "institutions")


class ContactFields(RequestSchema):
    """Who helps the people of an institution."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    role = fields.String(load_default="", validate=SHORT)
    email = fields.Email(required=True)
    phone = fields.String(load_default="", validate=SHORT)
    opening_hours = fields.String(load_default="", validate=SHORT)


class ChangeInstitution(RequestSchema):
    """What is left out stays as it is. Any of the last four settles the rules of log-in."""

    name = fields.String(validate=validate.Length(1, 200))
    short_name = fields.String(validate=validate.Length(1, 60))
    contact = fields.Nested(ContactFields)
    password_profile = fields.String(validate=validate.OneOf(["classic", "modern"]))
    failures_allowed = fields.Integer(validate=validate.Range(1, 20))
    reset_unblocks = fields.Boolean()
    user_name_scheme = fields.String(validate=validate.Length(max=40))


# Administrators -> as INSTITUTION
CHANGE_INSTITUTION = Method("accounts", "change_institution", ChangeInstitution)

# The steps of setting up an institution, and those of a network, in the order they are done.
SETUP_STEPS = {
    "institution": (
        "contact",
        "sign_in",
        "framework",
        "forms",
        "programme",
        "people",
        "relations",
        "enrolment",
    ),
    "network": ("institutions", "framework", "forms", "programme", "administrators"),
}
_STEPS = tuple(dict.fromkeys(step for steps in SETUP_STEPS.values() for step in steps))


class SetupOf(RequestSchema):
    """Of the institution acted in, or of its network (national administrators)."""

    of = fields.String(load_default="institution", validate=validate.OneOf(SETUP_STEPS))


# Administrators. What accounts knows about how far setting up is -> {of, name, done: [step] (of
# the steps that accounts can tell), skipped: [step], is_put_away, counts: of an institution
# {learners, staff, guided, enrolled} (guided: learners with anybody; enrolled: learners with a
# programme), of a network {institutions, administered}}
SETUP = Method("accounts", "setup", SetupOf)


class RememberSetup(SetupOf):
    """Skip a step for now, or take it up again; put the whole away, or take it out again."""

    step = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(_STEPS))
    is_skipped = fields.Boolean(load_default=True)
    is_put_away = fields.Boolean(load_default=None, allow_none=True)


# -> as SETUP
REMEMBER_SETUP = Method("accounts", "remember_setup", RememberSetup)


class Restate(RequestSchema):
    """Send the current facts again as events, for rebuilding read models. `kind`: person,
    membership, enrolment, relation or all."""

    kind = fields.String(load_default="all", validate=SHORT)


# -> {events: int}, of the caller's institution or, without one, of all
RESTATE = Method(
    "accounts",
    "restate",
    Restate,
    issuers=frozenset({"dashboards", "portfolio", "documents", "notifications"}),
    kinds=SERVICE,
    deadline_s=60.0,
)
