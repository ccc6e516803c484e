"""The learner's own address, which never answers for anybody else."""

from __future__ import annotations

from sqlalchemy import select

from libs.chassis.transaction import Transaction

from ..domain.addresses import address_hash
from ..tables import Person, Record


def is_own_address(tx: Transaction, record: Record, address: str) -> bool:
    """Whether an e-mail address is the learner's, whoever started the record."""
    return address_hash(address) in own_hashes(tx, record)


def own_hashes(tx: Transaction, record: Record) -> frozenset[str]:
    """The learner's address as accounts tells it, and as it was when they started the record."""
    query = select(Person.email_hash).where(
        Person.person_id == record.learner_id, Person.institution_id == record.institution_id
    )
    known = (record.learner_email_hash, tx.session.scalar(query))
    return frozenset(one for one in known if one)


__all__ = ["is_own_address", "own_hashes"]
