"""The events that tell other services how things stand, each with a version that only grows."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import (
    AccessRevokedV1,
    LearnerEnrolledV1,
    MembershipChangedV1,
    PersonChangedV1,
    RelationChangedV1,
    SecretWantedV1,
    SecurityNoticeV1,
)
from services.accounts.domain.people import email_hash
from services.accounts.tables import (
    Credential,
    Enrolment,
    Institution,
    Membership,
    Person,
    Relation,
    Secret,
)

_INSTITUTIONS = sa.text("SELECT institution_id, network_id FROM institutions_of_person(:person)")


def account_state(credential: Credential) -> str:
    if credential.blocked_at is not None:
        return "blocked"
    return "active" if credential.password_hash else "invited"


def tell_person(tx: Transaction, person: Person) -> None:
    """Say how a person stands, to every institution they belong to. The caller raised the
    version."""
    tx.session.flush()
    places = tx.session.execute(_INSTITUTIONS, {"person": person.id}).all()
    for institution_id, network_id in places:
        tx.emit(person_fact(tx, person, institution_id, network_id))


def person_fact(
    tx: Transaction, person: Person, institution_id: UUID, network_id: UUID | None
) -> PersonChangedV1:
    credential = tx.session.get_one(Credential, person.id)
    institution = tx.session.get(Institution, institution_id)
    return PersonChangedV1(
        institution_id=institution_id,
        network_id=network_id,
        person_id=person.id,
        state=account_state(credential),
        language=person.language,
        timezone=person.timezone or (institution.timezone if institution else "Europe/Amsterdam"),
        version=person.version,
        email_hash=email_hash(person.email) if person.email else None,
    )


def changed(tx: Transaction, person: Person) -> None:
    """Raise a person's version and tell it."""
    person.version += 1
    tell_person(tx, person)


def tell_membership(tx: Transaction, membership: Membership) -> None:
    tx.emit(
        MembershipChangedV1(
            institution_id=membership.institution_id,
            network_id=tx.principal.network_id,
            membership_id=membership.id,
            person_id=membership.person_id,
            roles=tuple(sorted(membership.roles)),
            starts_on=membership.starts_on,
            ends_on=membership.ends_on,
            version=membership.version,
        )
    )


def tell_enrolment(tx: Transaction, enrolment: Enrolment, *, ended: bool = False) -> None:
    tx.emit(
        LearnerEnrolledV1(
            institution_id=enrolment.institution_id,
            network_id=tx.principal.network_id,
            enrolment_id=enrolment.id,
            person_id=enrolment.person_id,
            programme_key=enrolment.programme_key,
            starts_on=enrolment.starts_on,
            cohort=enrolment.cohort,
            part_time=enrolment.part_time,
            version=enrolment.version,
            ended=ended,
        )
    )


def tell_relation(tx: Transaction, relation: Relation) -> None:
    tx.emit(
        RelationChangedV1(
            institution_id=relation.institution_id,
            network_id=tx.principal.network_id,
            relation_id=relation.id,
            kind=relation.kind,
            person_id=relation.person_id,
            learner_id=relation.learner_id,
            starts_on=relation.starts_on,
            ends_on=relation.ends_on,
            version=relation.version,
        )
    )


def tell_secret_wanted(tx: Transaction, secret: Secret) -> None:
    tx.emit(
        SecretWantedV1(
            institution_id=secret.institution_id,
            network_id=tx.principal.network_id,
            secret_id=secret.id,
            person_id=secret.person_id,
            purpose=secret.purpose,
        )
    )


def tell_notice(tx: Transaction, person_id: UUID, what: str) -> None:
    """What the person should hear by mail: password_changed, email_changed or blocked."""
    tx.emit(
        SecurityNoticeV1(
            institution_id=tx.principal.institution_id,
            network_id=tx.principal.network_id,
            person_id=person_id,
            what=what,
        )
    )


def tell_access_revoked(tx: Transaction, person_id: UUID, session_id: UUID | None = None) -> None:
    tx.emit(
        AccessRevokedV1(
            institution_id=tx.principal.institution_id,
            network_id=tx.principal.network_id,
            person_id=person_id,
            session_id=session_id,
        )
    )
