"""The rules of passwords as a page shows them, and the state of a mailed link."""

from __future__ import annotations

from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import LinkEnded
from services.accounts.domain import passwords as rules
from services.accounts.domain import tokens
from services.accounts.queries import doors
from services.accounts.tables import Institution, Person, Secret


def open_password_link(tx: Transaction, *, token: str) -> dict[str, Any]:
    """Look, change nothing. Raises LinkEnded for a token nobody was ever mailed."""
    secret = _secret(tx, token)
    person = tx.session.get_one(Person, secret.person_id)
    profile, known = known_about(tx, person)
    return {
        "state": state_of(tx, secret),
        "purpose": secret.purpose,
        "user_name": person.user_name,
        "rules": [rule.as_reply() for rule in rules.rules(profile, known)],
    }


def _secret(tx: Transaction, token: str) -> Secret:
    """What a mailed link stands for, behind its wall. Raises LinkEnded."""
    door = doors.of_secret_token(tx, tokens.token_hash(token))
    if door is None:
        raise LinkEnded(state="ended")
    doors.enter(tx, door)
    return tx.session.get_one(Secret, door.key_id)


def password_rules(tx: Transaction) -> dict[str, Any]:
    """The rules for the caller, or the general ones for nobody in particular."""
    profile, known = _callers(tx)
    return {"rules": [rule.as_reply() for rule in rules.rules(profile, known)]}


def _callers(tx: Transaction) -> tuple[str, rules.Known]:
    person = tx.session.get(Person, tx.principal.person_id) if tx.principal.person_id else None
    return known_about(tx, person) if person else ("classic", rules.Known())


def check_password(tx: Transaction, *, password: str, token: str | None = None) -> dict[str, Any]:
    """Which rules a password breaks, for who types it. Keeps nothing. Raises LinkEnded."""
    if token is None:
        profile, known = _callers(tx)
    else:
        secret = _secret(tx, token)
        state = state_of(tx, secret)
        if state != "valid":
            raise LinkEnded(state=state)
        profile, known = known_about(tx, tx.session.get_one(Person, secret.person_id))
    return {"broken": rules.broken_rules(profile, known, password)}


def known_about(tx: Transaction, person: Person) -> tuple[str, rules.Known]:
    """The password profile of a person and what anybody may know about them."""
    home = tx.session.get_one(Institution, person.home_institution_id)
    here_id = tx.principal.institution_id
    here = (tx.session.get(Institution, here_id) if here_id else None) or home
    names = tuple({home.name, home.short_name, here.name, here.short_name})
    return home.password_profile, rules.Known(person.user_name, person.email, names)


def state_of(tx: Transaction, secret: Secret) -> str:
    return tokens.secret_state(
        used_at=secret.used_at,
        voided_at=secret.voided_at,
        valid_until=secret.valid_until,
        now=tx.now,
    )
