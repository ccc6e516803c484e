"""The institution acted in, and those of a network for its national administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden
from services.accounts.queries import access
from services.accounts.tables import Institution, Membership, Network


def institution(tx: Transaction) -> dict[str, Any]:
    """How the institution is called, looks and helps."""
    found = access.own_institution(tx)
    network = tx.session.get(Network, found.network_id) if found.network_id else None
    return {
        "institution_id": found.id,
        "name": found.name,
        "short_name": found.short_name,
        "network": {"id": network.id, "name": network.name} if network else None,
        "timezone": found.timezone,
        "languages": list(found.languages),
        "theme": found.theme,
        "contact": found.contact,
        "sign_on": found.sign_on,
        "password_profile": found.password_profile,
        "user_name_scheme": found.user_name_scheme,
        "failures_allowed": found.failures_allowed,
        "reset_unblocks": found.reset_unblocks,
    }


def institutions(tx: Transaction) -> dict[str, Any]:
    """The institutions of the network with how many people each has, counted one by one behind
    its own wall."""
    network_id, acting_in = own_network(tx), tx.principal.institution_id
    found = tx.session.execute(
        sa.select(Institution.id, Institution.name)
        .where(Institution.network_id == network_id)
        .order_by(Institution.name)
    ).all()
    shown = []
    for institution_id, name in found:
        tx.act_for(institution_id, network_id)
        shown.append({"id": institution_id, "name": name, "people": people_here(tx)})
    tx.act_for(acting_in, network_id)
    access.audit(tx, "institutions.list", object_kind="network", object_id=network_id)
    return {"institutions": shown}


def own_network(tx: Transaction) -> UUID:
    """The network a national administrator acts for. Raises Forbidden."""
    who = tx.principal
    if not who.has_role("national_admin") or who.network_id is None:
        raise Forbidden()
    return who.network_id


def people_here(tx: Transaction, *roles: str) -> int:
    """How many people the institution behind whose wall we are has, with any of those roles."""
    counted = sa.select(sa.func.count()).where(
        Membership.institution_id == tx.principal.institution_id,
        sa.func.cardinality(Membership.roles) > 0,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= tx.today()),
    )
    if roles:
        counted = counted.where(Membership.roles.overlap(list(roles)))
    return tx.session.scalar(counted) or 0
