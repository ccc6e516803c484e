"""Keeping a programme that was fetched from forms."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Timer, Transaction

from ..domain import programme as reading
from ..projections import areas, sections, views
from ..tables import Portfolio, Programme


def keep_programme(tx: Transaction, timer: Timer, *, fetched: dict[str, Any]) -> None:
    """Keep a frozen programme with what its forms feed, and judge the portfolios that wait for it.

    `fetched`: {document, frameworks: {key@version: document}, forms: {key: document},
    versions_before: {key@version: document}}.
    """
    always = reading.progress_frameworks(fetched["document"], fetched["forms"])
    known = reading.areas(fetched["frameworks"], always, fetched.get("versions_before"))
    columns = {
        "institution_id": timer.institution_id,
        "hash": timer.payload["hash"],
        "document": fetched["document"],
        "areas": known,
        "feeds": reading.feeds(fetched["forms"], known),
        "form_titles": {key: form["title"] for key, form in fetched["forms"].items()},
        "registers": reading.registers(fetched["document"], fetched["forms"]),
        "fetched_at": tx.now,
    }
    wanted = insert(Programme).values(**columns)
    # One that was kept before outcomes were rolled up gets what is under its areas.
    newer = {name: wanted.excluded[name] for name in ("areas", "feeds", "registers")}
    tx.session.execute(
        wanted.on_conflict_do_update(index_elements=["institution_id", "hash"], set_=newer)
    )
    waiting = sa.select(Portfolio).where(Portfolio.programme_hash == timer.payload["hash"])
    for portfolio in tx.session.scalars(waiting.order_by(Portfolio.id)).all():
        view = views.held(tx, portfolio.id, portfolio.learner_id)
        view.redraw(sections.evaluate, areas.regroup)
        view.changed = True
