"""How many messages wait unread, for the count in the navigation of every page."""

from __future__ import annotations

from gateway.clients.bus import ask
from gateway.clients.caches import AgingCache
from libs.contracts import notifications
from libs.contracts.base import Fault

REST_S = 30.0
# While notifications does not answer, pages do without the count instead of waiting for it.
_resting: AgingCache[str, bool] = AgingCache(1, REST_S)


def unread() -> int:
    """Unread messages of the person signed in; 0 while that cannot be known."""
    if _resting.get("badge"):
        return 0
    try:
        return int(ask(notifications.BADGE)["unread"])
    except Fault:
        _resting.put("badge", True)
        return 0


def try_again() -> None:
    """Ask at the next page, whatever happened before."""
    _resting.clear()
