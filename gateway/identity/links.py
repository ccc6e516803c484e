"""Capability links: the token of a mail opens one record for one person, and nothing else."""

from __future__ import annotations

from typing import Any

from gateway.clients.bus import ANONYMOUS, ask
from gateway.clients.caches import AgingCache
from libs.contracts import accounts
from libs.contracts.faults import NotFound

LINK_S = 10.0
_links: AgingCache[str, dict[str, Any]] = AgingCache(2_000, LINK_S)


def link_of(token: str) -> dict[str, Any]:
    """What accounts says of a link token; raises NotFound, also for one that was cut off.
    Looking changes nothing."""
    if not accounts.is_token(token):
        raise NotFound()
    known = _links.get(token)
    if known is None:
        known = ask(accounts.OPEN_LINK, as_principal=ANONYMOUS, token=token)
        _links.put(token, known)
    return known
