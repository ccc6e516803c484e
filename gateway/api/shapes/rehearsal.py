"""What trying a form out asks and answers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .base import Shape, listed, text

MOST_BEFORE = 30
_NAME = validate.Length(min=1, max=100)


def _number() -> fields.Integer:
    """Which one of several people of a role at the step."""
    return fields.Integer(load_default=1, validate=validate.Range(min=1))


class Turn(Schema):
    """What one person sends at one step."""

    step = fields.String(required=True, validate=_NAME)
    person = fields.String(required=True, validate=_NAME)
    number = _number()
    answers = fields.Dict(required=True, keys=fields.String())


class Rehearse(Schema):
    """Who is tried: the first who acts, where no step and person are named. Without `answers`
    nothing is sent. `before`: what others send first, in that order. `unasked`: the form begins of
    somebody's own accord, without the steps before. `days`, without `answers`: so long nobody does
    anything at this step."""

    step = fields.String(load_default=None, allow_none=True, validate=_NAME)
    person = fields.String(load_default=None, allow_none=True, validate=_NAME)
    number = _number()
    unasked = fields.Boolean(load_default=False)
    days = fields.Integer(load_default=0, validate=validate.Range(0, 400))
    answers = fields.Dict(load_default=None, allow_none=True, keys=fields.String())
    before = fields.List(
        fields.Nested(Turn), load_default=list, validate=validate.Length(max=MOST_BEFORE)
    )


class Place(Shape):
    step = text("The key of the step")
    person = text("The role of the form")
    number = fields.Integer(
        metadata={"description": "Tells people of one role apart who each judge for themselves"}
    )


class StandIn(Shape):
    """Made up: nothing is uploaded, stored or asked."""

    item = text()
    kind = text("file, drawing, entry, goal, dashboard or person")
    id = text("What an answer holds for it")
    media_type = text("Of a file or drawing", allow_none=True)


class AnswerMessage(Shape):
    item = text()
    row = text(allow_none=True)
    code = text("Stable")
    message = text("A sentence in the language of the caller")


class Given(Shape):
    kind = text("point, narrative, goal, registration, flag or decision")
    item = text(allow_none=True)
    row = text(allow_none=True)
    outcome = text("key@version/code of a framework", allow_none=True)
    value = fields.Float(allow_none=True)
    scale = text(allow_none=True)


class Passed(Shape):
    day = fields.Integer()
    kind = text("open, join, release, remind, expire or end")
    step = text()
    person = text("The role of the form; empty where the step as a whole is meant")


class Rehearsed(Shape):
    seats = listed(Place)
    stand_ins = listed(StandIn)
    at = fields.Nested(Place, metadata={"description": "Who was tried, or whose answers failed"})
    is_reached = fields.Boolean(metadata={"description": "Whether the form comes to this step"})
    messages = listed(AnswerMessage)
    waits_for = listed(Place)
    is_done = fields.Boolean()
    is_held = fields.Boolean(metadata={"description": "It opens, with its data, only later"})
    scores = fields.Dict()
    gives = listed(Given)
    passed = listed(Passed)
    is_over = fields.Boolean(metadata={"description": "It ended unfinished: the time was up"})
