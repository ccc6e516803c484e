"""Who acted: what is kept beside every contribution so that it stays traceable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

# Acts that bind the institution need a fresh second proof besides the log-in.
STRONG = frozenset({"code", "second_factor"})


def verified(kind: str) -> str:
    """How somebody was known: account, link, or device while nobody has confirmed it."""
    return kind if kind in ("link", "device") else "account"


def actor(
    *,
    kind: str,
    person_id: UUID | None,
    assurance: str,
    name: str | None,
    role_title: str | None,
    email: str | None,
    network_address: str | None,
    link_request_id: UUID | None,
    answers: Mapping[str, Any],
) -> dict[str, Any]:
    """The actor of a contribution: name and role as stated, address, how verified, the network
    they came from, and a hash of what was sent."""
    return {
        "name": name,
        "role_title": role_title,
        "email": email,
        "person_id": str(person_id) if person_id else None,
        "verified": verified(kind),
        "assurance": assurance,
        "network": network_address or None,
        "link_request_id": str(link_request_id) if link_request_id else None,
        "content_hash": content_hash(answers),
    }


def content_hash(answers: Mapping[str, Any]) -> str:
    """SHA-256 of the answers in their one spelling, hexadecimal."""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
