"""Facts of accounts: who may see whom, and how a learner is enrolled."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import LearnerEnrolledV1, MembershipChangedV1, RelationChangedV1

from ..tables import Enrolment, Membership, Portfolio, Relation
from . import sections, views


def relation_changed(tx: Transaction, event: RelationChangedV1) -> None:
    _upsert(
        tx,
        Relation,
        id=event.relation_id,
        institution_id=event.institution_id,
        kind=event.kind,
        person_id=event.person_id,
        learner_id=event.learner_id,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        version=event.version,
    )
    views.note_cohort(tx)


def membership_changed(tx: Transaction, event: MembershipChangedV1) -> None:
    _upsert(
        tx,
        Membership,
        id=event.membership_id,
        institution_id=event.institution_id,
        person_id=event.person_id,
        roles=list(event.roles),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        version=event.version,
    )
    views.note_cohort(tx)


def learner_enrolled(tx: Transaction, event: LearnerEnrolledV1) -> None:
    """Start and part-time may have changed: what is expected of the learner changes too. One that
    is taken back says nothing any more."""
    if event.ended:
        tx.session.execute(sa.delete(Enrolment).where(Enrolment.id == event.enrolment_id))
        return
    _upsert(
        tx,
        Enrolment,
        id=event.enrolment_id,
        institution_id=event.institution_id,
        person_id=event.person_id,
        programme_key=event.programme_key,
        starts_on=event.starts_on,
        cohort=event.cohort,
        part_time=event.part_time,
        version=event.version,
    )
    theirs = sa.select(Portfolio.id).where(
        Portfolio.learner_id == event.person_id, Portfolio.programme_key == event.programme_key
    )
    for portfolio_id in tx.session.scalars(theirs.order_by(Portfolio.id)).all():
        views.held(tx, portfolio_id, event.person_id).redraw(sections.evaluate)


def _upsert(tx: Transaction, table: Any, **columns: Any) -> None:
    statement = insert(table).values(**columns)
    tx.session.execute(
        statement.on_conflict_do_update(
            index_elements=[table.id],
            set_={name: statement.excluded[name] for name in columns if name != "id"},
            where=table.version <= statement.excluded.version,
        )
    )
