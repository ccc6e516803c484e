"""Copies of other services' facts: the newest version wins, in whatever order they arrive."""

from __future__ import annotations

import enum
from typing import Any
from uuid import UUID

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
    known = tx.session.get(table, id)
    if known is None:
        tx.session.add(table(id=id, version=version, **columns))
        tx.session.flush()
        return Fact.NEW
    if version < known.version:
        return Fact.OLD
    fact = Fact.NEW if version > known.version else Fact.SAME
    for name, value in {"version": version, **columns}.items():
        setattr(known, name, value)
    tx.session.flush()
    return fact
