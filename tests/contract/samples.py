"""An instance of any event and a request of any schema, built from what their fields say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
import uuid
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from libs.contracts.base import Event

# Only these bare-dict fields exist; their shape stands in the event's docstring.
_POINT = {"data_point_id": "00000000-0000-4000-8000-000000000001", "kind": "point", "value": 3}


def an_event(kind: type[Event]) -> Event:
    """Every field filled with a plain value of its type."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    values = {name: _value(hints[name], number) for number, name in enumerate(names, 1)}
    return kind(**values)


def _value(hint: Any, number: int) -> Any:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(kind for kind in typing.get_args(hint) if kind is not type(None))
    if typing.get_origin(hint) is tuple:
        return (_value(typing.get_args(hint)[0], number),)
    if typing.get_origin(hint) is dict:
        return _POINT
    return {
        uuid.UUID: uuid.UUID(int=number + (4 << 76) + (8 << 60)),
        str: f"text-{number}",
        int: number,
        float: number + 0.5,
        bool: True,
        dt.date: dt.date(2026, 11, number),
        dt.datetime: dt.datetime(2026, 11, 22, 9, number, tzinfo=dt.UTC),
    }[hint]


def a_request(schema: ma.Schema) -> dict[str, Any]:
    """A valid request with every field, in JSON types."""
    return {name: _filled(field) for name, field in schema.fields.items()}


def _filled(field: fields.Field) -> Any:
    if isinstance(field, fields.Nested):
        return a_request(field.schema)
    if isinstance(field, fields.List):
        return [_filled(field.inner)]
    choice = next((one for one in field.validators if isinstance(one, validate.OneOf)), None)
    return next(iter(choice.choices)) if choice else _plain(field)


def _plain(field: fields.Field) -> Any:
    for kind, value in (
        (fields.UUID, "00000000-0000-4000-8000-000000000001"),
        (fields.Email, "somebody@clinic.example"),
        (fields.AwareDateTime, "2026-11-22T09:00:00Z"),
        (fields.Date, "2026-11-22"),
        (fields.Boolean, True),
        (fields.Integer, _number(field)),
        (fields.Dict, {}),
        (fields.String, _text(field)),
    ):
        if isinstance(field, kind):
            return value
    raise TypeError(f"no sample for {field!r}")


def _number(field: fields.Field) -> int:
    bounds = next((one for one in field.validators if isinstance(one, validate.Range)), None)
    return int(bounds.min) if bounds and bounds.min else 1


def _text(field: fields.Field) -> str:
    length = next((one for one in field.validators if isinstance(one, validate.Length)), None)
    return "x" * (length.equal or length.min or 1) if length else "x"
