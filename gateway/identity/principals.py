"""From what a browser or program shows (a session, a link) to the principal that acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from libs.chassis.principal import DEFAULT_ZONE, Principal


def of_person(me: dict[str, Any]) -> Principal:
    """The principal of a signed-in person, from accounts' Me."""
    return Principal(
        kind="person",
        issuer="gateway",
        person_id=UUID(me["person_id"]),
        institution_id=_uuid(me.get("institution_id")),
        network_id=_uuid(me.get("network_id")),
        roles=frozenset(me.get("roles") or ()),
        assurance=me["session"]["assurance"],
        session_id=UUID(me["session"]["id"]),
        email_hash=me.get("email_hash"),
        language=me.get("language") or "en",
        zone=me.get("institution_timezone") or DEFAULT_ZONE,
        reader_zone=me.get("timezone"),
    )


def of_link(link: dict[str, Any], language: str) -> Principal:
    """The principal of an external assessor's link, from accounts' OPEN_LINK."""
    return Principal(
        kind="link",
        issuer="gateway",
        institution_id=_uuid(link["institution_id"]),
        network_id=_uuid(link.get("network_id")),
        roles=frozenset({"external"}),
        assurance="link",
        link_request_id=_uuid(link["request_id"]),
        link_record_id=_uuid(link["record_id"]),
        link_participant_id=_uuid(link["participant_id"]),
        email_hash=link.get("email_hash"),
        language=language,
        zone=link.get("timezone") or DEFAULT_ZONE,
    )


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
