"""Two administrators at the same key, or at what shows in one list, take turns."""

from __future__ import annotations

import sqlalchemy as sa

from libs.chassis.transaction import Transaction


def one_at_a_time(tx: Transaction, kind: str, key: str) -> None:
    """Hold the key of the owner at hand until the transaction ends: versions are consecutive and
    a second draft of the same key is seen."""
    _hold(tx, f"{kind}/{key}")


def one_list_at_a_time(tx: Transaction) -> None:
    """Hold all that the owner at hand publishes until the transaction ends: whether a title is
    taken stays true. Always taken before a key is held."""
    _hold(tx, "published")


def _hold(tx: Transaction, name: str) -> None:
    owner = tx.principal.institution_id or tx.principal.network_id
    tx.session.execute(
        sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"{owner}/{name}"},
    )
