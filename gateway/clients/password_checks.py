"""A new password judged while somebody types it: asked of accounts, at most so often a minute."""

from __future__ import annotations

import threading
from typing import Any

from flask import g, request

from gateway.clients.bus import ask
from gateway.clients.caches import AgingCache
from libs.contracts import accounts
from libs.contracts.faults import TooManyRequests

# Nobody types faster than this; who guesses words of the block list is slowed down.
CHECKS_A_MINUTE = 60
_asked: AgingCache[str, list[int]] = AgingCache(size=20_000, seconds=60.0)
_counting = threading.Lock()


def broken_rules(password: str, token: str | None = None) -> dict[str, Any]:
    """{broken: [keys of the rules that the password breaks]}; nothing is kept.

    Raises TooManyRequests, LinkEnded.
    """
    # A visit would not do: a program without cookies makes a new one with every call.
    _count(str(g.principal.session_id or token or request.remote_addr))
    return ask(accounts.CHECK_PASSWORD, password=password, token=token)


def _count(who: str) -> None:
    """One count a minute for each session, link or address, within this process."""
    with _counting:
        count = _asked.get(who)
        if count is None:
            count = [0]
            _asked.put(who, count)
        count[0] += 1
        if count[0] > CHECKS_A_MINUTE:
            raise TooManyRequests()
