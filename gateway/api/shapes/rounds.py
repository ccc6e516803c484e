"""Answers on rounds of raters."""

from __future__ import annotations

from marshmallow import fields

from .base import Shape, listed, text


class TallyPart(Shape):
    options = fields.List(fields.String())
    n = fields.Integer(metadata={"description": "How many chose one of these; never under three"})


class Tally(Shape):
    """How often the options of a choice, or `yes` and `no`, were chosen; for all together."""

    item = text()
    n = fields.Integer(
        allow_none=True,
        metadata={"description": "Null, and nothing else told, where one or two left it open"},
    )
    most = fields.String(
        allow_none=True,
        metadata={"description": "The option chosen most, where there are no parts to tell"},
    )
    parts = listed(TallyPart)


class Round(Shape):
    """An anonymous round, summed up."""

    stage = text()
    n = fields.Integer()
    groups = fields.Raw()
    values = fields.Raw()
    comments = fields.Raw()
    tallies = listed(Tally)
