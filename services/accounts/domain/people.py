"""Names as people write them, and the standing of an account."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection

STATES = ("invited", "active", "blocked", "left")


def full_name(given_name: str, family_name: str) -> str:
    return f"{given_name} {family_name}".strip()


def initials(given_name: str, family_name: str) -> str:
    """First letters of given and family name: "Sanne", "de Vries" gives "SV"."""
    capital = next((letter for letter in family_name if letter.isupper()), family_name[:1])
    return (given_name[:1] + capital).upper()


def is_current(starts_on: dt.date | None, ends_on: dt.date | None, today: dt.date) -> bool:
    """Whether a civil period (both ends included, None is open) holds today."""
    return (starts_on is None or starts_on <= today) and (ends_on is None or today <= ends_on)


def state(
    *,
    has_password: bool,
    blocked: bool,
    roles: Collection[str],
    ends_on: dt.date | None,
    today: dt.date,
) -> str:
    """The standing of a person in one institution, one of STATES."""
    if not roles or (ends_on is not None and ends_on < today):
        return "left"
    if blocked:
        return "blocked"
    return "active" if has_password else "invited"


def masked_email(email: str) -> str:
    """An address that its owner recognises and nobody else learns: "j…@p….nl"."""
    local, _, domain = email.partition("@")
    name, dot, ending = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}…{dot}{ending}"


def email_hash(email: str) -> str:
    """What services compare addresses by: SHA-256 (hex) of the trimmed, lower-case address."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def follows_scheme(user_name: str, scheme: str) -> bool:
    """Whether a user name starts as the institution wants it ("BIG-"), in any case."""
    return user_name.lower().startswith(scheme.lower())
