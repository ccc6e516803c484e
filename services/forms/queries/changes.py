"""What changes between versions: of a draft since the newest, of a version since the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.comparing import compared
from ..tables import Definition
from .owners import expect_reader
from .reading import named_origin, origin_of

NOTHING: dict[str, list[dict[str, Any]]] = {"safe": [], "careful": [], "refused": []}


def since_newest(tx: Transaction, kind: str, key: str, document: dict[str, Any]) -> dict[str, Any]:
    """{since, safe, careful, refused} against the newest version of the owner at hand; of the
    first own version against the network's that it takes the place of."""
    before = origin_of(tx, kind, key, document)
    if before is None:
        return {"since": None, **NOTHING}
    return {"since": before.version, **_coloured(kind, before, document)}


def version_changes(tx: Transaction, *, hash: str) -> dict[str, Any]:
    """The same of a published version against the one before it. Raises Forbidden, NotFound."""
    expect_reader(tx)
    own_first = Definition.institution_id.is_(None)
    wanted = sa.select(Definition).where(Definition.hash == hash).order_by(own_first)
    row = tx.session.scalars(wanted).first()
    if row is None:
        raise NotFound()
    document = json.loads(row.document)
    before = _before(tx, row) or named_origin(tx, row.kind, row.key, document)
    if before is None:
        return {"since": None, **NOTHING}
    return {"since": before.version, **_coloured(row.kind, before, document)}


def _before(tx: Transaction, row: Definition) -> Definition | None:
    """The version before it of the same owner: another owner's counts its own versions."""
    return tx.session.scalars(
        sa.select(Definition)
        .where(
            Definition.institution_id.is_not_distinct_from(row.institution_id),
            Definition.network_id.is_not_distinct_from(row.network_id),
            Definition.kind == row.kind,
            Definition.key == row.key,
            Definition.version < row.version,
        )
        .order_by(Definition.version.desc())
    ).first()


def _coloured(kind: str, older: Definition, document: dict[str, Any]) -> dict[str, Any]:
    before = json.loads(older.document)
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
    """None where either cannot be opened at all: then part by part."""
    try:
        return formengine.diff(formengine.read_frozen(before), formengine.read_frozen(after))
    except formengine.DefinitionError:
        return None


def _told(change: formengine.Change) -> dict[str, Any]:
    return {
        "path": change.path,
        "code": change.code,
        "params": dict(change.params),
        "message": change.in_language("en"),
    }
