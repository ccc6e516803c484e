"""Who is signed in, as every page needs to know it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from services.accounts.domain import sessions as rules
from services.accounts.domain.people import email_hash, full_name, initials, is_current
from services.accounts.tables import (
    Enrolment,
    Institution,
    Membership,
    Network,
    Person,
    Session,
)


def me_of(tx: Transaction, session: Session) -> dict[str, Any]:
    """The shape Me of the contract. The transaction must act as the person."""
    tx.session.flush()
    person = tx.session.get_one(Person, session.person_id)
    membership = tx.session.get_one(Membership, session.membership_id)
    institution = tx.session.get_one(Institution, membership.institution_id)
    network = tx.session.get(Network, institution.network_id) if institution.network_id else None
    return {
        "person_id": person.id,
        "name": full_name(person.given_name, person.family_name),
        "given_name": person.given_name,
        "initials": initials(person.given_name, person.family_name),
        "language": person.language,
        "timezone": person.timezone or institution.timezone,
        "institution_timezone": institution.timezone,
        "email_hash": email_hash(person.email),
        "institution_id": institution.id,
        "institution_name": institution.name,
        "network_id": institution.network_id,
        "network_name": network.name if network else None,
        "membership_id": membership.id,
        "roles": sorted(membership.roles),
        "memberships": _memberships(tx, person),
        "portfolio_hint": _enrolment(tx, person),
        "session": _session(tx, session, membership),
    }


def _memberships(tx: Transaction, person: Person) -> list[dict[str, Any]]:
    rows = tx.session.execute(
        sa.select(Membership, Institution)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Membership.person_id == person.id)
        .order_by(Institution.name)
    ).all()
    return [
        {
            "membership_id": membership.id,
            "institution_id": institution.id,
            "institution_name": institution.name,
            "roles": sorted(membership.roles),
        }
        for membership, institution in rows
        if membership.roles
        and is_current(membership.starts_on, membership.ends_on, tx.today(institution.timezone))
    ]


def _enrolment(tx: Transaction, person: Person) -> dict[str, Any] | None:
    enrolment = tx.session.scalars(
        sa.select(Enrolment)
        .where(Enrolment.person_id == person.id)
        .order_by(Enrolment.starts_on.desc())
        .limit(1)
    ).first()
    if enrolment is None:
        return None
    return {
        "enrolment_id": enrolment.id,
        "programme_key": enrolment.programme_key,
        "starts_on": enrolment.starts_on,
        "cohort": enrolment.cohort,
        "part_time": enrolment.part_time,
    }


def _session(tx: Transaction, session: Session, membership: Membership) -> dict[str, Any]:
    return {
        "id": session.id,
        "assurance": rules.assurance(
            session.assurance, session.raised_assurance, session.assurance_until, tx.now
        ),
        "started_at": session.started_at,
        "expires_at": session.started_at + rules.limits(membership.roles).absolute,
    }
