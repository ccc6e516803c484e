"""Who may call what. Absent and not-yours are both NotFound; a role that lacks the right at all
is Forbidden."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden, NotFound, NotSignedIn
from services.accounts.domain.permissions import may_change_people, may_read_people
from services.accounts.tables import Institution, Membership, Person

# Why somebody acts, by what right; administrators and secretaries administrate.
PURPOSES = {
    "self": "own_account",
    "anonymous": "own_account",
    "service": "service",
    "link": "assessment",
    "learner": "asking",
    "teacher": "guidance",
    "coach": "guidance",
    "trainer": "guidance",
    "head": "oversight",
}
STRONGEST = ("national_admin", "local_admin", "secretary", "head", "teacher", "coach", "trainer")
STRONGEST += ("learner",)


def institution_id(tx: Transaction) -> UUID:
    """The institution acted in. Raises Forbidden."""
    if tx.principal.institution_id is None:
        raise Forbidden("This needs an institution to act in.")
    return tx.principal.institution_id


def person_id(tx: Transaction) -> UUID:
    """The person who calls. Raises NotSignedIn."""
    if tx.principal.person_id is None:
        raise NotSignedIn()
    return tx.principal.person_id


def own_institution(tx: Transaction) -> Institution:
    """The row of the institution acted in. Raises Forbidden or NotFound."""
    found = tx.session.get(Institution, institution_id(tx))
    if found is None:
        raise NotFound()
    return found


def require_reader(tx: Transaction) -> None:
    """Administrators, secretaries and heads; and this service's own start-up work."""
    institution_id(tx)
    if not may_read_people(acting_roles(tx)):
        raise Forbidden()


def require_administrator(tx: Transaction) -> None:
    """Local and national administrators; and this service's own start-up work."""
    institution_id(tx)
    if not may_change_people(acting_roles(tx)):
        raise Forbidden()


def acting_roles(tx: Transaction) -> frozenset[str]:
    """The roles to judge by. What this service does by itself (setting an institution up, the
    demo) counts as done by a national administrator; no remote call arrives so."""
    own = tx.principal.kind == "service" and tx.principal.issuer == "accounts"
    return frozenset({"national_admin"}) if own else tx.principal.roles


def member(tx: Transaction, who: UUID, *, lock: bool = False) -> tuple[Person, Membership]:
    """A person of the acting institution and the membership. Raises NotFound.

    `lock` keeps others from changing the same person until the end of the transaction.
    """
    query = (
        tx.session.query(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .filter(Person.id == who, Membership.institution_id == institution_id(tx))
    )
    row = (query.with_for_update(of=[Person, Membership]) if lock else query).first()
    if row is None:
        raise NotFound()
    return row[0], row[1]


def members(tx: Transaction, who: Collection[UUID]) -> dict[UUID, tuple[Person, Membership]]:
    """Several people of the acting institution by id, locked in one order."""
    query = (
        tx.session.query(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .filter(Person.id.in_(who), Membership.institution_id == institution_id(tx))
        .order_by(Person.id)
        .with_for_update(of=[Person, Membership])
    )
    return {person.id: (person, membership) for person, membership in query}


def right_of(tx: Transaction) -> str:
    """By what right the caller acts on people here, for the audit: the strongest role held."""
    if tx.principal.kind != "person":
        return tx.principal.kind
    held = acting_roles(tx)
    return next((role for role in STRONGEST if role in held), "member")


def basis_about(tx: Transaction, subject_id: UUID | None) -> str:
    """As `right_of`; what somebody does with their own account needs no role."""
    return "self" if subject_id and subject_id == tx.principal.person_id else right_of(tx)


def audit(
    tx: Transaction,
    action: str,
    *,
    subject_id: UUID | None = None,
    basis: str = "",
    purpose: str = "",
    **more: Any,
) -> None:
    """An audit line with the right by which, and the purpose for which, it was done. `basis` and
    `purpose` are for what says them better than the caller's role."""
    right = basis or basis_about(tx, subject_id)
    wanted = purpose or PURPOSES.get(right, "administration")
    tx.audit(action, subject_id=subject_id, basis=right, purpose=wanted, **more)
