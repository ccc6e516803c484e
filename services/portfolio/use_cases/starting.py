"""The beginning of a record: its row, and finding those who take part by relation or office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import any_, select

from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.formengine import Definition, Role

from ..domain.access import STAFF_ROLES, holders, holds
from ..domain.context import encounter_date, stated
from ..domain.starting import decides, office_of, relation_of
from ..queries import definitions
from ..queries.access import bonds_of
from ..queries.plans import untaken
from ..queries.retirements import retired
from ..tables import Dossier, Membership, Offer, Participant, Portfolio, Record


def offered_form(
    tx: Transaction,
    portfolio: Portfolio,
    form_key: str,
    dossier_key: str | None,
    *,
    is_running: bool = False,
) -> tuple[Offer, Definition, str]:
    """The newest version of a form that a dossier of this portfolio keeps, and that dossier.

    Raises FormNotOffered, NoStakes, DefinitionMissing, and FormRetired unless the record runs
    already.
    """
    query = select(Dossier.key).where(
        Dossier.portfolio_id == portfolio.id,
        form_key == any_(Dossier.form_keys),
        Dossier.key.not_in(untaken(tx, portfolio)),
    )
    keys = list(tx.session.scalars(query.order_by(Dossier.position)))
    if not keys or portfolio.state != "active" or (dossier_key and dossier_key not in keys):
        raise contract.FormNotOffered(form_key=form_key)
    offer = definitions.offered(tx, "form", form_key)
    if not is_running and offer in retired(tx, "form", [offer]):
        raise contract.FormRetired(form_key=form_key)
    form = definitions.form(tx, offer.hash)
    if decides(form) and definitions.programme(tx, portfolio.programme_hash).is_developmental:
        raise contract.NoStakes()
    return offer, form, dossier_key or keys[0]


def new_record(
    tx: Transaction,
    portfolio: Portfolio,
    offer: Offer,
    definition: Definition,
    *,
    dossier_key: str,
    context: Mapping[str, Any],
    language: str,
    started_by: UUID,
) -> Record:
    """A record's row; its progress is written once the engine has started it."""
    return Record(
        id=tx.new_id(),
        institution_id=portfolio.institution_id,
        network_id=portfolio.network_id,
        portfolio_id=portfolio.id,
        learner_id=portfolio.learner_id,
        learner_email_hash=(
            tx.principal.email_hash if tx.principal.person_id == portfolio.learner_id else None
        ),
        dossier_key=dossier_key,
        form_key=offer.key,
        form_version=offer.number,
        form_hash=offer.hash,
        title=dict(definition.title),
        language=language,
        state="draft",
        stakes=definition.stakes,
        encounter_date=encounter_date(context),
        context=stated(context),
        progress={},
        started_by=started_by,
        started_at=tx.now,
        last_at=tx.now,
        done_at=None,
        rev=0,
        version=0,
    )


def new_participant(
    tx: Transaction,
    record: Record,
    role: str,
    *,
    person_id: UUID | None = None,
    office: str | None = None,
    group: str | None = None,
    name: str | None = None,
    role_title: str | None = None,
    email: str | None = None,
    email_hash: str | None = None,
) -> Participant:
    """Somebody who takes part: an account, an office, or a name and address as stated."""
    return Participant(
        id=tx.new_id(),
        institution_id=record.institution_id,
        portfolio_id=record.portfolio_id,
        record_id=record.id,
        role=role,
        group_key=group,
        office=office,
        person_id=person_id,
        name=name,
        role_title=role_title,
        email=email,
        email_hash=email_hash,
        is_active=True,
        added_at=tx.now,
    )


def people_of(tx: Transaction, record: Record, definition: Definition) -> list[Participant]:
    """The learner and everybody who is found by relation or office; who gets a relation later is
    found when they come to read.

    Raises NotNow (`params`: role) when a role that is needed has nobody.
    """
    bonds = bonds_of(tx, record.learner_id)
    found: list[Participant] = []
    for role in definition.roles.values():
        if role.who == "subject":
            found.append(new_participant(tx, record, role.key, person_id=record.learner_id))
        elif role.who == "related" and role.held != "later":
            found += _related(tx, record, role, bonds)
        elif role.who == "office":
            found.append(_office(tx, record, role))
    return found


def _related(tx: Transaction, record: Record, role: Role, bonds: list[Any]) -> list[Participant]:
    """Who had the relation on the day of the encounter, else who has it today."""
    kind = relation_of(role)
    people: list[UUID] = []
    for day in (record.encounter_date, tx.today()):
        people = people or (holders(bonds, kind, day) if kind else [])
    if len(people) < role.min:
        raise contract.NotNow(code="nobody_in_role", role=role.key)
    most = role.max or max(role.min, 1)
    return [new_participant(tx, record, role.key, person_id=person) for person in people[:most]]


def _office(tx: Transaction, record: Record, role: Role) -> Participant:
    """An office with one holder is that person; with several, whoever acts first."""
    office = office_of(role)
    people = office_holders(tx, office, tx.today())
    only = people[0] if len(people) == 1 else None
    return new_participant(tx, record, role.key, office=office, person_id=only)


def office_holders(tx: Transaction, office: str, day: dt.date) -> list[UUID]:
    """Who holds an office of the institution on a day; nobody, where it is none that takes part."""
    if office not in STAFF_ROLES:
        return []
    query = select(Membership).where(office == any_(Membership.roles))
    return sorted(
        {
            one.person_id
            for one in tx.session.scalars(query)
            if holds(one.starts_on, one.ends_on, day)
        }
    )


def is_member(tx: Transaction, person_id: UUID) -> bool:
    """Whether a person belongs to the institution today."""
    query = select(Membership).where(Membership.person_id == person_id)
    today = tx.today()
    return any(holds(one.starts_on, one.ends_on, today) for one in tx.session.scalars(query))
