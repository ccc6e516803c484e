"""From what somebody shows (a name, a token) to the institution behind whose wall to go on.

Each look-up is one function in the database that answers with ids; see the migration of walls.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction


@dataclass(frozen=True)
class Door:
    """Where to go on. `key_id` is what was found: a membership, session, secret or request."""

    key_id: UUID
    person_id: UUID | None
    institution_id: UUID
    network_id: UUID | None


_BY_NAME = sa.text(
    "SELECT membership_id, person_id, institution_id, network_id"
    " FROM door_of_user_name(:name, :today)"
)
_BY_NAME_AND_EMAIL = sa.text(
    "SELECT membership_id, person_id, institution_id, network_id"
    " FROM door_of_password_wish(:name, :email, :today)"
)
_BY_PERSON = sa.text(
    "SELECT membership_id, person_id, institution_id, network_id"
    " FROM door_of_person(:person, :today)"
)
_BY_SESSION = sa.text(
    "SELECT session_id, person_id, institution_id, network_id FROM door_of_session(:hash)"
)
_BY_SECRET = sa.text(
    "SELECT secret_id, person_id, institution_id, network_id FROM door_of_secret(:id)"
)
_BY_SECRET_TOKEN = sa.text(
    "SELECT secret_id, person_id, institution_id, network_id FROM door_of_secret_token(:hash)"
)
_BY_LINK = sa.text(
    "SELECT request_id, NULL::uuid, institution_id, network_id FROM door_of_capability(:hash)"
)


def of_user_name(tx: Transaction, user_name: str) -> Door | None:
    return _look_up(tx, _BY_NAME, name=user_name.strip(), today=tx.today())


def of_name_and_email(tx: Transaction, user_name: str, email: str) -> Door | None:
    return _look_up(
        tx, _BY_NAME_AND_EMAIL, name=user_name.strip(), email=email.strip(), today=tx.today()
    )


def of_person(tx: Transaction, person_id: UUID) -> Door | None:
    return _look_up(tx, _BY_PERSON, person=person_id, today=tx.today())


def of_session(tx: Transaction, token_hash: str) -> Door | None:
    return _look_up(tx, _BY_SESSION, hash=token_hash)


def of_secret(tx: Transaction, secret_id: UUID) -> Door | None:
    return _look_up(tx, _BY_SECRET, id=secret_id)


def of_secret_token(tx: Transaction, token_hash: str) -> Door | None:
    return _look_up(tx, _BY_SECRET_TOKEN, hash=token_hash)


def of_link(tx: Transaction, token_hash: str) -> Door | None:
    return _look_up(tx, _BY_LINK, hash=token_hash)


def enter(tx: Transaction, door: Door) -> None:
    """Go on behind the wall of the door's institution and, where it names one, as the person."""
    tx.act_as(
        dataclasses.replace(
            tx.principal,
            person_id=door.person_id or tx.principal.person_id,
            institution_id=door.institution_id,
            network_id=door.network_id,
        )
    )


def _look_up(tx: Transaction, statement: sa.TextClause, **parameters: object) -> Door | None:
    row = tx.session.execute(statement, parameters).first()
    return Door(*row) if row else None
