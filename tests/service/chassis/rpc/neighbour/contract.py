"""The contract of the neighbour."""

import marshmallow as ma

from libs.contracts.base import Method, RequestSchema


class Relay(RequestSchema):
    method = ma.fields.String(required=True)
    fields = ma.fields.Dict(load_default=dict)
    times = ma.fields.Integer(load_default=1)


RELAY = Method("neighbour", "relay", Relay)
