"""Institutions, and their facts told again."""

from __future__ import annotations

from marshmallow import fields

from libs.contracts.base import Method, RequestSchema

from .terms import SERVICE, SHORT

# -> {institution_id, name, short_name, network: {id, name} | None, timezone, languages, theme:
#     {..4 colours} | None, contact: Contact, password_profile, user_name_scheme}
INSTITUTION = Method(
    "accounts",
    "institution",
    issuers=frozenset({"gateway", "dashboards"}),
    kinds=frozenset({"person", "link", "service"}),
)
# National administrators: institutions of their network -> {institutions: [{id, name, people}]}
INSTITUTIONS = Method("accounts", "institutions")


class Restate(RequestSchema):
    """Send the current facts again as events, for rebuilding read models. `kind`: person,
    membership, enrolment, relation or all."""

    kind = fields.String(load_default="all", validate=SHORT)


# -> {events: int}, of the caller's institution or, without one, of all
RESTATE = Method(
    "accounts",
    "restate",
    Restate,
    issuers=frozenset({"dashboards", "portfolio", "documents", "notifications"}),
    kinds=SERVICE,
    deadline_s=60.0,
)
