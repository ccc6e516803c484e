"""What pages show of notifications beside their own subject: messages that wait, mails that failed.

Both are extras: while notifications does not answer, pages do without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gateway.clients.bus import ask
from gateway.clients.caches import AgingCache
from libs.contracts import notifications
from libs.contracts.base import Fault

REST_S = 30.0
MOST_STATES = 200
_FAILED = ("failed", "unknown")
# While notifications does not answer, pages do without the count instead of waiting for it.
_resting: AgingCache[str, bool] = AgingCache(2, REST_S)


def unread() -> int:
    """Unread messages of the person signed in; 0 while that cannot be known."""
    if _resting.get("badge"):
        return 0
    try:
        return int(ask(notifications.BADGE)["unread"])
    except Fault:
        _resting.put("badge", True)
        return 0


def failed_mails(request_ids: Iterable[Any]) -> dict[str, str]:
    """`failed` or `unknown` by request, where its latest mail may not have arrived."""
    wanted = [str(one) for one in request_ids][:MOST_STATES]
    if not wanted or _resting.get("mails"):
        return {}
    try:
        states = ask(notifications.MAIL_STATES, request_ids=wanted)["states"]
    except Fault:
        _resting.put("mails", True)
        return {}
    return {key: one["state"] for key, one in states.items() if one["state"] in _FAILED}


def try_again() -> None:
    """Ask at the next page, whatever happened before."""
    _resting.clear()
