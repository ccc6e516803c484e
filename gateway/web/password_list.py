"""The list of requirements under a new password: judged while one types, here or by accounts."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Sequence
from typing import Any

from flask import g, request
from flask_babel import gettext as _

from gateway.clients.bus import ask
from gateway.clients.caches import AgingCache
from libs.contracts import accounts
from libs.contracts.base import Fault
from libs.contracts.faults import TooManyRequests

# Nobody types faster than this; who guesses words of the block list is slowed down.
CHECKS_A_MINUTE = 60
_asked: AgingCache[str, list[int]] = AgingCache(size=20_000, seconds=60.0)
_counting = threading.Lock()


def live_rules(
    rules: Sequence[dict[str, Any]], language: str, broken: Collection[str] = ()
) -> list[dict[str, Any]]:
    """All password rules as the page ticks them. Each has a JavaScript `pattern`, or is `asked`
    of the server; `failed` are those the sent password broke, for who has no scripts."""
    lines = [_line(rule, language) | {"failed": rule["key"] in broken} for rule in rules]
    return [*lines, {"key": "same", "text": _("Both fields are the same"), "same_as": "again"}]


def broken_by(fault: Fault | None) -> Collection[str]:
    """Keys of the rules that a refusal names."""
    return frozenset(fault.params.get("broken") or ()) if fault is not None else frozenset()


def checked(token: str | None) -> dict[str, Any]:
    """The keys of the rules that the password in the body breaks; nothing is kept.

    Raises TooManyRequests, LinkEnded.
    """
    _count(g.principal.session_id or g.visit)
    body = request.get_json(silent=True)
    typed = body.get("password") if isinstance(body, dict) else None
    return ask(accounts.CHECK_PASSWORD, password=str(typed or ""), token=token)


def _count(who: object) -> None:
    """One count a minute for each session or visit, within this process."""
    key = str(who)
    with _counting:
        count = _asked.get(key)
        if count is None:
            count = [0]
            _asked.put(key, count)
        count[0] += 1
        if count[0] > CHECKS_A_MINUTE:
            raise TooManyRequests()


def _line(rule: dict[str, Any], language: str) -> dict[str, Any]:
    wording = rule["text"]
    line = {"key": rule["key"], "text": wording.get(language) or wording["en"]}
    pattern = _pattern(rule.get("check") or {})
    return line | ({"pattern": pattern} if pattern else {"asked": True})


def _pattern(check: dict[str, Any]) -> str | None:
    if "min_length" in check:
        return f"^[\\s\\S]{{{check['min_length']},}}$"
    if "absent" in check:
        words = "|".join(_any_case(word) for word in check["absent"])
        return f"^(?![\\s\\S]*(?:{words}))[\\s\\S]+$" if words else r"^[\s\S]+$"
    return check.get("pattern")


def _any_case(word: str) -> str:
    """JavaScript refuses an escape it does not need, so only the signs of patterns get one."""
    return "".join(
        f"[{letter.lower()}{letter.upper()}]"
        if letter.isalpha()
        else re.sub(r"([\\^$.*+?()\[\]{}|/])", r"\\\1", letter)
        for letter in word
    )
