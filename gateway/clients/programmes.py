"""The programmes that learners can be enrolled in, as forms has published them."""

from __future__ import annotations

from typing import Any

from gateway.clients.bus import ask
from libs.contracts import forms


def offered() -> list[dict[str, Any]]:
    """Published here or by the network, and not retired: cards of forms.DEFINITIONS."""
    found = ask(forms.DEFINITIONS, kind="programme")["definitions"]
    return [one for one in found if not one.get("is_retired")]


def titles_by_key() -> dict[str, list[str]]:
    """Their titles in all languages, as accounts wants to know them."""
    return {one["key"]: sorted(one["title"].values()) for one in offered()}
