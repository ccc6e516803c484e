"""Accounts made and kept by administrators."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import AlreadyInUse, SignOnElsewhere
from libs.contracts.faults import Conflict, Forbidden, InvalidRequest
from services.accounts.domain import people as rules
from services.accounts.domain.permissions import may_change_identity
from services.accounts.queries import access
from services.accounts.queries.me import me_of
from services.accounts.queries.people import person_card
from services.accounts.tables import Credential, Institution, Membership, Person
from services.accounts.use_cases import email as addresses
from services.accounts.use_cases import facts, mail_secrets, memberships, sessions, sign_on

IDENTITY = ("given_name", "family_name", "email")
_IN_USE = sa.text("SELECT person_id, user_name, email FROM names_in_use(:names, :addresses)")


def create_person(
    tx: Transaction,
    *,
    given_name: str,
    family_name: str,
    user_name: str,
    email: str,
    roles: Sequence[str],
    language: str = "nl",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    person_id: UUID | None = None,
    invite: bool = True,
) -> dict[str, Any]:
    """Make an account and invite its owner, or give somebody of another institution, known by
    user name and address both, a membership here.

    `person_id` and `invite` are for setting up and the demo. Raises AlreadyInUse, InvalidRequest.
    """
    access.require_administrator(tx)
    institution = access.own_institution(tx)
    memberships.check_roles(tx, before=(), after=roles)
    check_user_name(institution, user_name.strip(), roles)
    known_id = _owner_of(tx, user_name.strip().lower(), email.strip().lower())
    if known_id is None:
        person = _add_person(
            tx,
            Person(
                id=person_id or tx.new_id(),
                home_institution_id=institution.id,
                user_name=user_name.strip(),
                given_name=given_name.strip(),
                family_name=family_name.strip(),
                email=email.strip(),
                language=language,
                created_at=tx.now,
                version=1,
            ),
        )
        known_id = person.id
    membership = memberships.join(tx, known_id, roles, starts_on, ends_on)
    person, _ = access.member(tx, known_id)
    facts.tell_person(tx, person)
    facts.tell_membership(tx, membership)
    if invite:
        _invite(tx, person, institution, starts_on)
    access.audit(
        tx, "person.create", object_kind="person", object_id=person.id, subject_id=person.id
    )
    return {"person": person_card(tx, person.id)}


def check_user_name(institution: Institution, user_name: str, roles: Sequence[str]) -> None:
    scheme = institution.user_name_scheme
    if "learner" in roles and not rules.follows_scheme(user_name, scheme):
        text = f'The user name of a learner starts with "{scheme}".'
        raise InvalidRequest(errors={"user_name": [text]}, field="user_name", scheme=scheme)
    if len(user_name) < 3 or any(sign.isspace() for sign in user_name):
        text = "A user name has at least 3 characters and no spaces."
        raise InvalidRequest(errors={"user_name": [text]}, field="user_name")


def _owner_of(tx: Transaction, user_name: str, email: str) -> UUID | None:
    """The person both belong to; None when both are free. Raises AlreadyInUse otherwise."""
    found = tx.session.execute(_IN_USE, {"names": [user_name], "addresses": [email]}).all()
    for person_id, name, address in found:
        if name and address:
            return UUID(str(person_id))
        raise AlreadyInUse(field="user_name" if name else "email")
    return None


def _add_person(tx: Transaction, person: Person) -> Person:
    """Store a new person without a password. Raises AlreadyInUse when somebody was faster."""
    tx.session.add(person)
    try:
        tx.session.flush()
    except IntegrityError as error:
        field = "email" if "uq_person_email" in str(error.orig) else "user_name"
        raise AlreadyInUse(field=field) from error
    return person


def _invite(
    tx: Transaction, person: Person, institution: Institution, starts_on: dt.date | None
) -> None:
    """Mail the first link, at once or on the morning the membership begins."""
    home = tx.session.get(Institution, person.home_institution_id) or institution
    credential = tx.session.get(Credential, person.id)
    if home.sign_on == "sso" or (credential and credential.password_hash):
        return
    if not invite_later(tx, person, institution, starts_on):
        mail_secrets.want_access(tx, person, institution.id)


def invite_later(
    tx: Transaction, person: Person, institution: Institution, starts_on: dt.date | None
) -> bool:
    """Plan the first link for the morning a later membership begins; False when it began."""
    if starts_on is None or starts_on <= tx.today(institution.timezone):
        return False
    zone = zoneinfo.ZoneInfo(institution.timezone)
    mail_secrets.want_access_from(tx, person, starts_on, zone)
    return True


def change_person(tx: Transaction, *, person_id: UUID, **changes: Any) -> dict[str, Any]:
    """Change names, address, roles or the last day, whichever are given.

    Raises NotFound, Forbidden, AlreadyInUse and InvalidRequest.
    """
    access.require_administrator(tx)
    person, membership = access.member(tx, person_id, lock=True)
    put_identity(tx, person, membership, {key: changes[key] for key in IDENTITY if key in changes})
    memberships.change(tx, membership, changes)
    access.audit(
        tx, "person.change", object_kind="person", object_id=person.id, subject_id=person.id
    )
    return {"person": person_card(tx, person.id)}


def put_identity(
    tx: Transaction, person: Person, membership: Membership, wanted: dict[str, Any]
) -> None:
    """Give a person other names, address or language, where they differ. Raises Forbidden and
    AlreadyInUse."""
    new = {
        key: value.strip() for key, value in wanted.items() if value.strip() != getattr(person, key)
    }
    if not new:
        return
    is_home = person.home_institution_id == membership.institution_id
    # National administrators have their role in every institution of the network, so it shows here.
    theirs = membership.roles
    if not may_change_identity(access.acting_roles(tx), theirs=theirs, is_home=is_home):
        raise Forbidden("Another institution or administrator keeps this account.")
    email = new.pop("email", None)
    for key, value in new.items():
        setattr(person, key, value)
    if email is not None:
        addresses.put_email(tx, person, email)
        _invite_again(tx, person, membership)
    facts.changed(tx, person)


def _invite_again(tx: Transaction, person: Person, membership: Membership) -> None:
    """The invitation went to the old address and ended with it."""
    if tx.session.get_one(Credential, person.id).password_hash is None:
        mail_secrets.want_access(tx, person, membership.institution_id)


def resend_access(tx: Transaction, *, person_id: UUID) -> dict[str, Any]:
    """Mail a link to set a (new) password once more; older links end."""
    access.require_administrator(tx)
    person, membership = access.member(tx, person_id, lock=True)
    home = tx.session.get(Institution, person.home_institution_id)
    if home is not None and home.sign_on == "sso":
        raise SignOnElsewhere(contact=home.contact)
    today = tx.today()
    if not membership.roles or not rules.is_current(None, membership.ends_on, today):
        raise Conflict("This person has left; give a later last day first.")
    mail_secrets.want_access(tx, person, membership.institution_id)
    access.audit(
        tx, "person.resend_access", object_kind="person", object_id=person.id, subject_id=person.id
    )
    return {"sent_to": person.email}


def unblock(tx: Transaction, *, person_id: UUID) -> dict[str, Any]:
    """Let a person log in again after too many wrong passwords; not blocked is fine."""
    access.require_administrator(tx)
    person, _ = access.member(tx, person_id, lock=True)
    if sign_on.lift_block(sign_on.locked_credential(tx, person)):
        facts.changed(tx, person)
    access.audit(
        tx, "person.unblock", object_kind="person", object_id=person.id, subject_id=person.id
    )
    return {"person": person_card(tx, person.id)}


def change_my_account(tx: Transaction, **changes: str) -> dict[str, Any]:
    """Change one's own language or time zone -> {me}. Raises InvalidRequest."""
    session = sessions.own_session(tx)
    person = tx.session.get_one(Person, session.person_id, with_for_update=True)
    if changes.get("timezone") and changes["timezone"] not in zoneinfo.available_timezones():
        raise InvalidRequest(errors={"timezone": ["There is no such time zone."]})
    for key in ("language", "timezone"):
        if changes.get(key):
            setattr(person, key, changes[key])
    facts.changed(tx, person)
    access.audit(
        tx, "account.change", object_kind="person", object_id=person.id, subject_id=person.id
    )
    return {"me": me_of(tx, session)}
