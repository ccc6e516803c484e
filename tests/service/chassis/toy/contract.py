"""Contracts of a service that exists for the chassis' tests only."""

import uuid
from dataclasses import dataclass

from marshmallow import fields

from libs.contracts.base import Event, Method, RequestSchema
from libs.contracts.subscriptions import SUBSCRIPTIONS


class MakeThing(RequestSchema):
    name = fields.String(required=True)
    fail = fields.String(load_default="")


MAKE_THING = Method("toy", "make_thing", MakeThing)
THINGS = Method("toy", "things", kinds=frozenset({"person", "anonymous"}))


class Sleep(RequestSchema):
    seconds = fields.Float(required=True)


SLOW_QUERY = Method("toy", "slow_query", Sleep)
PING = Method("toy", "ping")


@dataclass(frozen=True, kw_only=True)
class ThingMadeV1(Event):
    NAME = "toy.thing_made.v1"
    thing_id: uuid.UUID
    poison: bool = False


@dataclass(frozen=True, kw_only=True)
class NobodyHearsV1(Event):
    NAME = "toy.nobody_hears.v1"
    number: int


SUBSCRIPTIONS[ThingMadeV1.NAME] = ("toy.thing_made",)
