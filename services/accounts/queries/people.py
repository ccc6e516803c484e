"""People of the acting institution, for administrators, secretaries and heads."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis import tables as chassis_tables
from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest
from services.accounts.domain import people as rules
from services.accounts.queries import access
from services.accounts.tables import Credential, Enrolment, Membership, Person, Relation

LOG_LINES = 100


def people(
    tx: Transaction,
    *,
    search: str = "",
    role: str | None = None,
    state: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """A page of people by family name -> {people: [Person], next}."""
    access.require_reader(tx)
    query = _cards(tx).order_by(Person.family_name, Person.given_name, Person.id)
    query = matching(query, search)
    if role:
        query = query.where(Membership.roles.contains([role]))
    if state:
        query = query.where(_state(tx.today()) == state)
    if cursor:
        query = query.where(_after(cursor))
    rows = tx.session.execute(query.limit(limit + 1)).all()
    access.audit(tx, "people.search", object_kind="people", object_id=access.institution_id(tx))
    shown = [_card(tx, *row) for row in rows[:limit]]
    return {"people": shown, "next": _cursor(rows[limit - 1][0]) if len(rows) > limit else None}


def _cards(tx: Transaction) -> sa.Select[Any]:
    return (
        sa.select(Person, Membership, Credential)
        .join(Membership, Membership.person_id == Person.id)
        .join(Credential, Credential.person_id == Person.id)
        .where(Membership.institution_id == access.institution_id(tx))
    )


def matching(query: sa.Select[Any], search: str) -> sa.Select[Any]:
    """Every word must occur in the name, user name or address."""
    columns = (Person.given_name, Person.family_name, Person.user_name, Person.email)
    for word in search.split():
        query = query.where(holding(word, *columns))
    return query


def holding(word: str, *columns: Any) -> sa.ColumnElement[bool]:
    """One of the columns has the word in it; nothing in the word is a pattern."""
    plain = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return sa.or_(*(column.ilike(f"%{plain}%") for column in columns))


def _state(today: dt.date) -> sa.ColumnElement[str]:
    """`domain.people.state` said in SQL; a test holds the two together."""
    return sa.case(
        (
            sa.or_(sa.func.cardinality(Membership.roles) == 0, Membership.ends_on < today),
            "left",
        ),
        (Credential.blocked_at.is_not(None), "blocked"),
        (Credential.password_hash.is_not(None), "active"),
        else_="invited",
    )


def _after(cursor: str) -> sa.ColumnElement[bool]:
    try:
        family, given, person_id = json.loads(base64.urlsafe_b64decode(cursor))
        place = sa.tuple_(sa.literal(family), sa.literal(given), sa.literal(UUID(person_id)))
    except (ValueError, TypeError) as error:
        raise InvalidRequest(errors={"cursor": ["This page does not exist."]}) from error
    return sa.tuple_(Person.family_name, Person.given_name, Person.id) > place


def _cursor(person: Person) -> str:
    place = [person.family_name, person.given_name, str(person.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _card(
    tx: Transaction, person: Person, membership: Membership, credential: Credential
) -> dict[str, Any]:
    return {
        "person_id": person.id,
        "name": rules.full_name(person.given_name, person.family_name),
        "given_name": person.given_name,
        "family_name": person.family_name,
        "user_name": person.user_name,
        "email": person.email,
        "language": person.language,
        "state": rules.state(
            has_password=credential.password_hash is not None,
            blocked=credential.blocked_at is not None,
            roles=membership.roles,
            ends_on=membership.ends_on,
            today=tx.today(),
        ),
        "roles": sorted(membership.roles),
        "last_sign_in_at": credential.last_sign_in_at,
        "starts_on": membership.starts_on,
        "ends_on": membership.ends_on,
    }


def person_card(tx: Transaction, person_id: UUID) -> dict[str, Any]:
    """The shape Person of the contract. Raises NotFound."""
    tx.session.flush()
    access.member(tx, person_id)
    row = tx.session.execute(_cards(tx).where(Person.id == person_id)).one()
    return _card(tx, *row)


def person(tx: Transaction, *, person_id: UUID) -> dict[str, Any]:
    """One person with relations, enrolments and what was done to the account."""
    access.require_reader(tx)
    card = person_card(tx, person_id)
    access.audit(tx, "person.read", object_kind="person", object_id=person_id, subject_id=person_id)
    return {
        **card,
        "relations": _relations(tx, person_id),
        "enrolments": _enrolments(tx, person_id),
        "log": _log(tx, person_id),
    }


def _relations(tx: Transaction, person_id: UUID) -> list[dict[str, Any]]:
    rows = tx.session.scalars(
        sa.select(Relation)
        .where(sa.or_(Relation.person_id == person_id, Relation.learner_id == person_id))
        .order_by(Relation.starts_on.desc(), Relation.id)
    ).all()
    others = {row.learner_id if row.person_id == person_id else row.person_id for row in rows}
    named = names_of(tx, others)
    shown = []
    for row in rows:
        other = row.learner_id if row.person_id == person_id else row.person_id
        shown.append(
            {
                "relation_id": row.id,
                "kind": row.kind,
                "person_id": other,
                "name": named.get(other, ""),
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "place": row.place,
            }
        )
    return shown


def _enrolments(tx: Transaction, person_id: UUID) -> list[dict[str, Any]]:
    rows = tx.session.scalars(
        sa.select(Enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.starts_on.desc())
    )
    return [
        {
            "enrolment_id": row.id,
            "programme_key": row.programme_key,
            "starts_on": row.starts_on,
            "cohort": row.cohort,
            "part_time": row.part_time,
        }
        for row in rows
    ]


def _log(tx: Transaction, person_id: UUID) -> list[dict[str, Any]]:
    """What was done with this account, newest first, from the audit of this institution."""
    audit = chassis_tables.audit
    rows = tx.session.execute(
        sa.select(audit.c.at, audit.c.action, audit.c.outcome, audit.c.user_id)
        .where(audit.c.subject_id == person_id)
        .order_by(audit.c.id.desc())
        .limit(LOG_LINES)
    ).all()
    named = names_of(tx, {row.user_id for row in rows if row.user_id})
    return [
        {
            "at": row.at,
            "what": row.action if row.outcome == "success" else f"{row.action}.{row.outcome}",
            "by": named.get(row.user_id),
        }
        for row in rows
    ]


def names_of(tx: Transaction, person_ids: set[UUID]) -> dict[UUID, str]:
    """Full names by id, of those that can be reached from here."""
    rows = tx.session.scalars(sa.select(Person).where(Person.id.in_(person_ids)))
    return {row.id: rules.full_name(row.given_name, row.family_name) for row in rows}
