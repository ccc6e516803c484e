"""Which definitions were retired by their owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select

from libs.chassis.transaction import Transaction

from ..tables import Offer, Retirement


def retired(
    tx: Transaction, kind: str, offers: Iterable[Offer], *, by: dt.datetime | None = None
) -> list[Offer]:
    """Those of these offers whose owner retired them (until `by`, where given).

    A copy does not say whose it is, so either owner's word counts for it.
    """
    given = list(offers)
    query = select(Retirement.key, Retirement.institution_id).where(
        Retirement.kind == kind,
        Retirement.key.in_({one.key for one in given}),
        Retirement.is_retired,
    )
    if by is not None:
        query = query.where(Retirement.told_at <= by)
    gone = {(key, owner is None) for key, owner in tx.session.execute(query)}
    return [
        one
        for one in given
        if (one.key, one.institution_id is None) in gone
        or (one.is_copy and (one.key, True) in gone)
    ]
