"""Answers on messages."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text


class Message(Shape):
    message_id = fields.UUID()
    kind = text()
    params = fields.Dict(metadata={"description": "Ids and figures the sentence speaks of"})
    record_id = fields.UUID(allow_none=True)
    portfolio_id = fields.UUID(allow_none=True)
    at = fields.DateTime()
    read = fields.Boolean()


class Messages(Shape):
    messages = listed(Message)
    unread = fields.Integer()
    next = text(allow_none=True)


class Badge(Shape):
    unread = fields.Integer()


class Wish(Shape):
    mail = text("at_once, digest or off")
    in_app = fields.Boolean()


class Quiet(Shape):
    from_ = fields.String(data_key="from", metadata={"example": "22:00"})
    to = fields.String(metadata={"example": "07:00"})


class Preferences(Shape):
    preferences = fields.Dict(keys=fields.String(), values=fields.Nested(Wish))
    quiet = fields.Nested(Quiet, allow_none=True)
    paused_until = fields.Date(allow_none=True)


class MailState(Shape):
    state = text("waiting, sending, sent, failed or unknown")
    at = fields.DateTime()
    reminders = fields.Integer()


class MailStates(Shape):
    states = fields.Dict(keys=fields.String(), values=fields.Nested(MailState))
