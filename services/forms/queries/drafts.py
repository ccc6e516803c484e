"""What authors are working on."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from libs.contracts.forms import DefinitionRefused

from ..domain.problems import problem
from ..tables import Definition, Draft
from . import changes
from .owners import as_owner, owner_ids, owner_of, owners_written
from .problems import problems_of


def drafts(tx: Transaction, *, kind: str | None = None) -> dict[str, Any]:
    """Everything in the making that the caller may write, the newest first."""
    found: list[dict[str, Any]] = []
    for owner in owners_written(tx):
        with as_owner(tx, owner):
            query = _own(tx) if kind is None else _own(tx).where(Draft.kind == kind)
            rows = list(tx.session.scalars(query))
            published = _published(tx, rows)
            found += [_line(row) | {"published_version": published.get(row.id)} for row in rows]
    return {"drafts": sorted(found, key=lambda one: one["updated_at"], reverse=True)}


def draft(tx: Transaction, *, draft_id: UUID) -> dict[str, Any]:
    """One draft with its document and all that is wrong in it. Raises NotFound, Forbidden."""
    return whole(tx, open_draft(tx, draft_id))


def draft_changes(tx: Transaction, *, draft_id: UUID) -> dict[str, Any]:
    """What publishing it would change -> {since, safe, careful, refused}.

    Raises DefinitionRefused while it has problems: a form that cannot run cannot be compared.
    """
    found = open_draft(tx, draft_id)
    document = json.loads(found.document)
    with as_owner(tx, owner_of(found)):
        problems = draft_problems(tx, found.kind, found.key, document)
        if problems:
            raise DefinitionRefused(errors={one["path"]: one for one in problems})
        return changes.since_newest(tx, found.kind, found.key, document)


def open_draft(tx: Transaction, draft_id: UUID, *, lock: bool = False) -> Draft:
    """A draft that the caller may write. Raises NotFound for any other, Forbidden for a role
    that writes none."""
    for owner in owners_written(tx):
        with as_owner(tx, owner):
            query = _own(tx).where(Draft.id == draft_id)
            found = tx.session.scalars(query.with_for_update() if lock else query).one_or_none()
        if found is not None:
            return found
    raise NotFound()


def draft_of_key(tx: Transaction, kind: str, key: str) -> Draft | None:
    """The draft of a key that the owner at hand has already."""
    query = _own(tx).where(Draft.kind == kind, Draft.key == key)
    return tx.session.scalars(query).one_or_none()


def draft_problems(
    tx: Transaction, kind: str, key: str, document: dict[str, Any]
) -> list[dict[str, Any]]:
    """As of a definition; besides, a draft stays what it was begun as."""
    if document.get("key") != key:
        return [problem("key", "other_key", key=key)]
    return problems_of(tx, kind, document)


def whole(tx: Transaction, row: Draft) -> dict[str, Any]:
    """A Draft of the contract."""
    document = json.loads(row.document)
    with as_owner(tx, owner_of(row)):
        published = _published(tx, [row])
        problems = draft_problems(tx, row.kind, row.key, document)
    return {
        "draft_id": row.id,
        "kind": row.kind,
        "key": row.key,
        "owner": owner_of(row),
        "rev": row.rev,
        "document": document,
        "origin": row.origin,
        "published_version": published.get(row.id),
        "problems": problems,
        "started_at": row.started_at,
        "updated_at": row.updated_at,
        "updated_by": row.updated_by,
    }


def _own(tx: Transaction) -> sa.Select[tuple[Draft]]:
    ids = owner_ids(tx)
    return sa.select(Draft).where(
        Draft.institution_id.is_not_distinct_from(ids["institution_id"]),
        Draft.network_id.is_not_distinct_from(ids["network_id"]),
    )


def _published(tx: Transaction, rows: list[Draft]) -> dict[UUID, int]:
    """The newest published version beside each draft of the owner at hand, where there is one."""
    query = (
        sa.select(Draft.id, sa.func.max(Definition.version))
        .join(
            Definition,
            sa.and_(
                Definition.kind == Draft.kind,
                Definition.key == Draft.key,
                Definition.institution_id.is_not_distinct_from(Draft.institution_id),
                Definition.network_id.is_not_distinct_from(Draft.network_id),
            ),
        )
        .where(Draft.id.in_([row.id for row in rows]))
        .group_by(Draft.id)
    )
    return {row[0]: row[1] for row in tx.session.execute(query)}


def _line(row: Draft) -> dict[str, Any]:
    return {
        "draft_id": row.id,
        "kind": row.kind,
        "key": row.key,
        "title": row.title,
        "owner": owner_of(row),
        "rev": row.rev,
        "problems": row.problem_count,
        "updated_at": row.updated_at,
        "updated_by": row.updated_by,
    }
