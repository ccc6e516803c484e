"""Whom a learner can ask, whom a staff person guides, and how people are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from services.accounts.domain.people import full_name, initials
from services.accounts.domain.permissions import COLLEAGUES, may_read_people
from services.accounts.queries import access, doors
from services.accounts.queries.people import holding, matching
from services.accounts.tables import Enrolment, Institution, Membership, Person, Relation


def find_colleagues(
    tx: Transaction, *, search: str = "", limit: int = 10, fellows_of: UUID | None = None
) -> dict[str, Any]:
    """Staff whose name holds every word of `search`, those related to the learner first: the
    caller, or with `fellows_of` that one. Then fellow learners are found too, those of the same
    intake first. Raises NotFound for a learner the caller does not guide."""
    caller = access.person_id(tx)
    learner = fellows_of or caller
    if learner != caller and not _guides(tx, caller, learner):
        raise NotFound()
    found = _staff(tx, learner, caller, search, limit)
    if fellows_of is not None:
        found += _fellows(tx, learner, caller, search, limit)
        found.sort(key=lambda row: (not row["related"], *row["by"]))
    access.audit(
        tx,
        "colleagues.search",
        object_kind="people",
        object_id=access.institution_id(tx),
        subject_id=fellows_of,
    )
    return {"people": [one["who"] for one in found[:limit]]}


def _guides(tx: Transaction, caller: UUID, learner: UUID) -> bool:
    """Whether the caller has a relation with this learner today, or oversees all of them."""
    if may_read_people(tx.principal.roles):
        return True
    query = sa.select(Relation.id).where(
        Relation.person_id == caller, Relation.learner_id == learner, _runs(tx, Relation)
    )
    return tx.session.scalar(query.limit(1)) is not None


def _people(tx: Transaction, related: sa.ColumnElement[bool], caller: UUID) -> sa.Select[Any]:
    """Members of today but the caller, those that are `related` first, then by name."""
    return (
        sa.select(Person, Membership.roles, related.label("related"))
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.institution_id == access.institution_id(tx),
            _runs(tx, Membership),
            Person.id != caller,
        )
        .order_by(sa.desc("related"), Person.family_name, Person.given_name, Person.id)
    )


def _staff(
    tx: Transaction, learner: UUID, caller: UUID, search: str, limit: int
) -> list[dict[str, Any]]:
    related = sa.exists().where(
        Relation.learner_id == learner, Relation.person_id == Person.id, _runs(tx, Relation)
    )
    query = _people(tx, related, caller).where(Membership.roles.overlap(sorted(COLLEAGUES)))
    rows = tx.session.execute(matching(query, search).limit(limit)).all()
    return [_row(*row) for row in rows]


def _fellows(
    tx: Transaction, learner: UUID, caller: UUID, search: str, limit: int
) -> list[dict[str, Any]]:
    """Who learns in a programme of this learner, found by name alone: not by an address or a
    number that a fellow learner need not know."""
    own, theirs = aliased(Enrolment), aliased(Enrolment)
    beside = sa.and_(
        own.person_id == learner,
        own.programme_key == theirs.programme_key,
        theirs.person_id == Person.id,
    )
    query = _people(tx, sa.exists().where(beside, own.cohort == theirs.cohort), caller).where(
        Membership.roles.contains(["learner"]),
        sa.not_(Membership.roles.overlap(sorted(COLLEAGUES))),
        Person.id != learner,
        sa.exists().where(beside),
    )
    for word in search.split():
        query = query.where(holding(word, Person.given_name, Person.family_name))
    return [_row(*row) for row in tx.session.execute(query.limit(limit)).all()]


def _row(person: Person, roles: Sequence[str], is_related: bool) -> dict[str, Any]:
    """What is told of somebody, and what the list is sorted by."""
    who = {
        "person_id": person.id,
        "name": full_name(person.given_name, person.family_name),
        "roles": sorted(COLLEAGUES.intersection(roles) or {"learner"}),
        "related": is_related,
    }
    return {"who": who, "related": is_related, "by": (person.family_name, person.given_name)}


def _runs(tx: Transaction, period: Any) -> sa.ColumnElement[bool]:
    """Rows with starts_on and ends_on that hold today."""
    today = tx.today()
    return sa.and_(
        sa.or_(period.starts_on.is_(None), period.starts_on <= today),
        sa.or_(period.ends_on.is_(None), period.ends_on >= today),
    )


def my_learners(
    tx: Transaction, *, cursor: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    """Learners the caller guides today; all of the institution for those who oversee it, with
    the relation "staff" where there is no closer one. By name, in pages where a limit is given."""
    caller = access.person_id(tx)
    shown = {row["person_id"]: row for row in _related_learners(tx, caller)}
    if may_read_people(tx.principal.roles):
        for row in _all_learners(tx):
            shown.setdefault(row["person_id"], row)
    access.audit(tx, "learners.list", object_kind="people", object_id=access.institution_id(tx))
    rows = sorted((row for row in shown.values() if _place(row) > (cursor or "")), key=_place)
    more = _place(rows[limit - 1]) if limit is not None and len(rows) > limit else None
    return {"people": rows[:limit], "next": more}


def _place(row: dict[str, Any]) -> str:
    """What the list is sorted by, and the cursor after a row."""
    return f"{row['name'][:100]}|{row['person_id']}"


def _related_learners(tx: Transaction, caller: UUID) -> list[dict[str, Any]]:
    rows = tx.session.execute(
        sa.select(Person, Relation.kind, Relation.starts_on, Relation.ends_on)
        .join(Relation, Relation.learner_id == Person.id)
        .where(Relation.person_id == caller, _runs(tx, Relation))
        .order_by(Relation.starts_on, Relation.id)
    ).all()
    return [_learner(*row) for row in rows]


def _all_learners(tx: Transaction) -> list[dict[str, Any]]:
    rows = tx.session.execute(
        sa.select(Person, sa.literal("staff"), Membership.starts_on, Membership.ends_on)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.institution_id == access.institution_id(tx),
            Membership.roles.contains(["learner"]),
            _runs(tx, Membership),
        )
    ).all()
    return [_learner(*row) for row in rows]


def _learner(person: Person, relation: str, starts_on: Any, ends_on: Any) -> dict[str, Any]:
    return {
        "person_id": person.id,
        "name": full_name(person.given_name, person.family_name),
        "initials": initials(person.given_name, person.family_name),
        "relation": relation,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def names(tx: Transaction, *, person_ids: Sequence[UUID]) -> dict[str, Any]:
    """How people are called. Those of other institutions and unknown ids are left out."""
    rows = tx.session.scalars(sa.select(Person).where(Person.id.in_(person_ids))).all()
    if rows and not _by_round_link(tx):
        where = tx.principal.institution_id or ""
        access.audit(tx, "names.read", object_kind="people", object_id=where)
    return {
        "names": {
            str(row.id): {
                "name": full_name(row.given_name, row.family_name),
                "given_name": row.given_name,
                "initials": initials(row.given_name, row.family_name),
            }
            for row in rows
        }
    }


def _by_round_link(tx: Transaction) -> bool:
    """The link of an anonymous round is bound to no address. Whoever holds it reads, on paper or
    on a screen at a desk, whom the round is about; a line of that would say when somebody came."""
    return tx.principal.kind == "link" and tx.principal.email_hash is None


def address_of(tx: Transaction, *, person_id: UUID) -> dict[str, Any]:
    """Where to mail a person. `former_email` is set for a day after the address was changed: a
    notice about that goes there too. Raises NotFound."""
    if tx.principal.institution_id is None:
        door = doors.of_person(tx, person_id)
        if door is None:
            raise NotFound()
        tx.act_for(door.institution_id, door.network_id)
    person, membership = access.member(tx, person_id)
    institution = tx.session.get_one(Institution, membership.institution_id)
    fresh = person.former_email_until is not None and tx.now < person.former_email_until
    access.audit(
        tx, "address.read", object_kind="person", object_id=person_id, subject_id=person_id
    )
    return {
        "email": person.email,
        "former_email": person.former_email if fresh else None,
        "name": full_name(person.given_name, person.family_name),
        "given_name": person.given_name,
        "language": person.language,
        "timezone": person.timezone or institution.timezone,
        "institution_name": institution.name,
        "contact": institution.contact,
    }
