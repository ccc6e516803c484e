"""Reading definitions: one by hash or by key, and the newest of each."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from .tables import Definition


def definition_by_hash(tx: Transaction, *, hash: str) -> dict[str, Any]:
    """The frozen definition of a hash, whoever published it. Raises NotFound."""
    row = tx.session.execute(
        sa.text("SELECT kind, key, version, document FROM definition_by_hash(:hash)"),
        {"hash": hash},
    ).first()
    if row is None:
        raise NotFound()
    return _reply(row.kind, row.key, row.version, hash, row.document)


def definition(
    tx: Transaction, *, kind: str, key: str, version: int | None = None
) -> dict[str, Any]:
    """The institution's own definition of a key, else its network's. Raises NotFound."""
    found = find(tx, kind, key, version)
    if found is None:
        raise NotFound()
    return _reply(found.kind, found.key, found.version, found.hash, found.document)


def find(tx: Transaction, kind: str, key: str, version: int | None = None) -> Definition | None:
    """What a key means here: the newest version, or the one asked for; own before network's."""
    wanted = sa.select(Definition).where(Definition.kind == kind, Definition.key == key)
    if version is not None:
        wanted = wanted.where(Definition.version == version)
    own_first = Definition.institution_id.is_(None)
    return tx.session.scalars(
        wanted.order_by(own_first, Definition.version.desc()).limit(1)
    ).first()


def definitions(tx: Transaction, *, kind: str) -> dict[str, Any]:
    """The newest version of every definition that counts here, by key."""
    newest = (
        sa.select(Definition)
        .where(Definition.kind == kind)
        .ext(distinct_on(Definition.key))
        .order_by(Definition.key, Definition.institution_id.is_(None), Definition.version.desc())
    )
    return {"definitions": [_line(row) for row in tx.session.scalars(newest)]}


def _line(row: Definition) -> dict[str, Any]:
    document = json.loads(row.document)
    return {
        "kind": row.kind,
        "key": row.key,
        "version": row.version,
        "hash": row.hash,
        "title": document["title"],
        "owner": "institution" if row.institution_id else "network",
        "published_at": row.published_at,
        "minutes": document.get("minutes"),
    }


def _reply(kind: str, key: str, version: int, hash: str, document: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "key": key,
        "version": version,
        "hash": hash,
        "document": json.loads(document),
    }
