"""Who is there already, as the plan of an import needs to know it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from services.accounts.domain.imports.plan import Known, Scene
from services.accounts.domain.imports.rows import ImportRow
from services.accounts.queries import access
from services.accounts.tables import Enrolment, Membership, Person, Relation

Relations = dict[UUID, dict[tuple[str, UUID], dt.date | None]]
Enrolments = dict[UUID, dict[str, tuple[dt.date, str, int]]]

_IN_USE = sa.text("SELECT person_id, user_name, email FROM names_in_use(:names, :addresses)")


def scene(
    tx: Transaction, rows: Sequence[ImportRow], offered: Mapping[str, Sequence[str]] | None
) -> Scene:
    known = _known(tx)
    here = {person.person_id for person in known}
    names, addresses, joining = _elsewhere(tx, rows, here)
    by_name = {row.user_name.lower(): row for row in rows if row.user_name}
    by_address = {row.email.lower(): row for row in rows if row.email}
    return Scene(
        by_user_name={person.user_name.lower(): person for person in known},
        by_email={person.email.lower(): person for person in known},
        rows_by_name=by_address | by_name,
        elsewhere_names=names,
        elsewhere_emails=addresses,
        joining=joining,
        own_roles=access.acting_roles(tx),
        offered=offered,
        today=tx.today(),
    )


def _known(tx: Transaction) -> list[Known]:
    institution_id = access.institution_id(tx)
    relations, enrolments = _relations(tx), _enrolments(tx)
    rows = tx.session.execute(
        sa.select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.institution_id == institution_id)
    ).all()
    return [
        Known(
            person_id=person.id,
            user_name=person.user_name,
            given_name=person.given_name,
            family_name=person.family_name,
            email=person.email,
            language=person.language,
            roles=frozenset(membership.roles),
            starts_on=membership.starts_on,
            ends_on=membership.ends_on,
            is_home=person.home_institution_id == institution_id,
            relations=relations.get(person.id, {}),
            enrolments=enrolments.get(person.id, {}),
        )
        for person, membership in rows
    ]


def _relations(tx: Transaction) -> Relations:
    """Per learner the last day of each relation with a staff person; None is open."""
    found: Relations = defaultdict(dict)
    for row in tx.session.scalars(sa.select(Relation).order_by(Relation.starts_on)):
        key = (row.kind, row.person_id)
        ends = found[row.learner_id].get(key, row.ends_on)
        is_open = ends is None or row.ends_on is None
        found[row.learner_id][key] = None if is_open else max(ends, row.ends_on)
    return found


def _enrolments(tx: Transaction) -> Enrolments:
    found: Enrolments = defaultdict(dict)
    for row in tx.session.scalars(sa.select(Enrolment)):
        found[row.person_id][row.programme_key] = (row.starts_on, row.cohort, row.part_time)
    return found


def _elsewhere(
    tx: Transaction, rows: Sequence[ImportRow], here: set[UUID]
) -> tuple[frozenset[str], frozenset[str], dict[str, UUID]]:
    """User names and addresses of people of other institutions, and who of them is meant because
    both fit."""
    names = [row.user_name.lower() for row in rows if row.user_name]
    addresses = [row.email.lower() for row in rows if row.email]
    found = tx.session.execute(_IN_USE, {"names": names, "addresses": addresses}).all()
    others = [row for row in found if row.person_id not in here]
    address_of = {row.user_name.lower(): row.email.lower() for row in rows}
    joining = {
        row.user_name: row.person_id
        for row in others
        if row.user_name and row.email and address_of.get(row.user_name) == row.email
    }
    return (
        frozenset(row.user_name for row in others if row.user_name),
        frozenset(row.email for row in others if row.email),
        joining,
    )
