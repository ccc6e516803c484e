"""How far an institution or a network is set up, as far as accounts can tell."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from services.accounts.domain import setup as rules
from services.accounts.domain.permissions import COLLEAGUES
from services.accounts.queries import access
from services.accounts.queries.institutions import own_network, people_here
from services.accounts.tables import Enrolment, Institution, Network, Relation


def setup(tx: Transaction, *, of: str) -> dict[str, Any]:
    """Steps done, steps put off, and counts. Raises Forbidden."""
    return _of_network(tx) if of == "network" else _of_institution(tx)


def _of_institution(tx: Transaction) -> dict[str, Any]:
    access.require_administrator(tx)
    found = access.own_institution(tx)
    counts = {
        "learners": people_here(tx, "learner"),
        "staff": people_here(tx, *sorted(COLLEAGUES)),
        "guided": _guided(tx),
        "enrolled": _enrolled(tx),
    }
    return _reply(
        "institution",
        found,
        counts,
        rules.institution_steps_done(found.setup or {}, found.contact, counts),
    )


def _of_network(tx: Transaction) -> dict[str, Any]:
    network_id, acting_in = own_network(tx), tx.principal.institution_id
    members = tx.session.scalars(
        sa.select(Institution.id).where(Institution.network_id == network_id)
    ).all()
    administered = 0
    for institution_id in members:
        tx.act_for(institution_id, network_id)
        administered += people_here(tx, "local_admin") > 0
    tx.act_for(acting_in, network_id)
    counts = {"institutions": len(members), "administered": administered}
    network = tx.session.get_one(Network, network_id)
    return _reply("network", network, counts, rules.network_steps_done(counts))


def _reply(
    of: str, place: Institution | Network, counts: dict[str, int], done: list[str]
) -> dict[str, Any]:
    memory = place.setup or {}
    return {
        "of": of,
        "name": place.name,
        "done": done,
        "skipped": rules.skipped(memory),
        "is_put_away": rules.is_put_away(memory),
        "counts": counts,
    }


def _guided(tx: Transaction) -> int:
    counted = sa.select(sa.func.count(Relation.learner_id.distinct())).where(
        Relation.institution_id == access.institution_id(tx),
        sa.or_(Relation.ends_on.is_(None), Relation.ends_on >= tx.today()),
    )
    return tx.session.scalar(counted) or 0


def _enrolled(tx: Transaction) -> int:
    counted = sa.select(sa.func.count(Enrolment.person_id.distinct())).where(
        Enrolment.institution_id == access.institution_id(tx)
    )
    return tx.session.scalar(counted) or 0
