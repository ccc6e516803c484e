"""Erasing a person: a learner's portfolio goes, an assessor's name and address go."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, delete, func, select, text, update

from libs.chassis.transaction import Transaction

from ..tables import (
    Contribution,
    ContributionRevision,
    DataPoint,
    Decision,
    Goal,
    Membership,
    Note,
    Participant,
    Person,
    PlanAdaptation,
    Portfolio,
    Record,
    Registration,
    Relation,
    Task,
)

NOBODY = {"name": None, "role_title": None, "email": None, "person_id": None, "network": None}


def erase_person(tx: Transaction, person_id: UUID) -> None:
    """Erase what is held of a person in the institution at hand; saying it twice is harmless."""
    # Only here may issued decisions go: the trigger asks for this.
    tx.session.execute(text("SELECT set_config('app.erasing', 'yes', true)"))
    tx.session.execute(
        text("SELECT set_config('app.person', :person, true)"), {"person": str(person_id)}
    )
    tx.session.execute(delete(Note).where(Note.person_id == person_id))
    tx.session.execute(delete(Decision).where(Decision.learner_id == person_id))
    tx.session.execute(delete(Record).where(Record.learner_id == person_id))
    # One that was set in the plan is in no record.
    tx.session.execute(delete(Goal).where(Goal.learner_id == person_id))
    tx.session.execute(delete(Portfolio).where(Portfolio.learner_id == person_id))
    _forget_assessor(tx, person_id)
    _forget_planner(tx, person_id)
    for table in (Membership, Person):
        tx.session.execute(delete(table).where(table.person_id == person_id))
    tx.session.execute(
        delete(Relation).where(
            (Relation.person_id == person_id) | (Relation.learner_id == person_id)
        )
    )
    tx.audit(
        "person.erase",
        object_kind="person",
        object_id=person_id,
        subject_id=person_id,
        basis="accounts.person_erased",
    )


def _forget_reader(tx: Transaction, person_id: UUID, own: Select[tuple[UUID]]) -> None:
    """Where a form told people of one relation apart, what they read names them."""
    records = select(Participant.record_id).where(Participant.id.in_(own))
    for table in (DataPoint, Goal, Registration, Decision):
        tx.session.execute(
            update(table)
            .where(table.record_id.in_(records), table.see.contains([str(person_id)]))
            .values(see=func.array_remove(table.see, str(person_id)))
        )


def _forget_planner(tx: Transaction, person_id: UUID) -> None:
    """What was agreed on a learner's plan stays; who agreed it is forgotten."""
    made, ended = PlanAdaptation.by, PlanAdaptation.ended_by
    for column, nobody in (
        (made, {"by": None, "by_name": None}),
        (ended, {"ended_by": None, "ended_by_name": None}),
    ):
        tx.session.execute(update(PlanAdaptation).where(column == person_id).values(**nobody))


def _forget_assessor(tx: Transaction, person_id: UUID) -> None:
    """What they gave to learners stays theirs; who gave it is forgotten."""
    own = select(Participant.id).where(Participant.person_id == person_id)
    ids = list(tx.session.scalars(own))
    if not ids:
        return
    _forget_reader(tx, person_id, own)
    mine = list(
        tx.session.scalars(select(Contribution).where(Contribution.participant_id.in_(ids)))
    )
    for one in mine:
        one.actor = one.actor | NOBODY
    histories = select(ContributionRevision).where(
        ContributionRevision.contribution_id.in_([one.id for one in mine])
    )
    for line in tx.session.scalars(histories):
        line.actor = line.actor | NOBODY
    tx.session.execute(delete(Task).where(Task.participant_id.in_(ids)))
    tx.session.execute(
        update(Participant)
        .where(Participant.id.in_(ids))
        .values(person_id=None, name=None, role_title=None, email=None, email_hash=None)
    )
