"""Nobody judges themself: a learner who is logged in beside the link of their own request, and a
link that is used in a browser where its learner was logged in before.

While a link acts, its holder is the principal, so portfolio cannot see who else sits here; this is
the one place where both are known. A program sends a session or a link, never both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from gateway.clients.bus import ask
from gateway.identity import cookies
from libs.contracts import accounts, portfolio


def is_own(record: Mapping[str, Any]) -> bool:
    """Whether the person who is logged in is the learner of this record."""
    return g.me is not None and str(record["learner_id"]) == str(g.me["person_id"])


def refuse_own() -> None:
    """Stop a write by the link that acts now. Raises OwnAddress."""
    if g.me is not None and is_own(ask(portfolio.RECORD, record_id=g.principal.link_record_id)):
        raise portfolio.OwnAddress()


def is_same_browser(record: Mapping[str, Any] | None = None) -> bool:
    """Whether the link that acts now is used in a browser in which the learner of its record has
    logged in. The log-in left a cookie there, so whoever has none is not asked about."""
    device = cookies.read(cookies.DEVICE)
    if g.principal.kind != "link" or device is None:
        return False
    found = record or ask(portfolio.RECORD, record_id=g.principal.link_record_id)
    whose = {"person_id": found["learner_id"], "device_token": device}
    return bool(ask(accounts.KNOWN_DEVICE, **whose)["known"])
