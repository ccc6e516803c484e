"""Answers on the institution and on setting it up."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text


class Contact(Shape):
    name = text(allow_none=True)
    role = text(allow_none=True)
    email = text(allow_none=True)
    phone = text(allow_none=True)
    opening_hours = text(allow_none=True)


class Network(Shape):
    id = fields.UUID()
    name = text()


class InstitutionRow(Shape):
    id = fields.UUID()
    name = text()
    people = fields.Integer()


class Institutions(Shape):
    institutions = listed(InstitutionRow)


class Institution(Shape):
    institution_id = fields.UUID()
    name = text()
    short_name = text()
    timezone = text()
    languages = fields.List(fields.String())
    contact = fields.Nested(Contact, allow_none=True)
    network = fields.Nested(Network, allow_none=True)
    theme = fields.Dict(allow_none=True, metadata={"description": "Four colours"})
    sign_on = text("password or sso")
    password_profile = text("classic or modern")
    user_name_scheme = text("What user names of learners begin with")
    failures_allowed = fields.Integer()
    reset_unblocks = fields.Boolean()


class SetupStep(Shape):
    key = text()
    state = text("done, next, later or skipped")
    own = fields.Integer(allow_none=True)
    shared = fields.Integer(allow_none=True)


class Setup(Shape):
    of = text("institution or network")
    name = text()
    is_put_away = fields.Boolean()
    is_finished = fields.Boolean()
    next = text("Key of the step to do next", allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    steps = listed(SetupStep)
