"""Which live topics a reader may follow. A message holds a topic and never data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.audience import COHORT_ROLES
from ..projections.views import cohort_of, topic_of
from ..tables import Relation
from .access import reader_of, valid_today, visible


def authorise_topics(tx: Transaction, *, topics: list[str]) -> dict[str, Any]:
    """Those of the topics that are the reader's to follow, under their full names."""
    found = [_resolved(tx, topic) for topic in dict.fromkeys(topics)]
    return {"topics": [topic for topic in found if topic]}


def _resolved(tx: Transaction, topic: str) -> str | None:
    if topic == "inbox":
        return f"person:{reader_of(tx)}"
    if topic == "learners":
        return cohort_of(tx.principal.institution_id) if _has_learners(tx) else None
    try:
        portfolio_id = UUID(topic.removeprefix("portfolio:"))
        visible(tx, portfolio_id)
    except (ValueError, NotFound):
        return None
    return topic_of(portfolio_id)


def _has_learners(tx: Transaction) -> bool:
    if tx.principal.has_role(*COHORT_ROLES):
        return True
    theirs = sa.select(Relation.id).where(Relation.person_id == reader_of(tx), valid_today(tx))
    return tx.session.execute(theirs.limit(1)).first() is not None
