"""Contracts of the notifications service: e-mail, in-app messages, reminders, digests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from marshmallow import fields, validate

from .base import Event, Method, RequestSchema


class Page(RequestSchema):
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    limit = fields.Integer(load_default=30, validate=validate.Range(1, 100))


# -> {messages: [{message_id, kind, params, record_id, portfolio_id, at, read}], unread, next}
INBOX = Method("notifications", "inbox", Page)
BADGE = Method("notifications", "badge")  # -> {unread}


class MarkRead(RequestSchema):
    """Without ids: all of them."""

    message_ids = fields.List(fields.UUID(), load_default=None, allow_none=True)


MARK_READ = Method("notifications", "mark_read", MarkRead)  # -> {unread}
# -> {preferences: {kind: {mail: at_once | digest | off, in_app: bool}}, quiet: {from, to} | None,
#     paused_until}
PREFERENCES = Method("notifications", "preferences")


class ChangePreferences(RequestSchema):
    preferences = fields.Dict(load_default=dict)
    quiet = fields.Dict(allow_none=True)
    paused_until = fields.Date(allow_none=True)


CHANGE_PREFERENCES = Method("notifications", "change_preferences", ChangePreferences)


class MailStates(RequestSchema):
    request_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=200))


# Of requests the caller may follow; any other is left out.
# -> {states: {request_id: {state: waiting | sending | sent | failed | unknown, at, reminders}}}
MAIL_STATES = Method("notifications", "mail_states", MailStates)


@dataclass(frozen=True, kw_only=True)
class BadgeChangedV1(Event):
    NAME = "notifications.badge_changed.v1"
    person_id: uuid.UUID
    unread: int


@dataclass(frozen=True, kw_only=True)
class RequestMailedV1(Event):
    """The mail of a request went out (or finally failed). reminder: 0 for the invitation."""

    NAME = "notifications.request_mailed.v1"
    request_id: uuid.UUID
    record_id: uuid.UUID
    reminder: int
    state: str
