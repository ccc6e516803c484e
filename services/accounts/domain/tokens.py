"""What is kept of a secret: only its SHA-256, never the secret."""

from __future__ import annotations

import datetime as dt
import hashlib
from uuid import UUID

LINK_LASTS = dt.timedelta(days=1)
CODE_LASTS = dt.timedelta(minutes=10)
CODE_TRIES = 5
# How long a mail that asks for its secret is still wanted: mail may wait for a server.
LINK_WANTED_FOR = dt.timedelta(days=7)
CODE_WANTED_FOR = dt.timedelta(minutes=30)


def token_hash(token: str) -> str:
    """SHA-256 (hex). Enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(secret_id: UUID, code: str) -> str:
    """SHA-256 (hex) of a short code with the id of its secret, so equal codes differ."""
    return hashlib.sha256(f"{secret_id}:{code.strip()}".encode()).hexdigest()


def lasts(purpose: str) -> dt.timedelta:
    return CODE_LASTS if purpose == "code" else LINK_LASTS


def wanted_for(purpose: str) -> dt.timedelta:
    return CODE_WANTED_FOR if purpose == "code" else LINK_WANTED_FOR


def secret_state(
    *,
    used_at: dt.datetime | None,
    voided_at: dt.datetime | None,
    valid_until: dt.datetime | None,
    now: dt.datetime,
) -> str:
    """valid, used or expired; a link that a newer one replaced counts as expired."""
    if used_at is not None:
        return "used"
    if voided_at is not None or valid_until is None or now >= valid_until:
        return "expired"
    return "valid"
