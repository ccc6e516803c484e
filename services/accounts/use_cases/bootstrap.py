"""Founding networks and institutions. No remote call leads here: the command line and the demo
call these with an own principal of this service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.principal import Principal
from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden
from services.accounts.domain import setup
from services.accounts.queries import access
from services.accounts.tables import Institution, Membership, Network, Person
from services.accounts.use_cases import facts, memberships

NO_CONTACT = {"name": "", "role": "", "email": "", "phone": "", "opening_hours": ""}


def founder(institution_id: UUID | None = None, network_id: UUID | None = None) -> Principal:
    """The principal of start-up work; with an institution it may do what administrators may."""
    return Principal(
        kind="service", issuer="accounts", institution_id=institution_id, network_id=network_id
    )


def found_network(tx: Transaction, *, network_id: UUID, name: str) -> dict[str, Any]:
    """Found a network, or give it another name."""
    _require_founder(tx)
    tx.session.merge(Network(id=network_id, name=name))
    access.audit(tx, "network.found", object_kind="network", object_id=network_id)
    return {"network_id": network_id}


def found_institution(
    tx: Transaction,
    *,
    institution_id: UUID,
    name: str,
    short_name: str,
    network_id: UUID | None = None,
    timezone: str = "Europe/Amsterdam",
    languages: Sequence[str] = ("nl", "en"),
    theme: Mapping[str, str] | None = None,
    contact: Mapping[str, str] | None = None,
    sign_on: str = "password",
    password_profile: str = "classic",
    failures_allowed: int = 3,
    reset_unblocks: bool = True,
    user_name_scheme: str = "",
    is_sign_in_settled: bool = False,
) -> dict[str, Any]:
    """Found an institution, or change how it is set up. The national administrators of its
    network become so here too. The transaction goes on behind its wall. Where the rules of log-in
    are not settled yet, the institution's own administrator is asked to look at them."""
    _require_founder(tx)
    tx.act_for(institution_id, network_id)
    is_new = tx.session.get(Institution, institution_id) is None
    tx.session.merge(
        Institution(
            id=institution_id,
            network_id=network_id,
            name=name,
            short_name=short_name,
            timezone=timezone,
            languages=list(languages),
            theme=dict(theme) if theme else None,
            contact={**NO_CONTACT, **(contact or {})},
            sign_on=sign_on,
            password_profile=password_profile,
            failures_allowed=failures_allowed,
            reset_unblocks=reset_unblocks,
            user_name_scheme=user_name_scheme,
        )
    )
    tx.session.flush()
    if is_sign_in_settled:
        founded = tx.session.get_one(Institution, institution_id)
        founded.setup = setup.after_change(founded.setup or {}, setup.SIGN_IN_FIELDS)
    if is_new and network_id is not None:
        _welcome_national_administrators(tx, institution_id, network_id)
    access.audit(tx, "institution.found", object_kind="institution", object_id=institution_id)
    return {"institution_id": institution_id}


def _require_founder(tx: Transaction) -> None:
    if (tx.principal.kind, tx.principal.issuer) != ("service", "accounts"):
        raise Forbidden("Networks and institutions are founded on the server itself.")


def _welcome_national_administrators(
    tx: Transaction, institution_id: UUID, network_id: UUID
) -> None:
    people: set[UUID] = set()
    for other in memberships.institutions_of_network(tx, network_id):
        tx.act_for(other, network_id)
        people |= set(
            tx.session.scalars(
                sa.select(Membership.person_id).where(Membership.roles.contains(["national_admin"]))
            )
        )
    tx.act_for(institution_id, network_id)
    for person_id in sorted(people):
        memberships.put_national(tx, person_id, granted=True)
        facts.tell_person(tx, tx.session.get_one(Person, person_id))
