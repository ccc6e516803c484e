"""Answers on messages."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, text


class Messages(Shape):
    messages = fields.List(fields.Dict())
    unread = fields.Integer()
    next = text(allow_none=True)


class Badge(Shape):
    unread = fields.Integer()
