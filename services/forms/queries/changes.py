"""What publishing a document would change since the newest version of its key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from libs import formengine
from libs.chassis.transaction import Transaction

from ..domain.comparing import compared
from ..tables import Definition
from .reading import origin_of

NOTHING: dict[str, list[dict[str, Any]]] = {"safe": [], "careful": [], "refused": []}


def since_newest(tx: Transaction, kind: str, key: str, document: dict[str, Any]) -> dict[str, Any]:
    """{since, safe, careful, refused} against the newest version of the owner at hand; of the
    first own version against the network's that it takes the place of."""
    before = origin_of(tx, kind, key, document)
    if before is None:
        return {"since": None, **NOTHING}
    return {"since": before.version, **_coloured(kind, before, document)}


def _coloured(kind: str, newest: Definition, document: dict[str, Any]) -> dict[str, Any]:
    before = json.loads(newest.document)
    if formengine.canonical(before) == formengine.canonical(document):
        return NOTHING
    found = _diff(before, document) if kind == "form" else None
    found = found or formengine.Diff(careful=tuple(compared(before, document)))
    return {
        "safe": [_told(one) for one in found.safe],
        "careful": [_told(one) for one in found.careful],
        "refused": [_told(one) for one in found.refused],
    }


def _diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> formengine.Diff | None:
    """None where the old version no longer passes today's checks: then part by part."""
    try:
        old = formengine.parse(before)
    except formengine.DefinitionError:
        return None
    return formengine.diff(old, formengine.parse(after))


def _told(change: formengine.Change) -> dict[str, Any]:
    return {
        "path": change.path,
        "code": change.code,
        "params": dict(change.params),
        "message": change.in_language("en"),
    }
