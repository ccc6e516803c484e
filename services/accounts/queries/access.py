"""Who may call what. Absent and not-yours are both NotFound; a role that lacks the right at all
is Forbidden."""

from __future__ import annotations

from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden, NotFound, NotSignedIn
from services.accounts.domain.permissions import may_change_people, may_read_people
from services.accounts.tables import Institution, Membership, Person


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
