"""One's own account: who one is here, and where one is signed in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotSignedIn
from services.accounts.domain import sessions as rules
from services.accounts.queries import access
from services.accounts.queries.me import me_of
from services.accounts.tables import Institution, Membership, Person, Session


def my_account(tx: Transaction) -> dict[str, Any]:
    """Me with user name, address, way of signing on and who helps."""
    session_id = tx.principal.session_id
    session = tx.session.get(Session, session_id) if session_id else None
    if session is None or session.person_id != access.person_id(tx):
        raise NotSignedIn()
    person = tx.session.get_one(Person, session.person_id)
    home = tx.session.get_one(Institution, person.home_institution_id)
    access.audit(
        tx, "account.read", object_kind="person", object_id=person.id, subject_id=person.id
    )
    return {
        **me_of(tx, session),
        "user_name": person.user_name,
        "email": person.email,
        "sign_on": home.sign_on,
        "contact": access.own_institution(tx).contact,
    }


def sessions(tx: Transaction) -> dict[str, Any]:
    """Where the caller is signed in, newest first."""
    rows = tx.session.execute(
        sa.select(Session, Membership.roles)
        .join(Membership, Membership.id == Session.membership_id)
        .where(Session.person_id == access.person_id(tx), Session.ended_at.is_(None))
        .order_by(Session.started_at.desc(), Session.id)
    ).all()
    access.audit(tx, "sessions.list", object_kind="person", object_id=access.person_id(tx))
    return {
        "sessions": [_shown(tx, session) for session, roles in rows if _goes_on(tx, session, roles)]
    }


def _goes_on(tx: Transaction, session: Session, roles: list[str]) -> bool:
    return not rules.has_ended(
        started_at=session.started_at,
        last_seen_at=session.last_seen_at,
        ended_at=session.ended_at,
        roles=roles,
        now=tx.now,
    )


def _shown(tx: Transaction, session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "started_at": session.started_at,
        "last_seen_at": session.last_seen_at,
        "user_agent": session.user_agent,
        "network_address": session.network_address,
        "current": session.id == tx.principal.session_id,
    }
