"""Saying again how things stand, for services that rebuild what they know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest
from services.accounts.queries import access
from services.accounts.tables import Enrolment, Institution, Membership, Person, Relation
from services.accounts.use_cases import facts

Teller = Callable[[Transaction], int]
_ALL = sa.text("SELECT institution_id, network_id FROM all_institutions()")


def restate(tx: Transaction, *, kind: str = "all") -> dict[str, Any]:
    """Emit the current facts with their versions: of one kind (person, membership, enrolment,
    relation) or all; of the caller's institution or, without one, of every institution.

    -> {events: int}. Raises InvalidRequest.
    """
    if kind != "all" and kind not in _TELLERS:
        raise InvalidRequest(errors={"kind": [f"Choose all or one of {', '.join(_TELLERS)}."]})
    tellers = list(_TELLERS.values()) if kind == "all" else [_TELLERS[kind]]
    asked_for = tx.principal.institution_id, tx.principal.network_id
    sent = 0
    for institution_id, network_id in _places(tx):
        tx.act_for(institution_id, network_id)
        institution = tx.session.get_one(Institution, institution_id)
        tx.act_as(replace(tx.principal, zone=institution.timezone))
        sent += sum(tell(tx) for tell in tellers)
    tx.act_for(*asked_for)
    access.audit(tx, "facts.restate", object_kind="facts", object_id=kind)
    return {"events": sent}


def _places(tx: Transaction) -> list[tuple[UUID, UUID | None]]:
    own = tx.principal.institution_id
    if own is not None:
        return [(own, tx.principal.network_id)]
    return [(row.institution_id, row.network_id) for row in tx.session.execute(_ALL)]


def _people(tx: Transaction) -> int:
    institution_id, network_id = tx.principal.institution_id, tx.principal.network_id
    assert institution_id is not None
    rows = tx.session.scalars(
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.institution_id == institution_id)
    ).all()
    for row in rows:
        tx.emit(facts.person_fact(tx, row, institution_id, network_id))
    return len(rows)


def _told(table: type[Any], tell: Callable[[Transaction, Any], None]) -> Teller:
    def tell_all(tx: Transaction) -> int:
        here = table.institution_id == tx.principal.institution_id
        rows = tx.session.scalars(sa.select(table).where(here).order_by(table.id)).all()
        for row in rows:
            tell(tx, row)
        return len(rows)

    return tell_all


_TELLERS: dict[str, Teller] = {
    "person": _people,
    "membership": _told(Membership, facts.tell_membership),
    "enrolment": _told(Enrolment, facts.tell_enrolment),
    "relation": _told(Relation, facts.tell_relation),
}
