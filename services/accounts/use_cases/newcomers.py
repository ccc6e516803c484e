"""Many new people at once, as an import brings them: the same rows and facts as one by one, in a
few statements for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import AlreadyInUse
from services.accounts.domain.imports.rows import ImportRow
from services.accounts.queries import access
from services.accounts.tables import (
    Credential,
    Enrolment,
    Institution,
    Membership,
    Person,
    Relation,
    Secret,
)
from services.accounts.use_cases import facts, mail_secrets, memberships, people


def bring_in(tx: Transaction, rows: Sequence[ImportRow]) -> None:
    """Accounts, memberships, enrolments and invitations of people nobody knows yet.

    Raises AlreadyInUse when somebody else was faster, and what `create_person` refuses.
    """
    institution = access.own_institution(tx)
    memberships.check_roles(tx, before=(), after={role for row in rows for role in row.roles})
    for row in rows:
        people.check_user_name(institution, row.user_name, row.roles)
    made = [(row, _person(tx, row, institution)) for row in rows]
    _add_all(tx, [person for _, person in made])
    members = [_membership(tx, row, person, institution) for row, person in made]
    _add_all(tx, members)
    # Held until everybody is told of, or each would be asked for again.
    credentials = [Credential(person_id=person.id, failures=0) for _, person in made]
    _add_all(tx, credentials)
    for (_, person), membership in zip(made, members, strict=True):
        _tell(tx, person, membership, institution)
    _invite_all(tx, made, institution)
    _enrol_all(tx, made, institution)


def relate_all(tx: Transaction, wanted: Sequence[Relation]) -> None:
    """Relations between people whose roles were checked, none of them there yet."""
    _add_all(tx, wanted)
    for relation in wanted:
        facts.tell_relation(tx, relation)
        access.audit(
            tx,
            "relation.put",
            object_kind="relation",
            object_id=relation.id,
            subject_id=relation.learner_id,
        )


def _add_all(tx: Transaction, rows: Sequence[object]) -> None:
    tx.session.add_all(rows)
    try:
        tx.session.flush()
    except IntegrityError as error:
        field = "email" if "uq_person_email" in str(error.orig) else "user_name"
        raise AlreadyInUse(field=field) from error


def _person(tx: Transaction, row: ImportRow, institution: Institution) -> Person:
    return Person(
        id=tx.new_id(),
        home_institution_id=institution.id,
        user_name=row.user_name.strip(),
        given_name=row.given_name.strip(),
        family_name=row.family_name.strip(),
        email=row.email.strip(),
        language=row.language or "nl",
        created_at=tx.now,
        version=1,
    )


def _membership(
    tx: Transaction, row: ImportRow, person: Person, institution: Institution
) -> Membership:
    memberships.check_period(first_day(row), row.ends_on)
    return Membership(
        id=tx.new_id(),
        institution_id=institution.id,
        person_id=person.id,
        roles=sorted(set(row.roles)),
        starts_on=first_day(row),
        ends_on=row.ends_on,
        version=1,
    )


def first_day(row: ImportRow) -> dt.date | None:
    """A learner's start date is that of the programme; the account opens at once."""
    return None if "learner" in row.roles else row.starts_on


def _tell(
    tx: Transaction, person: Person, membership: Membership, institution: Institution
) -> None:
    network_id = tx.principal.network_id
    tx.emit(facts.person_fact(tx, person, institution.id, network_id))
    facts.tell_membership(tx, membership)
    access.audit(
        tx,
        "person.create",
        object_kind="person",
        object_id=person.id,
        subject_id=person.id,
    )


def _invite_all(
    tx: Transaction, made: Sequence[tuple[ImportRow, Person]], institution: Institution
) -> None:
    """As `people.invite` does, without looking for older links: nobody new has any."""
    if institution.sign_on == "sso":
        return
    wanted: list[Secret] = []
    for row, person in made:
        if not people.invite_later(tx, person, institution, first_day(row)):
            wanted.append(mail_secrets.wanted(tx, person, institution.id, "activation"))
    _add_all(tx, wanted)
    for secret in wanted:
        facts.tell_secret_wanted(tx, secret)


def _enrol_all(
    tx: Transaction, made: Sequence[tuple[ImportRow, Person]], institution: Institution
) -> None:
    enrolments = [
        Enrolment(
            id=tx.new_id(),
            institution_id=institution.id,
            person_id=person.id,
            programme_key=row.programme,
            starts_on=row.starts_on,
            cohort=(row.cohort or "").strip(),
            part_time=row.part_time or 100,
            version=1,
        )
        for row, person in made
        if row.programme is not None and row.starts_on is not None
    ]
    _add_all(tx, enrolments)
    for enrolment in enrolments:
        facts.tell_enrolment(tx, enrolment)
        access.audit(
            tx,
            "enrolment.put",
            object_kind="enrolment",
            object_id=enrolment.id,
            subject_id=enrolment.person_id,
        )
