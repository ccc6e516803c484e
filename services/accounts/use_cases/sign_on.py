"""Log-in with a password. Who has never logged in from a device is told one thing there, whatever
went wrong: rules differ by institution, so a number of tries, a block or a wait would tell that
the account exists (docs/adr/0014). A device that was inside before knows that it does."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import AccountBlocked, SignInRefused
from libs.contracts.base import Fault
from services.accounts.domain import blocking
from services.accounts.domain.blocking import Tries
from services.accounts.domain.tokens import token_hash
from services.accounts.queries import access, doors
from services.accounts.tables import (
    Credential,
    Device,
    Institution,
    Membership,
    Person,
    UnknownName,
)
from services.accounts.use_cases import facts, hashing, sessions


def sign_in(
    tx: Transaction, *, user_name: str, password: str, device_token: str | None = None
) -> dict[str, Any] | Fault:
    """-> {session_token, me}, or the refusal to raise after the commit (a failure is counted)."""
    door = doors.of_user_name(tx, user_name)
    if door is not None:
        doors.enter(tx, door)
        person = tx.session.get_one(Person, door.person_id)
        home = tx.session.get_one(Institution, person.home_institution_id)
        if home.sign_on == "password":
            membership = tx.session.get_one(Membership, door.key_id)
            return _with_account(tx, person, membership, home, password, device_token)
    return _without_account(tx, user_name, password)


def _with_account(
    tx: Transaction,
    person: Person,
    membership: Membership,
    home: Institution,
    password: str,
    device_token: str | None,
) -> dict[str, Any] | Fault:
    # The lock makes parallel guesses queue up, so that three tries are three.
    credential = locked_credential(tx, person)
    right = hashing.is_right(credential.password_hash, password)
    known_device = _is_known(tx, person, device_token)
    fault = _failure(tx, person, credential, home, right=right, known_device=known_device)
    if fault is not None:
        return fault if known_device else SignInRefused(tries_left=None)
    credential.failures, credential.wait_until = 0, None
    _remember_device(tx, person, device_token)
    return sessions.start(tx, membership, assurance="password")


def _failure(
    tx: Transaction,
    person: Person,
    credential: Credential,
    home: Institution,
    *,
    right: bool,
    known_device: bool,
) -> Fault | None:
    """What keeps somebody out; a wrong password is counted unless nothing was looked at."""
    if blocking.must_wait(tries_of(credential), known_device=known_device, now=tx.now):
        return SignInRefused(tries_left=None)
    if credential.blocked_at is not None:
        return blocked_fault(home)
    return None if right else count_failure(tx, person, credential, home)


def locked_credential(tx: Transaction, person: Person) -> Credential:
    return tx.session.get_one(Credential, person.id, with_for_update=True, populate_existing=True)


def tries_of(credential: Credential) -> Tries:
    return Tries(credential.failures, credential.blocked_at is not None, credential.wait_until)


def count_failure(
    tx: Transaction, person: Person, credential: Credential, home: Institution
) -> Fault:
    """Count one wrong password; the third blocks. Returns the refusal."""
    tries = _next(tries_of(credential), home, tx.now)
    credential.failures, credential.wait_until = tries.failures, tries.wait_until
    access.audit(
        tx,
        "sign_in.refuse",
        object_kind="person",
        object_id=person.id,
        subject_id=person.id,
        outcome="failure",
    )
    if tries.blocked:
        credential.blocked_at = tx.now
        facts.changed(tx, person)
        facts.tell_notice(tx, person.id, "blocked")
    return _refusal(tries, home)


def _without_account(tx: Transaction, user_name: str, password: str) -> Fault:
    """Refuse with the work that an account would take: a row that parallel guesses queue up for,
    a count, an audit line."""
    hashing.is_right(None, password)
    standing = _locked_unknown(tx, user_name)
    standing.failures, standing.last_at = standing.failures + 1, tx.now
    tx.session.flush()
    access.audit(tx, "sign_in.refuse", object_kind="name", object_id="unknown", outcome="failure")
    return SignInRefused(tries_left=None)


def _locked_unknown(tx: Transaction, user_name: str) -> UnknownName:
    name_hash = hashlib.sha256(user_name.strip().lower().encode()).hexdigest()
    first = {"name_hash": name_hash, "failures": 0, "last_at": tx.now}
    tx.session.execute(insert(UnknownName).values(first).on_conflict_do_nothing())
    return tx.session.get_one(UnknownName, name_hash, with_for_update=True)


def _next(tries: Tries, institution: Institution, now: dt.datetime) -> Tries:
    return blocking.after_failure(
        tries,
        profile=institution.password_profile,
        limit=institution.failures_allowed,
        now=now,
    )


def _refusal(tries: Tries, institution: Institution) -> Fault:
    if tries.blocked:
        return blocked_fault(institution)
    left = blocking.tries_left(
        tries, profile=institution.password_profile, limit=institution.failures_allowed
    )
    return SignInRefused(tries_left=left)


def blocked_fault(institution: Institution) -> AccountBlocked:
    """Names no contact: an institution that fits tells of an account. The mail does."""
    return AccountBlocked(reset_unblocks=institution.reset_unblocks)


def _is_known(tx: Transaction, person: Person, device_token: str | None) -> bool:
    key = (person.id, token_hash(device_token or ""))
    return device_token is not None and tx.session.get(Device, key) is not None


def _remember_device(tx: Transaction, person: Person, device_token: str | None) -> None:
    if device_token is None:
        return
    row = {
        "person_id": person.id,
        "token_hash": token_hash(device_token),
        "first_seen_at": tx.now,
        "last_seen_at": tx.now,
    }
    again = insert(Device).values(row)
    tx.session.execute(
        again.on_conflict_do_update(
            index_elements=["person_id", "token_hash"], set_={"last_seen_at": tx.now}
        )
    )


def lift_block(credential: Credential) -> bool:
    """Forget failures and block; True when there was a block."""
    was_blocked = credential.blocked_at is not None
    credential.failures, credential.blocked_at, credential.wait_until = 0, None, None
    return was_blocked
