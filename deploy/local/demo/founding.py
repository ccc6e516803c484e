"""Sets up the demo's networks, institutions, library and people, through accounts and forms."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from deploy.local.demo.people import (
    INSTITUTIONS,
    PASSWORD,
    WITHOUT_WORKPLACE,
    Institution,
    Learner,
    Person,
    id_of,
)
from libs.chassis.database import OpenDatabase
from libs.chassis.principal import Principal
from libs.contracts.accounts import AlreadyInUse
from services.accounts.tables import Credential, Membership
from services.accounts.use_cases import bootstrap, passwords, people, relations, sessions
from services.forms import use_cases as forms_use_cases

CONTACT = {
    "name": "Marjan Kooistra",
    "role": "Servicepunt portfolio",
    "phone": "020 555 01 23",
    "opening_hours": "ma-vr 9-16",
}


def found(accounts: OpenDatabase, institutions: Iterable[Institution] = INSTITUTIONS) -> None:
    """The institutions and the networks they belong to; again changes nothing."""
    networks = {one.network for one in institutions if one.network}
    for network in sorted(networks):
        network_id = id_of("network", network)
        accounts.run(
            bootstrap.founder(),
            lambda tx, i=network_id, n=network: bootstrap.found_network(tx, network_id=i, name=n),
        )
    for one in institutions:
        accounts.run(bootstrap.founder(), lambda tx, one=one: _institution(tx, one))


def _institution(tx: object, one: Institution) -> None:
    bootstrap.found_institution(
        tx,  # type: ignore[arg-type]
        institution_id=one.id,
        name=one.name,
        short_name=one.short_name,
        network_id=one.network_id,
        contact={**CONTACT, "email": f"servicepunt@{one.key}.example"},
        user_name_scheme=one.user_name_scheme,
        is_sign_in_settled=True,
    )


def publish_library(
    forms: OpenDatabase, institutions: Iterable[Institution] = INSTITUTIONS
) -> None:
    """The network's definitions, and a copy of its own for an institution outside networks."""
    owners = {(one.network_id, None if one.network_id else one.id) for one in institutions}
    for network_id, institution_id in sorted(owners, key=str):
        publisher = Principal(
            kind="service",
            issuer="forms",
            network_id=network_id,
            institution_id=institution_id,
            roles=frozenset({"national_admin" if network_id else "local_admin"}),
        )
        owner = "network" if network_id else "institution"
        forms.run(
            publisher,
            lambda tx, owner=owner: forms_use_cases.publish_library(tx, owner=owner),
        )


def settle(
    accounts: OpenDatabase,
    institution: Institution,
    staff: Mapping[str, Iterable[Person]],
    learners: Iterable[Learner],
) -> None:
    """Accounts, enrolments and relations of one institution. Each learner comes whole or not at
    all, so that loading that broke off can go on."""
    who = bootstrap.founder(institution.id, institution.network_id)
    for person in [one for group in staff.values() for one in group]:
        _unless_there(accounts, who, lambda tx, person=person: create(tx, person))
    for learner in learners:
        _unless_there(accounts, who, lambda tx, learner=learner: _enrol(tx, learner))


def _unless_there(accounts: OpenDatabase, who: Principal, make: Callable[[Any], None]) -> None:
    """An account that is there already stays as it is."""
    with contextlib.suppress(AlreadyInUse):
        accounts.run(who, make)


def create(tx: object, person: Person) -> None:
    """An account without an invitation; give_password lets the person in."""
    people.create_person(
        tx,  # type: ignore[arg-type]
        person_id=person.id,
        given_name=person.given_name,
        family_name=person.family_name,
        user_name=person.user_name,
        email=person.email,
        roles=list(person.roles),
        language=person.language,
        invite=False,
    )


def _enrol(tx: object, learner: Learner) -> None:
    create(tx, learner.person)
    relations.enrol(
        tx,  # type: ignore[arg-type]
        person_id=learner.person.id,
        programme_key=learner.programme,
        starts_on=learner.starts_on,
        cohort=learner.cohort,
    )
    around = {"supervises": learner.trainer, "teaches": learner.teacher, "coaches": learner.teacher}
    if learner.programme in WITHOUT_WORKPLACE:
        del around["supervises"]
    for kind, person in around.items():
        relations.relate(
            tx,  # type: ignore[arg-type]
            kind=kind,
            person_id=person.id,
            learner_id=learner.person.id,
            starts_on=learner.starts_on,
            place=learner.place,
        )


def give_password(accounts: OpenDatabase, person: Person) -> None:
    """One of the log-ins that `up` shows."""
    who = bootstrap.founder(person.institution.id, person.institution.network_id)
    accounts.run(
        who,
        lambda tx: passwords.set_initial_password(tx, person_id=person.id, password=PASSWORD),
    )


def has_password(accounts: OpenDatabase, person: Person) -> bool:
    who = bootstrap.founder(person.institution.id, person.institution.network_id)
    query = select(Credential.password_hash).where(Credential.person_id == person.id)
    return accounts.run(who, lambda tx: tx.session.scalar(query)) is not None


def log_in(accounts: OpenDatabase, person: Person) -> None:
    """A log-in at the instant of the database's clock; nobody gets the session."""
    who = bootstrap.founder(person.institution.id, person.institution.network_id)
    query = select(Membership).where(Membership.person_id == person.id)
    accounts.run(
        who,
        lambda tx: sessions.start(tx, tx.session.scalars(query).one(), assurance="password"),
    )


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
