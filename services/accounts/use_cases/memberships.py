"""Who has which roles in which institution, from when until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import AlreadyInUse
from libs.contracts.faults import Forbidden, InvalidRequest
from services.accounts.domain.people import is_current
from services.accounts.domain.permissions import may_change_people, may_give_roles
from services.accounts.queries import access
from services.accounts.tables import Credential, Institution, Membership
from services.accounts.use_cases import facts, sessions


def check_roles(tx: Transaction, *, before: Collection[str], after: Collection[str]) -> None:
    """Raises Forbidden, or InvalidRequest for a national role outside a network."""
    if not may_give_roles(access.acting_roles(tx), before=before, after=after):
        raise Forbidden("Only a national administrator gives or takes this role.")
    if "national_admin" in after and tx.principal.network_id is None:
        raise InvalidRequest(errors={"roles": ["This institution belongs to no network."]})


def join(
    tx: Transaction,
    person_id: UUID,
    roles: Sequence[str],
    starts_on: dt.date | None,
    ends_on: dt.date | None,
) -> Membership:
    """Make a person a member of the acting institution. Raises AlreadyInUse and InvalidRequest.
    The caller tells it."""
    institution_id = access.institution_id(tx)
    check_period(starts_on, ends_on)
    if _of(tx, person_id, institution_id) is not None:
        raise AlreadyInUse(field="user_name")
    membership = Membership(
        id=tx.new_id(),
        institution_id=institution_id,
        person_id=person_id,
        roles=sorted(set(roles)),
        starts_on=starts_on,
        ends_on=ends_on,
        version=1,
    )
    tx.session.add(membership)
    tx.session.flush()
    if tx.session.get(Credential, person_id) is None:
        tx.session.add(Credential(person_id=person_id, failures=0))
    if "national_admin" in roles:
        _spread_national(tx, person_id, granted=True)
    return membership


def _of(tx: Transaction, person_id: UUID, institution_id: UUID) -> Membership | None:
    return tx.session.scalars(
        sa.select(Membership).where(
            Membership.person_id == person_id, Membership.institution_id == institution_id
        )
    ).first()


def check_period(starts_on: dt.date | None, ends_on: dt.date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise InvalidRequest(errors={"ends_on": ["The last day lies before the first."]})


def change(tx: Transaction, membership: Membership, changes: dict[str, Any]) -> None:
    """Give other roles or days, where they differ. Raises Forbidden and InvalidRequest."""
    before = (sorted(membership.roles), membership.starts_on, membership.ends_on)
    roles = sorted(set(changes.get("roles", membership.roles)))
    starts_on = changes.get("starts_on", membership.starts_on)
    ends_on = changes.get("ends_on", membership.ends_on)
    if (roles, starts_on, ends_on) == before:
        return
    _check_change(tx, membership, roles, ends_on)
    check_period(starts_on, ends_on)
    had_national = "national_admin" in membership.roles
    membership.roles, membership.starts_on, membership.ends_on = roles, starts_on, ends_on
    _tell_change(tx, membership)
    if had_national != ("national_admin" in roles):
        _spread_national(tx, membership.person_id, granted=not had_national)


def _check_change(
    tx: Transaction, membership: Membership, roles: list[str], ends_on: dt.date | None
) -> None:
    check_roles(tx, before=membership.roles, after=roles)
    if "national_admin" in membership.roles and "national_admin" not in access.acting_roles(tx):
        raise Forbidden("Only a national administrator changes another one.")
    is_self = membership.person_id == tx.principal.person_id
    stays = is_current(None, ends_on, tx.today()) and may_change_people(roles)
    if is_self and not stays:
        text = "You cannot take away your own administrator role."
        raise InvalidRequest(errors={"roles": [text]})


def _tell_change(tx: Transaction, membership: Membership) -> None:
    """Roles and days decide what somebody sees: caches drop, and what ended closes."""
    membership.version += 1
    tx.session.flush()
    facts.tell_membership(tx, membership)
    if membership.roles and is_current(None, membership.ends_on, tx.today()):
        facts.tell_access_revoked(tx, membership.person_id)
    else:
        sessions.end_all(tx, membership.person_id, in_institution=membership.institution_id)


def _spread_national(tx: Transaction, person_id: UUID, *, granted: bool) -> None:
    """A national administrator has the role in every institution of the network."""
    own, network_id = access.institution_id(tx), tx.principal.network_id
    for institution_id in institutions_of_network(tx, network_id):
        if institution_id != own:
            tx.act_for(institution_id, network_id)
            put_national(tx, person_id, granted=granted)
    tx.act_for(own, network_id)


def institutions_of_network(tx: Transaction, network_id: UUID | None) -> list[UUID]:
    query = sa.select(Institution.id).where(Institution.network_id == network_id)
    return list(tx.session.scalars(query.order_by(Institution.id)))


def put_national(tx: Transaction, person_id: UUID, *, granted: bool) -> None:
    """Give or take the national role in the institution acted for."""
    institution_id = access.institution_id(tx)
    membership = _of(tx, person_id, institution_id)
    if membership is None:
        membership = Membership(
            id=tx.new_id(),
            institution_id=institution_id,
            person_id=person_id,
            roles=[],
            version=0,
        )
        tx.session.add(membership)
    others = set(membership.roles) - {"national_admin"}
    membership.roles = sorted(others | ({"national_admin"} if granted else set()))
    membership.version += 1
    tx.session.flush()
    facts.tell_membership(tx, membership)
