"""Setting a password: first log-in, "forgot password", and a change by its owner."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from libs.chassis import idempotency
from libs.chassis.calls import Call
from libs.chassis.transaction import Transaction
from libs.contracts.accounts import PasswordRefused, SignOnElsewhere
from libs.contracts.base import Fault
from services.accounts.domain import passwords as rules
from services.accounts.queries import access, doors
from services.accounts.queries.password_rules import known_about
from services.accounts.tables import Credential, Institution, Membership, Person
from services.accounts.use_cases import facts, hashing, mail_secrets, sessions, sign_on


def ask_password_link(
    tx: Transaction, *, user_name: str, email: str, repeatable: Call | None = None
) -> dict[str, Any]:
    """Have a link mailed when user name and address belong together; say nothing either way.

    `repeatable` is the call with its idempotency key: again with that key mails nothing. The key
    is kept behind the door, with the person who was meant, because nobody has signed in.
    """
    door = doors.of_name_and_email(tx, user_name, email)
    if door is None:
        return {}
    doors.enter(tx, door)
    request = {"user_name": user_name, "email": email}
    if repeatable is None or repeatable.idempotency_key is None:
        _mail_link(tx, door)
        return {}
    call = dataclasses.replace(repeatable, principal=tx.principal)
    if idempotency.claim(tx, call, request) is None:
        _mail_link(tx, door)
        idempotency.keep(tx, call, request, {})
    return {}


def _mail_link(tx: Transaction, door: doors.Door) -> None:
    person = tx.session.get_one(Person, door.person_id)
    home = tx.session.get_one(Institution, person.home_institution_id)
    if home.sign_on == "sso" or mail_secrets.too_many(tx, person.id, mail_secrets.ACCESS):
        return
    mail_secrets.want_access(tx, person, door.institution_id)
    access.audit(
        tx, "password.ask_link", object_kind="person", object_id=person.id, subject_id=person.id
    )


def set_password(tx: Transaction, *, token: str, password: str) -> dict[str, Any] | Fault:
    """Consume a mailed link -> {session_token, me}.

    Raises LinkEnded and PasswordRefused (the link stays usable). Returns AccountBlocked when the
    institution wants an administrator to unblock: the new password stands all the same.
    """
    secret = mail_secrets.take(tx, token, mail_secrets.ACCESS)
    person = tx.session.get_one(Person, secret.person_id)
    home = tx.session.get_one(Institution, person.home_institution_id)
    if home.sign_on == "sso":
        raise SignOnElsewhere(contact=home.contact)
    membership = _membership_here(tx, person)
    secret.used_at = tx.now
    credential = sign_on.locked_credential(tx, person)
    replaced = credential.password_hash is not None
    _keep(tx, person, credential, password)
    sessions.end_all(tx, person.id)
    if replaced:
        facts.tell_notice(tx, person.id, "password_changed")
    unblocked = home.reset_unblocks and sign_on.lift_block(credential)
    if unblocked or not replaced:
        facts.changed(tx, person)
    if credential.blocked_at is not None:
        return sign_on.blocked_fault(home)
    return sessions.start(tx, membership, assurance="password")


def _membership_here(tx: Transaction, person: Person) -> Membership:
    door = doors.of_person(tx, person.id)
    if door is None:
        raise mail_secrets.LinkEnded(state="ended")
    doors.enter(tx, door)
    return tx.session.get_one(Membership, door.key_id)


def _keep(tx: Transaction, person: Person, credential: Credential, password: str) -> None:
    """Judge, hash and store. Raises PasswordRefused."""
    profile, known = known_about(tx, person)
    broken = rules.broken_rules(profile, known, password)
    if broken:
        raise PasswordRefused(broken=broken)
    credential.password_hash = hashing.hashed(password)
    credential.set_at = tx.now
    access.audit(
        tx, "password.set", object_kind="person", object_id=person.id, subject_id=person.id
    )


def change_password(
    tx: Transaction, *, old_password: str, new_password: str, end_other_sessions: bool = True
) -> dict[str, Any] | Fault:
    """Raises SignOnElsewhere and PasswordRefused; a wrong old password is counted as at log-in."""
    person = tx.session.get_one(Person, access.person_id(tx))
    home = tx.session.get_one(Institution, person.home_institution_id)
    if home.sign_on == "sso":
        raise SignOnElsewhere(contact=home.contact)
    credential = sign_on.locked_credential(tx, person)
    right = hashing.is_right(credential.password_hash, old_password)
    if credential.blocked_at is not None:
        return sign_on.blocked_fault(home)
    if not right:
        return _old_is_wrong(sign_on.count_failure(tx, person, credential, home))
    credential.failures, credential.wait_until = 0, None
    _keep(tx, person, credential, new_password)
    mail_secrets.void(tx, person.id, mail_secrets.ACCESS)
    if end_other_sessions:
        sessions.end_all(tx, person.id, but=tx.principal.session_id)
    facts.tell_notice(tx, person.id, "password_changed")
    return {}


def _old_is_wrong(refusal: Fault) -> Fault:
    """Said about the field; only the block is said as at log-in."""
    if isinstance(refusal, sign_on.AccountBlocked):
        return refusal
    return PasswordRefused(
        "The old password is not right.",
        errors={"old_password": ["This is not your password."]},
        broken=["old_password"],
        tries_left=refusal.params.get("tries_left"),
    )


def set_initial_password(tx: Transaction, *, person_id: UUID, password: str) -> dict[str, Any]:
    """Give a person a first password without mail: for setting up and the demo; no remote call.

    Raises NotFound and PasswordRefused.
    """
    access.require_administrator(tx)
    person, _ = access.member(tx, person_id, lock=True)
    credential = sign_on.locked_credential(tx, person)
    _keep(tx, person, credential, password)
    mail_secrets.void(tx, person.id, mail_secrets.ACCESS)
    facts.changed(tx, person)
    return {}
