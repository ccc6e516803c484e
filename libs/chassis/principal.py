"""Who acts: the principal that a passport carries from the gateway to a service."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

KINDS = frozenset({"person", "link", "service", "anonymous"})
ROLES = frozenset(
    {
        "learner",
        "trainer",
        "teacher",
        "coach",
        "head",
        "committee",
        "secretary",
        "local_admin",
        "national_admin",
        "external",
    }
)
ASSURANCES = frozenset({"none", "password", "sso", "link", "code", "second_factor"})

# Where nobody names a zone: before anybody has logged in, and for what starts in a service itself.
DEFAULT_ZONE = "Europe/Amsterdam"
# Beside the fields of an event and in the payload of a timer, where it is not the default: the zone
# of the institution at whose call it began, so that consumers and timers have its days too.
ZONE_KEY = "institution_zone"


@dataclass(frozen=True, slots=True)
class Principal:
    """The one on whose behalf a call is made, as the issuer of the passport states it.

    `kind` is one of KINDS; `issuer` is who signed: "gateway" or a service. `assurance` is the
    strongest fresh proof of this session (one of ASSURANCES; "code" is a mailed code). The three
    `link_...` ids belong to kind "link", the capability of an external assessor: the one request
    it opens, its record and its participant. `acting_for` belongs to kind "service": the person a
    consumer, timer or nested call works for. `email_hash` lets a service compare addresses
    without knowing them. `language` is "en" or "nl". `zone` is the IANA time zone of the
    institution, by which rights and terms hold; `reader_zone` that of who reads, where it differs.
    """

    kind: str
    issuer: str
    person_id: UUID | None = None
    institution_id: UUID | None = None
    network_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    assurance: str = "none"
    impersonator_id: UUID | None = None
    session_id: UUID | None = None
    link_request_id: UUID | None = None
    link_record_id: UUID | None = None
    link_participant_id: UUID | None = None
    acting_for: UUID | None = None
    email_hash: str | None = None
    language: str = "en"
    zone: str = DEFAULT_ZONE
    reader_zone: str | None = None

    def has_role(self, *roles: str) -> bool:
        """Whether the principal has at least one of the roles."""
        return not self.roles.isdisjoint(roles)


_UUID_FIELDS = tuple(
    field.name for field in dataclasses.fields(Principal) if field.type == "UUID | None"
)
_CLAIM_OF = {
    "kind": "kind",
    "assurance": "assurance",
    "email_hash": "email",
    "language": "lang",
    "zone": "zone",
    "reader_zone": "reader_zone",
}


def claims_of(principal: Principal) -> dict[str, Any]:
    """The principal as JSON claims; what is empty is left out. The issuer travels as `iss`."""
    claims: dict[str, Any] = {
        claim: value
        for field, claim in _CLAIM_OF.items()
        if (value := getattr(principal, field)) is not None
    }
    for field in _UUID_FIELDS:
        if (value := getattr(principal, field)) is not None:
            claims[field] = str(value)
    if principal.roles:
        claims["roles"] = sorted(principal.roles)
    return claims


def principal_of(claims: Mapping[str, Any], issuer: str) -> Principal:
    """The principal of verified claims. Raises ValueError, KeyError or TypeError if malformed."""
    fields: dict[str, Any] = {
        field: claims[claim] for field, claim in _CLAIM_OF.items() if claim in claims
    }
    for field in _UUID_FIELDS:
        if field in claims:
            fields[field] = UUID(claims[field])
    principal = Principal(issuer=issuer, roles=frozenset(claims.get("roles", ())), **fields)
    if principal.kind not in KINDS or principal.assurance not in ASSURANCES:
        raise ValueError("the passport names an unknown kind or assurance")
    return principal


def service_principal(issuer: str, acting_for: Principal | None = None) -> Principal:
    """What a service signs for its own calls, with institution and person kept from the caller."""
    if acting_for is None:
        return Principal(kind="service", issuer=issuer)
    return Principal(
        kind="service",
        issuer=issuer,
        institution_id=acting_for.institution_id,
        network_id=acting_for.network_id,
        acting_for=acting_for.person_id or acting_for.acting_for,
        session_id=acting_for.session_id,
        language=acting_for.language,
        zone=acting_for.zone,
        reader_zone=acting_for.reader_zone,
    )
