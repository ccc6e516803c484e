"""Nobody judges themself: a learner who is logged in beside the link of their own request.

While a link acts, its holder is the principal, so portfolio cannot see who else sits here; this is
the one place where both are known. A program sends a session or a link, never both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from gateway.clients.bus import ask
from libs.contracts import portfolio


def is_own(record: Mapping[str, Any]) -> bool:
    """Whether the person who is logged in is the learner of this record."""
    return g.me is not None and str(record["learner_id"]) == str(g.me["person_id"])


def refuse_own() -> None:
    """Stop a write by the link that acts now. Raises OwnAddress."""
    if g.me is not None and is_own(ask(portfolio.RECORD, record_id=g.principal.link_record_id)):
        raise portfolio.OwnAddress()
