"""What a draft begins with: nothing, an imported document, or a version of somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from libs.contracts.forms import DERIVED, FrameworksMissing, KeyTaken, TooOld

from ..domain import taking
from ..queries.problems import look_up_here
from ..queries.reading import (
    definition_by_hash,
    find,
    may_be_taken_over,
    next_number,
    versions_of,
)

Origin = dict[str, Any] | None
# Of the version it came from only: they say nothing about the one that is made of it.
LEFT_BEHIND = ("migrate", "same_as", "based_on")
# Beginning with a version under a key of one's own.
TAKING = ("copy", *DERIVED)
EMPTY: dict[str, Callable[[], dict[str, Any]]] = {
    "form": lambda: {
        "languages": ["nl", "en"],
        "title": {},
        "roles": {"learner": {"who": "subject", "label": {"nl": "Lerende", "en": "Learner"}}},
        "stages": [
            {
                "id": "fill",
                "by": ["learner"],
                "label": {"nl": "Invullen", "en": "Fill in"},
                "next": "done",
            }
        ],
        "items": [],
    },
    "framework": lambda: {"version": 1, "title": {}, "outcomes": []},
    "scale": lambda: {"version": 1, "title": {}, "kind": "ordinal", "levels": []},
    "programme": lambda: {"title": {}, "phases": [], "dossiers": [], "requirements": []},
}


def begin(
    tx: Transaction,
    *,
    kind: str,
    key: str,
    how: str,
    hash: str | None,
    document: dict[str, Any] | None,
) -> tuple[dict[str, Any], Origin]:
    """(document, origin) of a new draft of the owner at hand.

    Raises KeyTaken, TooOld, NotFound, Forbidden, InvalidRequest.
    """
    if how == "revise":
        return _next_of_key(tx, kind, key, hash, document)
    if find(tx, kind, key) is not None and not _is_own_version(tx, kind, key, how, hash):
        raise KeyTaken(key=key)
    head = {"format": f"{kind}/1", "key": key}
    if how == "empty":
        return head | (document or EMPTY[kind]()) | {"key": key}, None
    if hash is None:
        raise InvalidRequest(errors={"hash": ["Which version? Give its hash."]})
    return _taken_over(tx, kind, key, how, hash)


def expect_takeable(tx: Transaction, kind: str, how: str, hash: str | None) -> None:
    """Asked where the caller stands, who may bring an own definition to the network. Raises
    NotFound."""
    if how in TAKING and hash and not may_be_taken_over(tx, kind, hash):
        raise NotFound()


def _is_own_version(tx: Transaction, kind: str, key: str, how: str, hash: str | None) -> bool:
    """Whether an institution makes its own version of what its network gives it: same key, bound
    to where it comes from; from then on it stands here in the place of the network's."""
    if how not in DERIVED or hash is None or versions_of(tx, kind, key):
        return False
    return bool(definition_by_hash(tx, hash=hash)["key"] == key)


def _next_of_key(
    tx: Transaction, kind: str, key: str, hash: str | None, document: dict[str, Any] | None
) -> tuple[dict[str, Any], Origin]:
    known = versions_of(tx, kind, key)
    if not known:
        if find(tx, kind, key) is not None:
            raise Forbidden("It belongs to the network: copy or extend it instead.")
        raise NotFound()
    newest = known[0]
    if hash is not None and hash != newest.hash:
        raise TooOld(newest=newest.version)
    source = definition_by_hash(tx, hash=newest.hash)
    if document is not None:
        return document | {"key": key}, _origin(source, "revise")
    # Its steps were for moving to it, not from it.
    found = {name: value for name, value in source["document"].items() if name != "migrate"}
    if "version" in found:
        found["version"] = next_number(tx, kind, key)
    return found, _origin(source, "revise")


def _taken_over(
    tx: Transaction, kind: str, key: str, how: str, hash: str
) -> tuple[dict[str, Any], Origin]:
    """A document for a new draft, of a version that the caller may take over."""
    source = definition_by_hash(tx, hash=hash)
    if source["kind"] != kind:
        raise NotFound()
    found = {
        name: value for name, value in source["document"].items() if name not in LEFT_BEHIND
    } | {"key": key}
    if "version" in found:
        # An own version of what the network gives begins above it: its number has a meaning.
        found["version"] = next_number(tx, kind, key)
    if how in DERIVED:
        found["based_on"] = {kind: source["key"], "version": source["version"], "how": how}
    return found, _origin(source, how)


def made_to_stand_here(
    tx: Transaction, document: dict[str, Any], frameworks: dict[str, str]
) -> dict[str, Any]:
    """A form taken over, on what is published here: scales that are not become its own, and
    frameworks that are not are chosen by the author before the draft is made.

    Raises FrameworksMissing.
    """
    look_up = look_up_here(tx)
    bound = taking.rebound(document, frameworks)
    missing = taking.missing_frameworks(bound, look_up)
    if missing:
        raise FrameworksMissing(missing=missing)
    return taking.with_local_scales(bound, look_up)


def _origin(source: dict[str, Any], how: str) -> Origin:
    return {
        "key": source["key"],
        "version": source["version"],
        "hash": source["hash"],
        "how": how,
    }
