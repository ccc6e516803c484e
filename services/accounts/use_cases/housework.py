"""Deleting what has served. Safe to do twice, so every replica may."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from services.accounts.tables import ImportBatch, Secret, Session, UnknownName

KEPT_FOR = dt.timedelta(days=30)
_ALL = sa.text("SELECT institution_id, network_id FROM all_institutions()")


def clean_up(tx: Transaction) -> None:
    """Delete sessions, secrets, import rows and tries of unknown names older than a month."""
    before = tx.now - KEPT_FOR
    for institution_id, network_id in tx.session.execute(_ALL).all():
        tx.act_for(institution_id, network_id)
        for table, instant in (
            (Session, Session.started_at),
            (Secret, Secret.wanted_at),
            (ImportBatch, ImportBatch.made_at),
        ):
            here = table.institution_id == institution_id
            tx.session.execute(sa.delete(table).where(here, instant < before))
    tx.act_for(None)
    tx.session.execute(sa.delete(UnknownName).where(UnknownName.last_at < before))
