"""The programmes that learners can be enrolled in, as forms has published them."""

from __future__ import annotations

from typing import Any

from gateway.clients.bus import ask
from libs.contracts import forms


def published() -> list[dict[str, Any]]:
    """Published here or by the network, retired ones too: cards of forms.DEFINITIONS."""
    found: list[dict[str, Any]] = ask(forms.DEFINITIONS, kind="programme")["definitions"]
    return found


def published_keys() -> list[str]:
    return sorted({one["key"] for one in published()})


def offered() -> list[dict[str, Any]]:
    """Published and not retired."""
    return [one for one in published() if not one.get("is_retired")]


def titles_by_key() -> dict[str, list[str]]:
    """Their titles in all languages, as accounts wants to know them."""
    return {one["key"]: sorted(one["title"].values()) for one in offered()}
