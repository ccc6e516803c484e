"""Who owns definitions and who writes them: an institution's or a network's administrators."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden

AUTHORS = {"institution": ("local_admin", "head"), "network": ("national_admin",)}
READERS = ("local_admin", "head", "national_admin", "secretary")


def expect_reader(tx: Transaction) -> None:
    """Only those who work on definitions look behind them. Raises Forbidden."""
    if not tx.principal.has_role(*READERS):
        raise Forbidden()


def expect_author(tx: Transaction, owner: str) -> None:
    """Raises Forbidden for a role that does not write for this owner, and without an owner."""
    if owner not in _written_by(tx):
        raise Forbidden(f"This is not yours to write for the {owner}.")


def owners_written(tx: Transaction) -> list[str]:
    """The owners the caller writes for, the institution first. Raises Forbidden without any."""
    found = _written_by(tx)
    if not found:
        raise Forbidden()
    return found


def _written_by(tx: Transaction) -> list[str]:
    who = tx.principal
    there = {"institution": who.institution_id, "network": who.network_id}
    return [owner for owner, roles in AUTHORS.items() if there[owner] and who.has_role(*roles)]


@contextmanager
def as_owner(tx: Transaction, owner: str) -> Iterator[None]:
    """Stand where the owner's rows are written: a network's outside every institution's wall.

    After an exception nothing is put back: the transaction is over then.
    """
    caller = tx.principal
    if owner == "network":
        tx.act_for(None, caller.network_id)
    yield
    if owner == "network":
        tx.session.flush()
        tx.act_for(caller.institution_id, caller.network_id)


def owner_ids(tx: Transaction) -> dict[str, Any]:
    """{institution_id, network_id} of the owner at hand, one of them None."""
    institution_id = tx.principal.institution_id
    return {
        "institution_id": institution_id,
        "network_id": None if institution_id else tx.principal.network_id,
    }


def owner_of(row: Any) -> str:
    """institution or network."""
    return "institution" if row.institution_id else "network"
