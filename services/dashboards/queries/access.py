"""Which portfolios a reader may see, and under which words a data point may mean them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.audience import STAFF_ROLES, words
from ..tables import Membership, Portfolio, Relation, View

# Why somebody looks, for the audit, by what right; who has a relation guides.


@dataclass(frozen=True, slots=True)
class Seen:
    """A portfolio that the reader may see: `view` is its row, `portfolio` its facts (None while
    only other facts of it have arrived), `reader` the words for the audience of data points."""

    view: View
    portfolio: Portfolio | None
    reader: frozenset[str]
    basis: str


def valid_today(tx: Transaction) -> Any:
    """The condition that a relation holds on this civil day."""
    today = tx.today()
    return sa.and_(
        Relation.starts_on <= today, sa.or_(Relation.ends_on.is_(None), Relation.ends_on >= today)
    )


def reader_of(tx: Transaction) -> UUID | None:
    """The person who reads: signed in, or the one a service works for."""
    return tx.principal.person_id or tx.principal.acting_for


def roles_today(tx: Transaction, person_id: UUID) -> frozenset[str]:
    """The roles of a person here: the passport of work that a timer started names none."""
    today = tx.today()
    begun = sa.or_(Membership.starts_on.is_(None), Membership.starts_on <= today)
    lasts = sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today)
    held = sa.select(Membership.roles).where(Membership.person_id == person_id, begun, lasts)
    return frozenset(role for roles in tx.session.scalars(held) for role in roles)


def is_staff(tx: Transaction) -> bool:
    return tx.principal.has_role(*STAFF_ROLES)


def visible(tx: Transaction, portfolio_id: UUID) -> Seen:
    """The portfolio, if the reader owns it, has a relation with its learner today, or is staff of
    its institution. Raises NotFound, whether it is absent or not theirs."""
    person_id = reader_of(tx)
    theirs = (
        sa.select(sa.func.array_agg(Relation.kind.distinct()))
        .where(
            Relation.learner_id == View.learner_id,
            Relation.person_id == person_id,
            valid_today(tx),
        )
        .scalar_subquery()
    )
    row = tx.session.execute(
        sa.select(View, Portfolio, theirs)
        .join(Portfolio, Portfolio.id == View.portfolio_id, isouter=True)
        .where(View.portfolio_id == portfolio_id)
    ).first()
    if row is None or person_id is None:
        raise NotFound()
    view, portfolio, relations = row
    relations = list(relations or ()) + (["owner"] if view.learner_id == person_id else [])
    if not relations and not is_staff(tx):
        raise NotFound()
    basis = relations[-1] if relations else "staff"
    reader = words(relations, tx.principal.roles) | {str(person_id)}
    seen = Seen(view=view, portfolio=portfolio, reader=reader, basis=basis)
    _write_down(tx, seen)
    return seen


def _write_down(tx: Transaction, seen: Seen) -> None:
    tx.audit(
        "dashboard.read",
        object_kind="portfolio",
        object_id=seen.view.portfolio_id,
        subject_id=seen.view.learner_id,
        basis=seen.basis,
    )
