"""A mailed 6-digit code that raises the assurance of a session: ten minutes, five tries."""

from __future__ import annotations

import hmac
from typing import Any

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import CodeRefused
from libs.contracts.base import Fault
from libs.contracts.faults import TooManyRequests
from services.accounts.domain import tokens
from services.accounts.domain.people import masked_email
from services.accounts.domain.sessions import ASSURANCE_LASTS
from services.accounts.queries import access
from services.accounts.queries.me import me_of
from services.accounts.queries.password_rules import state_of
from services.accounts.tables import Person, Secret, Session
from services.accounts.use_cases import mail_secrets, sessions


def ask_code(tx: Transaction, *, purpose: str) -> dict[str, Any]:
    """Have a code mailed for this session; an earlier one ends. `purpose` is for the audit."""
    session = sessions.own_session(tx)
    person = tx.session.get_one(Person, session.person_id)
    if mail_secrets.too_many(tx, person.id, ("code",)):
        raise TooManyRequests(retry_after=3600)
    institution_id = access.institution_id(tx)
    mail_secrets.want(tx, person, institution_id, "code", session_id=session.id)
    access.audit(
        tx,
        "code.ask",
        object_kind="session",
        object_id=session.id,
        subject_id=person.id,
        purpose=purpose,
    )
    return {"sent_to": masked_email(person.email), "valid_until": tx.now + tokens.CODE_LASTS}


def confirm_code(tx: Transaction, *, code: str) -> dict[str, Any] | Fault:
    """-> {me}, or CodeRefused to raise after the commit: the try is counted."""
    session = sessions.own_session(tx)
    secret = _open_code(tx, session)
    if secret is None:
        return CodeRefused(tries_left=0)
    right = hmac.compare_digest(
        secret.secret_hash or "", tokens.code_hash(secret.id, "".join(code.split()))
    )
    if not right:
        return _refused(tx, secret)
    secret.used_at = tx.now
    session.raised_assurance, session.assurance_until = "code", tx.now + ASSURANCE_LASTS
    _audit(tx, session, "success")
    return {"me": me_of(tx, session)}


def _open_code(tx: Transaction, session: Session) -> Secret | None:
    secret = tx.session.scalars(
        sa.select(Secret)
        .where(
            Secret.session_id == session.id,
            Secret.purpose == "code",
            Secret.secret_hash.is_not(None),
        )
        .order_by(Secret.wanted_at.desc())
        .limit(1)
        .with_for_update()
    ).first()
    is_open = secret is not None and state_of(tx, secret) == "valid"
    return secret if is_open else None


def _refused(tx: Transaction, secret: Secret) -> CodeRefused:
    secret.tries += 1
    left = tokens.CODE_TRIES - secret.tries
    if left <= 0:
        secret.voided_at = tx.now
    access.audit(
        tx,
        "code.confirm",
        object_kind="secret",
        object_id=secret.id,
        subject_id=secret.person_id,
        outcome="failure",
    )
    return CodeRefused(tries_left=max(left, 0))


def _audit(tx: Transaction, session: Session, outcome: str) -> None:
    access.audit(
        tx,
        "code.confirm",
        object_kind="session",
        object_id=session.id,
        subject_id=session.person_id,
        outcome=outcome,
    )
