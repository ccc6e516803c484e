"""Which programme a learner follows, and which staff person stands in which relation to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest, NotFound
from services.accounts.domain.permissions import ROLES_FOR_RELATION
from services.accounts.queries import access
from services.accounts.tables import Enrolment, Membership, Relation
from services.accounts.use_cases import facts


def enrol(
    tx: Transaction,
    *,
    person_id: UUID,
    programme_key: str,
    starts_on: dt.date,
    cohort: str = "",
    part_time: int = 100,
    offered: Mapping[str, Sequence[str]] | None = None,
    enrolment_id: UUID | None = None,
) -> dict[str, Any]:
    """Start a learner in a programme, or change how they follow it -> {enrolment_id}.

    Raises NotFound, and InvalidRequest for who is no learner and for a programme that is not among
    the `offered` ones. `enrolment_id` is for the demo, which publishes its programmes itself and
    names none.
    """
    access.require_administrator(tx)
    _, membership = access.member(tx, person_id, lock=True)
    there = _enrolment(tx, person_id, programme_key)
    if there is None and offered is not None and programme_key not in offered:
        raise InvalidRequest(errors={"programme_key": ["This programme is not offered here."]})
    enrolment = put_enrolment(
        tx,
        membership,
        there,
        programme_key,
        {"starts_on": starts_on, "cohort": cohort.strip(), "part_time": part_time},
        enrolment_id,
    )
    return {"enrolment_id": enrolment.id}


def put_enrolment(
    tx: Transaction,
    membership: Membership,
    enrolment: Enrolment | None,
    programme_key: str,
    wanted: dict[str, Any],
    enrolment_id: UUID | None = None,
) -> Enrolment:
    """The enrolment of a locked member as `wanted`; None makes one. Raises InvalidRequest."""
    if "learner" not in membership.roles:
        raise InvalidRequest(errors={"person_id": ["This person is not a learner here."]})
    person_id = membership.person_id
    if enrolment is None:
        enrolment = Enrolment(
            id=enrolment_id or tx.new_id(),
            institution_id=membership.institution_id,
            person_id=person_id,
            programme_key=programme_key,
            version=0,
        )
        tx.session.add(enrolment)
    _put(tx, enrolment, wanted)
    access.audit(
        tx, "enrolment.put", object_kind="enrolment", object_id=enrolment.id, subject_id=person_id
    )
    return enrolment


def _enrolment(tx: Transaction, person_id: UUID, programme_key: str) -> Enrolment | None:
    return tx.session.scalars(
        sa.select(Enrolment).where(
            Enrolment.person_id == person_id,
            Enrolment.institution_id == access.institution_id(tx),
            Enrolment.programme_key == programme_key,
        )
    ).first()


def _put(tx: Transaction, enrolment: Enrolment, wanted: dict[str, Any]) -> None:
    if all(getattr(enrolment, key) == value for key, value in wanted.items()):
        return
    for key, value in wanted.items():
        setattr(enrolment, key, value)
    enrolment.version += 1
    tx.session.flush()
    facts.tell_enrolment(tx, enrolment)


def end_enrolment(
    tx: Transaction, *, enrolment_id: UUID, published: Collection[str]
) -> dict[str, Any]:
    """Take back an enrolment in a programme that nobody published: without this it would wait for
    its portfolio for ever.

    Raises NotFound, and InvalidRequest where the programme is published and a portfolio with what
    was done in it may be there.
    """
    access.require_administrator(tx)
    enrolment = tx.session.get(Enrolment, enrolment_id, with_for_update=True)
    if enrolment is None:
        raise NotFound()
    if enrolment.programme_key in published:
        raise InvalidRequest(errors={"enrolment_id": ["This programme is published here."]})
    enrolment.version += 1
    facts.tell_enrolment(tx, enrolment, ended=True)
    access.audit(
        tx,
        "enrolment.end",
        object_kind="enrolment",
        object_id=enrolment.id,
        subject_id=enrolment.person_id,
    )
    tx.session.delete(enrolment)
    return {}


def relate(
    tx: Transaction,
    *,
    kind: str,
    person_id: UUID,
    learner_id: UUID,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    place: str = "",
    relation_id: UUID | None = None,
) -> dict[str, Any]:
    """Let a staff person supervise, teach or coach a learner -> {relation_id}. The same relation
    from the same day is one relation, so saying it twice changes nothing.

    Raises NotFound and InvalidRequest. `relation_id` is for the demo.
    """
    access.require_administrator(tx)
    _check_pair(tx, kind, person_id, learner_id)
    if ends_on is not None and ends_on < starts_on:
        raise InvalidRequest(errors={"ends_on": ["The last day lies before the first."]})
    key = {
        "institution_id": access.institution_id(tx),
        "kind": kind,
        "person_id": person_id,
        "learner_id": learner_id,
        "starts_on": starts_on,
    }
    relation = tx.session.scalars(sa.select(Relation).filter_by(**key).with_for_update()).first()
    if relation is None:
        relation = Relation(id=relation_id or tx.new_id(), **key, version=0)
        tx.session.add(relation)
    if relation.version == 0 or (relation.ends_on, relation.place) != (ends_on, place.strip()):
        relation.ends_on, relation.place = ends_on, place.strip()
        _tell(tx, relation, "relation.put")
    return {"relation_id": relation.id}


def _check_pair(tx: Transaction, kind: str, person_id: UUID, learner_id: UUID) -> None:
    """Both belong here and have the roles the relation needs; the learner's row is the lock."""
    _, learner = access.member(tx, learner_id, lock=True)
    _, staff = access.member(tx, person_id)
    if person_id == learner_id:
        raise InvalidRequest(errors={"person_id": ["Nobody supervises themself."]})
    _require(learner, frozenset({"learner"}), "learner_id", "This person is not a learner here.")
    text = "This person does not have the role this needs."
    _require(staff, ROLES_FOR_RELATION[kind], "person_id", text)


def _require(membership: Membership, roles: frozenset[str], field: str, text: str) -> None:
    if roles.isdisjoint(membership.roles):
        raise InvalidRequest(errors={field: [text]})


def _tell(tx: Transaction, relation: Relation, action: str) -> None:
    relation.version += 1
    tx.session.flush()
    facts.tell_relation(tx, relation)
    access.audit(
        tx, action, object_kind="relation", object_id=relation.id, subject_id=relation.learner_id
    )


def end_relation(tx: Transaction, *, relation_id: UUID, ends_on: dt.date) -> dict[str, Any]:
    """Set the last day of a relation. Raises NotFound, and InvalidRequest for a day before it
    began."""
    access.require_administrator(tx)
    relation = tx.session.get(Relation, relation_id, with_for_update=True)
    if relation is None:
        raise NotFound()
    if ends_on < relation.starts_on:
        raise InvalidRequest(errors={"ends_on": ["The last day lies before the first."]})
    if relation.ends_on != ends_on:
        relation.ends_on = ends_on
        _tell(tx, relation, "relation.end")
        if ends_on < tx.today():
            facts.tell_access_revoked(tx, relation.person_id)
    return {}
