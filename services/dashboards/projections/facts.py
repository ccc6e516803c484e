"""Copies of other services' facts: the newest version wins, in whatever order they arrive."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction


class Fact(enum.Enum):
    """How a stated fact relates to what was known. SAME is written again: a restatement mends."""

    NEW = "new"
    SAME = "same"
    OLD = "old"


def state(tx: Transaction, table: Any, id: UUID, version: int, **columns: Any) -> Fact:
    """Keep a fact (a row of `table`) unless a newer version is known.

    Facts of a portfolio are stated while its view is held, so two never race; the others are
    upserted with their version as the condition.
    """
    row = known(tx, table, id)
    if row is None:
        keep(tx, table(id=id, version=version, **columns))
        return Fact.NEW
    if version < row.version:
        return Fact.OLD
    fact = Fact.NEW if version > row.version else Fact.SAME
    for name, value in {"version": version, **columns}.items():
        setattr(row, name, value)
    return fact


def known(tx: Transaction, table: Any, id: UUID) -> Any:
    """The row of a fact, also one that waits to be written; None when there is none."""
    rows = _at_hand(tx)
    if (table, id) not in rows:
        rows[table, id] = tx.session.get(table, id)
    return rows[table, id]


def keep(tx: Transaction, row: Any) -> None:
    """A new row; it is written together with all others of its batch."""
    tx.session.add(row)
    _at_hand(tx)[type(row), row.id] = row


def fetch(tx: Transaction, table: Any, ids: Iterable[UUID]) -> None:
    """Have these rows at hand, in one query; call it while the views of their portfolios are
    held, so that nobody else adds one meanwhile."""
    rows = _at_hand(tx)
    wanted = sorted(id for id in set(ids) if (table, id) not in rows)
    if wanted:
        rows.update(((table, id), None) for id in wanted)
        found = tx.session.scalars(sa.select(table).where(table.id.in_(wanted)))
        rows.update(((table, row.id), row) for row in found)


def _at_hand(tx: Transaction) -> dict[tuple[Any, UUID], Any]:
    found: dict[tuple[Any, UUID], Any] = tx.session.info.setdefault("facts_at_hand", {})
    return found
