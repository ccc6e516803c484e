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
        **_uses(tx, kind, key),
    }


def _version(row: Definition) -> dict[str, Any]:
    return {
        "version": row.version,
        "hash": row.hash,
        "owner": owner_of(row),
        "published_at": row.published_at,
        "published_by": row.published_by,
    }


def _uses(tx: Transaction, kind: str, key: str) -> dict[str, list[dict[str, Any]]]:
    """{uses, dashboards}: the newest forms and programmes that name any version of it, and the
    programmes that chart it because they or one of their forms name it."""
    if kind == "programme":
        return {"uses": [], "dashboards": []}
    read = {of: _newest(tx, of) for of in ("form", "programme")}
    named = {of: [one for one in read[of] if _names(kind, key, of, one[1])] for of in read}
    with_forms = {row.key for row, _document in named["form"]}
    charted = [
        one
        for one in read["programme"]
        if kind == "framework" and (one in named["programme"] or with_forms & _forms_of(one[1]))
    ]
    return {
        "uses": [_told(*one) for of in named for one in named[of]],
        "dashboards": [_told(*one) for one in charted],
    }


def _newest(tx: Transaction, kind: str) -> list[tuple[Definition, dict[str, Any]]]:
    return [(row, json.loads(row.document)) for row in newest_of(tx, kind)]


def _told(row: Definition, document: dict[str, Any]) -> dict[str, Any]:
    return {"kind": row.kind, "key": row.key, "version": row.version, "title": document["title"]}


def _forms_of(programme: dict[str, Any]) -> set[str]:
    found = references.references("programme", programme)
    return {one.key for one in found if one.kind == "form"}


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
