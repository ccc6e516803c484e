"""Who may look at a portfolio: by relations valid that day, an office, or being its owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

# All the rights by which somebody looks: a head may also teach the learner. None means: this
# portfolio is not yours.
Access = frozenset[str]

OWNER = "owner"
STAFF = "staff"
RELATIONS = ("supervises", "teaches", "coaches")
RIGHTS = (OWNER, *RELATIONS, STAFF)
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
) -> Access:
    """owner alone, or all that apply of supervises, teaches, coaches and staff."""
    if person_id is None:
        return Access()
    if person_id == learner_id:
        return Access({OWNER})
    found = {
        bond.kind
        for bond in bonds
        if bond.person_id == person_id and holds(bond.starts_on, bond.ends_on, day)
    }
    if STAFF_ROLES.intersection(roles):
        found.add(STAFF)
    return Access(found.intersection(RIGHTS))


def basis(access: Access) -> str:
    """All the rights, the nearest to the learner first, as the audit keeps them."""
    return ",".join([one for one in RIGHTS if one in access] or sorted(access))


def foremost(access: Access) -> str:
    """The right that is nearest to the learner."""
    return basis(access).partition(",")[0]


def holders(bonds: Iterable[Bond], kind: str, day: dt.date) -> list[UUID]:
    """Who has a relation of this kind on that day, the latest to start first."""
    valid = [b for b in bonds if b.kind == kind and holds(b.starts_on, b.ends_on, day)]
    valid.sort(key=lambda bond: (bond.starts_on, bond.person_id), reverse=True)
    return list(dict.fromkeys(bond.person_id for bond in valid))


def reader_roles(access: Access, roles: Collection[str]) -> frozenset[str]:
    """The platform's roles in which somebody with this access reads (`see` of a data point, which
    may name people besides)."""
    if OWNER in access:
        return frozenset({"learner"})
    offices = STAFF_ROLES.intersection(roles) if STAFF in access else frozenset[str]()
    return offices | {ROLE_OF_RELATION[kind] for kind in access.intersection(RELATIONS)}


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
