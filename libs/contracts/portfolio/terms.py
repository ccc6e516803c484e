"""Words of the portfolio contracts: who may call, and the context of what was seen."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import RequestSchema

PERSON = frozenset({"person"})
PERSON_OR_LINK = frozenset({"person", "link"})
SERVICE = frozenset({"service"})
SHORT = validate.Length(max=200)
REASON = validate.Length(max=2000)


class Context(RequestSchema):
    """When and where it was seen; civil dates."""

    encounter_date = fields.Date(required=True)
    period_from = fields.Date(allow_none=True)
    period_to = fields.Date(allow_none=True)
    place = fields.String(validate=SHORT)
