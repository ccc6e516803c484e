"""Sessions: started by a log-in, resumed with each page, ended by time, their owner or a change
of password."""

from __future__ import annotations

import dataclasses
import secrets
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound, NotSignedIn
from services.accounts.domain import sessions as rules
from services.accounts.domain.people import is_current
from services.accounts.domain.tokens import token_hash
from services.accounts.queries import access, doors
from services.accounts.queries.me import me_of
from services.accounts.tables import Credential, Institution, Membership, Session
from services.accounts.use_cases import facts


def start(tx: Transaction, membership: Membership, *, assurance: str) -> dict[str, Any]:
    """Begin a session in a membership -> {session_token, me}. Only the token's hash is kept."""
    token = secrets.token_urlsafe(32)
    call = tx.call
    session = Session(
        id=tx.new_id(),
        institution_id=membership.institution_id,
        person_id=membership.person_id,
        membership_id=membership.id,
        token_hash=token_hash(token),
        started_at=tx.now,
        last_seen_at=tx.now,
        assurance=assurance,
        user_agent=((call.user_agent if call else None) or "")[:300],
        network_address=((call.network_address if call else None) or "")[:60],
    )
    tx.session.add(session)
    credential = tx.session.get_one(Credential, membership.person_id)
    credential.last_sign_in_at = tx.now
    credential.last_membership_id = membership.id
    _sign_in_as(tx, membership, session.id)
    access.audit(
        tx,
        "session.start",
        object_kind="session",
        object_id=session.id,
        subject_id=membership.person_id,
        basis="password",
    )
    return {"session_token": token, "me": me_of(tx, session)}


def _sign_in_as(tx: Transaction, membership: Membership, session_id: UUID) -> None:
    tx.act_as(
        dataclasses.replace(
            tx.principal,
            kind="person",
            person_id=membership.person_id,
            roles=frozenset(membership.roles),
            session_id=session_id,
        )
    )


def resume_session(
    tx: Transaction, *, session_token: str, by_itself: bool = False
) -> dict[str, Any]:
    """Whose session this is; what an open page asks by itself is no sign of a person."""
    session = _open(tx, session_token)
    if not by_itself and tx.now - session.last_seen_at >= rules.TOUCH_EVERY:
        session.last_seen_at = tx.now
    return {"me": me_of(tx, session)}


def _open(tx: Transaction, session_token: str) -> Session:
    """The session of a token, behind its wall. Raises NotSignedIn."""
    door = doors.of_session(tx, token_hash(session_token))
    if door is None:
        raise NotSignedIn("This session is not known.")
    doors.enter(tx, door)
    session = tx.session.get_one(Session, door.key_id)
    membership = tx.session.get_one(Membership, session.membership_id)
    institution = tx.session.get_one(Institution, session.institution_id)
    over = rules.has_ended(
        started_at=session.started_at,
        last_seen_at=session.last_seen_at,
        ended_at=session.ended_at,
        roles=membership.roles,
        now=tx.now,
    )
    if over or not _is_open(membership, tx, institution):
        raise NotSignedIn("This session has ended.")
    return session


def _is_open(membership: Membership, tx: Transaction, institution: Institution) -> bool:
    today = tx.today(institution.timezone)
    return bool(membership.roles) and is_current(membership.starts_on, membership.ends_on, today)


def sign_out(tx: Transaction, *, session_token: str) -> dict[str, Any]:
    """End a session by its token; one that is gone already is fine."""
    door = doors.of_session(tx, token_hash(session_token))
    if door is not None:
        doors.enter(tx, door)
        _end(tx, tx.session.get_one(Session, door.key_id, with_for_update=True))
    return {}


def end_session(tx: Transaction, *, session_id: UUID) -> dict[str, Any]:
    """End one of one's own sessions. Raises NotFound."""
    session = tx.session.get(Session, session_id, with_for_update=True)
    if session is None or session.person_id != access.person_id(tx):
        raise NotFound()
    _end(tx, session)
    return {}


def _end(tx: Transaction, session: Session) -> None:
    if session.ended_at is not None:
        return
    session.ended_at = tx.now
    facts.tell_access_revoked(tx, session.person_id, session.id)
    access.audit(
        tx, "session.end", object_kind="session", object_id=session.id, subject_id=session.person_id
    )


def end_other_sessions(tx: Transaction) -> dict[str, Any]:
    person_id = access.person_id(tx)
    return {"ended": end_all(tx, person_id, but=tx.principal.session_id)}


def end_all(
    tx: Transaction,
    person_id: UUID,
    *,
    but: UUID | None = None,
    in_institution: UUID | None = None,
) -> int:
    """End a person's sessions, each told and audited. Returns how many there were."""
    open_ones = sa.select(Session).where(
        Session.person_id == person_id,
        Session.ended_at.is_(None),
        Session.id != (but or UUID(int=0)),
    )
    if in_institution is not None:
        open_ones = open_ones.where(Session.institution_id == in_institution)
    ended = tx.session.scalars(open_ones.with_for_update()).all()
    for session in ended:
        _end(tx, session)
    return len(ended)


def choose_membership(tx: Transaction, *, membership_id: UUID) -> dict[str, Any]:
    """Act for another institution in this session. Raises NotFound for what is not one's own."""
    membership = tx.session.get(Membership, membership_id)
    session = own_session(tx)
    if membership is None or membership.person_id != session.person_id:
        raise NotFound()
    institution = tx.session.get_one(Institution, membership.institution_id)
    if not _is_open(membership, tx, institution):
        raise NotFound()
    tx.act_as(
        dataclasses.replace(
            tx.principal, institution_id=institution.id, network_id=institution.network_id
        )
    )
    session.institution_id, session.membership_id = institution.id, membership.id
    tx.session.get_one(Credential, session.person_id).last_membership_id = membership.id
    access.audit(
        tx,
        "session.choose_membership",
        object_kind="membership",
        object_id=membership.id,
        subject_id=session.person_id,
    )
    return {"me": me_of(tx, session)}


def own_session(tx: Transaction) -> Session:
    """The session this call belongs to, locked. Raises NotSignedIn."""
    session_id = tx.principal.session_id
    session = tx.session.get(Session, session_id, with_for_update=True) if session_id else None
    if session is None or session.person_id != tx.principal.person_id or session.ended_at:
        raise NotSignedIn()
    return session
