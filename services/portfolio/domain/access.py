"""Who may look at a portfolio: a relation valid that day, an office, or being its owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

OWNER = "owner"
STAFF = "staff"
RELATIONS = ("supervises", "teaches", "coaches")
ROLE_OF_RELATION = {"supervises": "trainer", "teaches": "teacher", "coaches": "coach"}
# How a form may name a relation: by the role, by the relation, or as people call it.
RELATION_NAMED = {
    "supervises": "supervises",
    "trainer": "supervises",
    "supervisor": "supervises",
    "teaches": "teaches",
    "teacher": "teaches",
    "coaches": "coaches",
    "coach": "coaches",
    "mentor": "coaches",
}

# Offices that see what has been sent in every portfolio of their institution. Administrators
# arrange accounts and definitions; they are no readers of content.
STAFF_ROLES = frozenset({"head", "secretary", "committee"})
OFFICE_NAMED = {"secretariat": "secretary", "head_of_programme": "head", "board": "committee"}


@dataclass(frozen=True)
class Bond:
    """A staff member's relation with a learner; both days count as valid."""

    kind: str
    person_id: UUID
    starts_on: dt.date
    ends_on: dt.date | None


def holds(starts_on: dt.date | None, ends_on: dt.date | None, day: dt.date) -> bool:
    """Whether a period with open ends holds on a day."""
    return (starts_on is None or starts_on <= day) and (ends_on is None or day <= ends_on)


def access_of(
    *,
    person_id: UUID | None,
    roles: Collection[str],
    learner_id: UUID,
    bonds: Iterable[Bond],
    day: dt.date,
) -> str | None:
    """owner, supervises, teaches, coaches or staff; None means: this portfolio is not yours."""
    if person_id is None:
        return None
    if person_id == learner_id:
        return OWNER
    kinds = {
        bond.kind
        for bond in bonds
        if bond.person_id == person_id and holds(bond.starts_on, bond.ends_on, day)
    }
    found = next((kind for kind in RELATIONS if kind in kinds), None)
    if found:
        return found
    return STAFF if STAFF_ROLES.intersection(roles) else None


def holders(bonds: Iterable[Bond], kind: str, day: dt.date) -> list[UUID]:
    """Who has a relation of this kind on that day, the latest to start first."""
    valid = [b for b in bonds if b.kind == kind and holds(b.starts_on, b.ends_on, day)]
    valid.sort(key=lambda bond: (bond.starts_on, bond.person_id), reverse=True)
    return list(dict.fromkeys(bond.person_id for bond in valid))


def reader_roles(access: str, roles: Collection[str]) -> frozenset[str]:
    """The platform's roles in which somebody with this access reads (`see` of a data point)."""
    if access == OWNER:
        return frozenset({"learner"})
    if access == STAFF:
        return STAFF_ROLES.intersection(roles)
    found = ROLE_OF_RELATION.get(access)
    return frozenset({found} if found else ())


def holds_office(office: str | None, roles: Collection[str]) -> bool:
    """Whether somebody with these roles holds an office that takes part. Forms of before the check
    of offices may name an administrator, who reads no content and so takes no part."""
    return office in STAFF_ROLES and office in roles


def platform_role(*, who: str, key: str, relation: str | None, office: str | None) -> str:
    """The platform's name of a form's role: learner, trainer, teacher, coach, an office, or
    assessor for somebody invited."""
    if who == "subject":
        return "learner"
    if who == "related":
        return ROLE_OF_RELATION.get(RELATION_NAMED.get(relation or key, ""), key)
    if who == "office":
        return OFFICE_NAMED.get(office or key, office or key)
    return "assessor"
