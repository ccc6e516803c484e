"""A portfolio and its dossiers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.access import OWNER
from ..domain.programme import DossierPlan, Programme
from ..domain.starting import asks, may_start
from ..tables import Dossier, Offer, Portfolio, Record
from . import definitions, shapes
from .access import access_to, portfolio_for
from .home import summary

NEWEST = 5


def portfolio_of(tx: Transaction, *, learner_id: UUID) -> dict[str, Any]:
    """The learner's portfolio the caller may see; the active one before closed ones."""
    query = (
        select(Portfolio)
        .where(Portfolio.learner_id == learner_id)
        .order_by(Portfolio.state, Portfolio.starts_on.desc())
        .limit(1)
    )
    portfolio = tx.session.scalars(query).one_or_none()
    access = access_to(tx, learner_id) if portfolio else None
    if portfolio is None or access is None:
        raise NotFound()
    return summary(tx, portfolio, access)


def dossiers(tx: Transaction, *, portfolio_id: UUID) -> dict[str, Any]:
    """The dossiers of a portfolio: forms that may be started, counts, and the newest records."""
    seen = portfolio_for(tx, portfolio_id)
    programme = definitions.programme(tx, seen.portfolio.programme_hash)
    about = summary(tx, seen.portfolio, seen.access)
    placed = list(
        tx.session.scalars(
            select(Dossier).where(Dossier.portfolio_id == portfolio_id).order_by(Dossier.position)
        )
    )
    offers = definitions.newest_forms(tx, [key for one in placed for key in one.form_keys])
    counts = _counts(tx, portfolio_id, seen.is_owner)
    newest = _newest(tx, portfolio_id, seen.is_owner)
    tx.audit(
        "portfolio.read",
        object_kind="portfolio",
        object_id=portfolio_id,
        subject_id=seen.portfolio.learner_id,
        basis=seen.access,
    )
    return {
        "portfolio": about,
        "dossiers": [
            {
                "key": one.key,
                "title": one.title,
                "forms": _forms(tx, one, offers, seen.access),
                "count": counts.get(one.key, (0, None))[0],
                "needed": _needed(programme, one, about["phase"]),
                "last_at": counts.get(one.key, (0, None))[1],
                "records": newest.get(one.key, []),
            }
            for one in placed
        ],
    }


def _needed(programme: Programme, dossier: Dossier, phase: str | None) -> int | None:
    plan = DossierPlan(dossier.key, dossier.title, tuple(dossier.form_keys))
    return programme.needed(plan, phase)


def _forms(
    tx: Transaction, dossier: Dossier, offers: dict[str, Offer], access: str
) -> list[dict[str, Any]]:
    found = []
    for key in dossier.form_keys:
        offer = offers.get(key)
        if offer is None:
            continue
        form = definitions.form(tx, offer.hash)
        found.append(
            {
                "form_key": key,
                "hash": offer.hash,
                "title": dict(form.title),
                "minutes": form.document.get("minutes"),
                "may_start": may_start(form, access, tx.principal.roles),
                "asks": access == OWNER and asks(form),
            }
        )
    return found


def visible_states(is_owner: bool) -> Any:
    """SQL: others see a record once something of it has been sent; drafts are the learner's."""
    return Record.id.is_not(None) if is_owner else Record.state != "draft"


def _counts(tx: Transaction, portfolio_id: UUID, is_owner: bool) -> dict[str | None, Any]:
    query = (
        select(
            Record.dossier_key,
            func.count().filter(Record.state == "done"),
            func.max(Record.last_at),
        )
        .where(Record.portfolio_id == portfolio_id, visible_states(is_owner))
        .group_by(Record.dossier_key)
    )
    return {key: (count, last) for key, count, last in tx.session.execute(query)}


def _newest(
    tx: Transaction, portfolio_id: UUID, is_owner: bool
) -> dict[str | None, list[dict[str, Any]]]:
    place = func.row_number().over(
        partition_by=Record.dossier_key, order_by=(Record.last_at.desc(), Record.id.desc())
    )
    ranked = (
        select(Record.id, place.label("place"))
        .where(Record.portfolio_id == portfolio_id, visible_states(is_owner))
        .subquery()
    )
    query = (
        select(Record)
        .join(ranked, ranked.c.id == Record.id)
        .where(ranked.c.place <= NEWEST)
        .order_by(Record.last_at.desc(), Record.id.desc())
    )
    found: dict[str | None, list[dict[str, Any]]] = {}
    for one in shapes.cards(tx, tx.session.scalars(query)):
        found.setdefault(one["dossier_key"], []).append(one)
    return found
