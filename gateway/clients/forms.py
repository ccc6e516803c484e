"""Definitions as the pages need them. A frozen version never changes, so it is kept by hash."""

from __future__ import annotations

from typing import Any

from gateway.clients.bus import ask, principal
from gateway.clients.caches import AgingCache
from libs.contracts import forms
from libs.contracts.faults import NotSignedIn

FROZEN_S = 24 * 3600.0
NEWEST_S = 30.0
FRAMEWORK_S = 600.0

_frozen: AgingCache[str, dict[str, Any]] = AgingCache(500, FROZEN_S)
_newest: AgingCache[tuple[str, ...], dict[str, Any]] = AgingCache(1_000, NEWEST_S)
# Longer than the newest, for every form that is filled in reads its frameworks.
_frameworks: AgingCache[tuple[str, str], dict[str, Any]] = AgingCache(200, FRAMEWORK_S)


def by_hash(content_hash: str) -> dict[str, Any]:
    """{kind, key, version, hash, document} of a frozen version; raises NotFound, NotSignedIn."""
    expect_reader()
    known = _frozen.get(content_hash)
    if known is None:
        known = ask(forms.DEFINITION_BY_HASH, hash=content_hash)
        _frozen.put(content_hash, known)
    return known


def definition(kind: str, key: str, version: int | None = None) -> dict[str, Any]:
    """A definition by key, the newest without a version; raises NotFound."""
    cache_key = (str(principal().institution_id), kind, key, str(version or "newest"))
    known = _newest.get(cache_key)
    if known is None:
        known = ask(forms.DEFINITION, kind=kind, key=key, version=version)
        _newest.put(cache_key, known)
    return known


def expect_reader() -> None:
    """What was kept for others is not for nobody."""
    if principal().kind == "anonymous":
        raise NotSignedIn()


def framework(reference: str) -> dict[str, Any]:
    """A framework's document by `key@version`; raises NotFound."""
    key, _, version = reference.partition("@")
    if not version:
        return dict(definition("framework", key)["document"])
    cache_key = (str(principal().institution_id), reference)
    known = _frameworks.get(cache_key)
    if known is None:
        known = dict(definition("framework", key, int(version))["document"])
        _frameworks.put(cache_key, known)
    return known


def forget_newest() -> None:
    _newest.clear()
    _frameworks.clear()
