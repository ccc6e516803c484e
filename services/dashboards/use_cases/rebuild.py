"""Filling the read models again from the facts of their owners.

In place: every restated fact replaces its copy, also one of the same version, and what is drawn
from it is worked out again in the same transaction. So readers never meet an empty or half view,
and a copy that went wrong is mended.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Timer, Transaction

from ..tables import Rebuild

STEP = "rebuild"
KEY = "all"


def begin_rebuild(tx: Transaction) -> dict[str, Any]:
    """Start asking the owners for their facts -> {started_at}; one that runs starts over."""
    columns = {"started_at": tx.now, "cursor": None, "sent": 0, "finished_at": None}
    statement = insert(Rebuild).values(id=1, **columns)
    tx.session.execute(statement.on_conflict_do_update(index_elements=[Rebuild.id], set_=columns))
    tx.schedule(STEP, KEY, tx.now - dt.timedelta(seconds=1))
    tx.audit("read_models.rebuild", object_kind="service", object_id="dashboards")
    return {"started_at": tx.now}


def rebuild_step(tx: Transaction, timer: Timer, *, page: dict[str, Any]) -> None:
    """One page of facts is on its way: ask for the next one, until there are no more."""
    columns: dict[str, Any] = {"cursor": page["next"], "sent": Rebuild.sent + page["sent"]}
    if page["next"] is None:
        columns["finished_at"] = tx.now
    else:
        tx.schedule(STEP, KEY, tx.now - dt.timedelta(seconds=1), {"cursor": page["next"]})
    tx.session.execute(sa.update(Rebuild).values(**columns))
