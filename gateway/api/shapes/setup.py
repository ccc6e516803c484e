"""Answers on the institution and on setting it up."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text


class Contact(Shape):
    name = text()
    role = text()
    email = text()
    phone = text()
    opening_hours = text()


class Institution(Shape):
    institution_id = fields.UUID()
    name = text()
    short_name = text()
    timezone = text()
    languages = fields.List(fields.String())
    contact = fields.Nested(Contact)
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
