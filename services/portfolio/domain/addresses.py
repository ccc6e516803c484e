"""E-mail addresses as identity: how two are compared and how one is hinted at."""

from __future__ import annotations

import hashlib


def address_hash(address: str) -> str:
    """SHA-256 of the address, trimmed and in lower case, as 64 hexadecimal digits.

    The same spelling is used wherever addresses are compared without being known (the passport's
    `email_hash`).
    """
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def address_hint(address: str | None) -> str | None:
    """`j…@praktijk.nl`: enough to recognise for who typed it, not enough to write to."""
    if not address or "@" not in address:
        return None
    name, domain = address.rsplit("@", 1)
    return f"{name[:1]}…@{domain}"
