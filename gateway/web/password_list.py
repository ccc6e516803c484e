"""The list of requirements under a new password: judged while one types, here or by accounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from gateway.clients.password_checks import broken_rules
from libs.contracts.base import Fault


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
    body = request.get_json(silent=True)
    typed = body.get("password") if isinstance(body, dict) else None
    return broken_rules(str(typed or ""), token)


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
