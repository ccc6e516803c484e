"""Reading definitions: one by hash or by key, and the newest of each."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..tables import Definition, Standing
from .owners import owner_ids, owner_of


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
    reply = _reply(found.kind, found.key, found.version, found.hash, found.document)
    return reply | {"owner": owner_of(found), "is_retired": standing_of(tx, found)[0]}


def find(tx: Transaction, kind: str, key: str, version: int | None = None) -> Definition | None:
    """What a key means here: the newest version, or the one asked for; own before network's."""
    wanted = sa.select(Definition).where(Definition.kind == kind, Definition.key == key)
    if version is not None:
        wanted = wanted.where(Definition.version == version)
    own_first = Definition.institution_id.is_(None)
    return tx.session.scalars(
        wanted.order_by(own_first, Definition.version.desc()).limit(1)
    ).first()


def may_be_taken_over(tx: Transaction, kind: str, hash: str) -> bool:
    """Whether it is the caller's own, the network's, or offered by somebody now: a hash opens a
    definition to read for its records, not to build on."""
    here = sa.select(Definition.id).where(Definition.kind == kind, Definition.hash == hash)
    if tx.session.scalars(here.limit(1)).first() is not None:
        return True
    offered = sa.text("SELECT 1 FROM offered_definitions(:kind) WHERE hash = :hash")
    return tx.session.execute(offered, {"kind": kind, "hash": hash}).first() is not None


def versions_of(tx: Transaction, kind: str, key: str) -> list[Definition]:
    """All versions of the owner at hand, newest first."""
    ids = owner_ids(tx)
    return list(
        tx.session.scalars(
            sa.select(Definition)
            .where(
                Definition.institution_id.is_not_distinct_from(ids["institution_id"]),
                Definition.network_id.is_not_distinct_from(ids["network_id"]),
                Definition.kind == kind,
                Definition.key == key,
            )
            .order_by(Definition.version.desc())
        )
    )


def versions_here(tx: Transaction, kind: str, key: str) -> list[Definition]:
    """All versions of a key that mean something to the owner at hand: its own, newest first, and
    after them its network's."""
    of_key = sa.select(Definition).where(Definition.kind == kind, Definition.key == key)
    own_first = Definition.institution_id.is_(None)
    return list(tx.session.scalars(of_key.order_by(own_first, Definition.version.desc())))


def next_number(tx: Transaction, kind: str, key: str) -> int:
    """The first number above all that mean something here: a name never gets another meaning."""
    return max((row.version for row in versions_here(tx, kind, key)), default=0) + 1


def origin_of(tx: Transaction, kind: str, key: str, document: dict[str, Any]) -> Definition | None:
    """What an own version is an own version of: the one its `based_on` names, else the newest of
    the network. For an owner who published the key already, the newest of its own."""
    known = versions_of(tx, kind, key)
    if known:
        return known[0]
    return named_origin(tx, kind, key, document) or find(tx, kind, key)


def named_origin(
    tx: Transaction, kind: str, key: str, document: dict[str, Any]
) -> Definition | None:
    """The version of the same key that `based_on` names."""
    bond = document.get("based_on")
    is_bound = isinstance(bond, dict) and bond.get(kind) == key
    version = bond.get("version") if is_bound else None
    return find(tx, kind, key, version) if version else None


def standing_of(tx: Transaction, row: Definition) -> tuple[bool, bool]:
    """(is_retired, is_offered) of a definition, for its owner's key and so for all versions."""
    found = tx.session.execute(
        sa.select(Standing.is_retired, Standing.is_offered).where(
            Standing.institution_id.is_not_distinct_from(row.institution_id),
            Standing.network_id.is_not_distinct_from(row.network_id),
            Standing.kind == row.kind,
            Standing.key == row.key,
        )
    ).one_or_none()
    return (found[0], found[1]) if found else (False, False)


def definitions(tx: Transaction, *, kind: str) -> dict[str, Any]:
    """The newest version of every definition that counts here, by key."""
    retired = sa.select(Standing).where(Standing.kind == kind, Standing.is_retired)
    gone = {(one.institution_id, one.key) for one in tx.session.scalars(retired)}
    return {
        "definitions": [
            _line(row) | {"is_retired": (row.institution_id, row.key) in gone}
            for row in newest_of(tx, kind)
        ]
    }


def newest_of(tx: Transaction, kind: str) -> list[Definition]:
    """The newest version of each key that counts here: the own one before the network's."""
    newest = (
        sa.select(Definition)
        .where(Definition.kind == kind)
        .ext(distinct_on(Definition.key))
        .order_by(Definition.key, Definition.institution_id.is_(None), Definition.version.desc())
    )
    return list(tx.session.scalars(newest))


def current_titles(tx: Transaction, kind: str) -> list[tuple[str, dict[str, str]]]:
    """(key, title) of everything of a kind that is still started here."""
    gone = sa.select(Standing.key).where(
        Standing.kind == kind,
        Standing.is_retired,
        Standing.institution_id.is_not_distinct_from(Definition.institution_id),
        Standing.key == Definition.key,
    )
    title = sa.cast(Definition.document, sa.JSON)["title"]
    newest = (
        sa.select(Definition.key, title)
        .where(Definition.kind == kind, ~gone.exists())
        .ext(distinct_on(Definition.key))
        .order_by(Definition.key, Definition.institution_id.is_(None), Definition.version.desc())
    )
    return [(row[0], row[1]) for row in tx.session.execute(newest)]


def _line(row: Definition) -> dict[str, Any]:
    document = json.loads(row.document)
    return {
        "kind": row.kind,
        "key": row.key,
        "version": row.version,
        "hash": row.hash,
        "title": document["title"],
        "owner": owner_of(row),
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
