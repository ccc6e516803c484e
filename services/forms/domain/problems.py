"""What every check of a definition shares: a problem in words, keys, wording and numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

Problem = dict[str, Any]

KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}")
MESSAGES = {
    "format": "The format must be {format}.",
    "large": "The document is too large.",
    "key": "A key starts with a letter and holds small letters, digits, - and _, at most 64.",
    "wording": "Give the words in at least one language.",
    "list": "At least {least} must be given here.",
    "twice": "{given} is used twice.",
    "choice": "Choose one of: {options}.",
    "number": "A number above 0 is needed here.",
    "whole": "A whole number is needed here.",
    "title_taken": "There is already one with the title {given}. Choose another.",
    "form_retired": "Nobody can begin this any more: {given} is retired. Name one that is still "
    "started, beside it or in its place.",
    "other_key": "The key must stay {key}: it is what the draft was begun as.",
    "date": "A date such as 2026-09-01 is needed here.",
}


def problem(path: str, code: str, **params: Any) -> Problem:
    """{path, code, message, params}; `code` is stable."""
    return told(path, code, MESSAGES[code], **params)


def told(path: str, code: str, sentence: str, **params: Any) -> Problem:
    """The same with a sentence of one's own, filled in with the parameters."""
    message = sentence.format(**params)
    return {"path": path, "code": f"definition.{code}", "message": message, "params": params}


def keyed(given: Any, path: str) -> Iterator[Problem]:
    """A key that other definitions and records may name."""
    if not isinstance(given, str) or not KEY.fullmatch(given):
        yield problem(path, "key")


def worded(given: Any, path: str) -> Iterator[Problem]:
    """Words in at least one language."""
    if (
        not isinstance(given, Mapping)
        or not given
        or not all(isinstance(text, str) and text.strip() for text in given.values())
    ):
        yield problem(path, "wording")


def is_whole(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and given > 0


def is_day(given: Any) -> bool:
    """A civil date as text."""
    try:
        return isinstance(given, str) and dt.date.fromisoformat(given) is not None
    except ValueError:
        return False


def listed(given: Any) -> list[str]:
    """One name or several, as a list; what is neither is none."""
    if isinstance(given, str):
        return [given]
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
