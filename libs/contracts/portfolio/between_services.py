"""What only other services ask."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .asking import RequestId
from .terms import SERVICE

# -> {request: Request, email | None, person_id | None, assessor_name, message, language,
#     learner_id, title: {lang}, minutes, stage, place, encounter_date, auth: account | link}
REQUEST_FOR_MAIL = Method(
    "portfolio",
    "request_for_mail",
    RequestId,
    issuers=frozenset({"notifications"}),
    kinds=SERVICE,
)


class Restate(RequestSchema):
    """Send current facts again as events with their versions, from a cursor, in bulk."""

    cursor = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=500, validate=validate.Range(1, 5000))


# -> {sent: int, next: cursor | None}
RESTATE = Method(
    "portfolio",
    "restate",
    Restate,
    issuers=frozenset({"dashboards", "documents", "notifications"}),
    kinds=SERVICE,
    deadline_s=60.0,
)
