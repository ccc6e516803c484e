"""One method with the four fields of the bench."""

import marshmallow as ma

from libs.contracts.base import Method, RequestSchema


class BenchRequest(RequestSchema):
    record_id = ma.fields.UUID(required=True)
    form = ma.fields.String(required=True)
    level = ma.fields.Integer(required=True)
    narrative = ma.fields.String(required=True)


ECHO = Method("bench_ours", "echo", BenchRequest, deadline_s=20)
