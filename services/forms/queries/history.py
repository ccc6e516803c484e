"""A definition's past and its neighbours: versions, who names it, what others offer."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain import references
from ..tables import Definition
from .owners import expect_reader, owner_of
from .reading import find, newest_of, standing_of


def history(tx: Transaction, *, kind: str, key: str) -> dict[str, Any]:
    """Every version the caller may read, newest first, and what here names it. Raises NotFound."""
    expect_reader(tx)
    prevailing = find(tx, kind, key)
    if prevailing is None:
        raise NotFound()
    is_retired, is_offered = standing_of(tx, prevailing)
    versions = tx.session.scalars(
        sa.select(Definition)
        .where(Definition.kind == kind, Definition.key == key)
        .order_by(Definition.institution_id.is_(None), Definition.version.desc())
    )
    return {
        "kind": kind,
        "key": key,
        "is_retired": is_retired,
        "is_offered": is_offered,
        "versions": [_version(row) for row in versions],
        "uses": _uses(tx, kind, key),
    }


def _version(row: Definition) -> dict[str, Any]:
    return {
        "version": row.version,
        "hash": row.hash,
        "owner": owner_of(row),
        "published_at": row.published_at,
        "published_by": row.published_by,
    }


def _uses(tx: Transaction, kind: str, key: str) -> list[dict[str, Any]]:
    """The newest forms and programmes that name any version of it."""
    if kind == "programme":
        return []
    return [
        {"kind": row.kind, "key": row.key, "version": row.version, "title": document["title"]}
        for user in ("form", "programme")
        for row in newest_of(tx, user)
        if _names(kind, key, user, document := json.loads(row.document))
    ]


def _names(kind: str, key: str, user: str, document: dict[str, Any]) -> bool:
    found = references.references(user, document)
    return any((one.kind, one.key) == (kind, key) for one in found)


def offered(tx: Transaction, *, kind: str | None = None) -> dict[str, Any]:
    """The newest version of everything that other institutions and networks offer."""
    expect_reader(tx)
    rows = tx.session.execute(
        sa.text("SELECT * FROM offered_definitions(:kind) ORDER BY kind, key"), {"kind": kind}
    )
    return {"offered": [dict(row) for row in rows.mappings()]}
