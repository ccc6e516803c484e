"""Answers on definitions."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, text


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
