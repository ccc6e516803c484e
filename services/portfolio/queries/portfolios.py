"""A portfolio and its dossiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.access import OWNER, Access
from ..domain.meters import meters
from ..domain.starting import asks, decides, may_start
from ..tables import Dossier, Offer, Portfolio, Record
from . import definitions, plans, shapes
from .access import Seen, access_to, looked_into, portfolio_for
from .home import summary
from .known import visible_records
from .retirements import retired

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
    access = access_to(tx, learner_id) if portfolio else Access()
    if portfolio is None or not access:
        raise NotFound()
    looked_into(tx, "portfolio.find", Seen(portfolio, access))
    return summary(tx, portfolio, access)


def dossiers(tx: Transaction, *, portfolio_id: UUID) -> dict[str, Any]:
    """The dossiers of a portfolio: forms that may be started, counts, and the newest records. One
    of a way that was not taken shows only while it holds records, and offers no form."""
    seen = portfolio_for(tx, portfolio_id)
    about = summary(tx, seen.portfolio, seen.access)
    visible = visible_records(tx, seen)
    counts = _counts(tx, portfolio_id, visible)
    closed = plans.untaken(tx, seen.portfolio)
    hidden = closed - counts.keys()
    placed = [one for one in _placed(tx, portfolio_id) if one.key not in hidden]
    kept = {one.key: [] if one.key in closed else list(one.form_keys) for one in placed}
    offers = definitions.newest_forms(tx, [key for keys in kept.values() for key in keys])
    needed = _needed(tx, seen.portfolio, kept)
    newest = _newest(tx, portfolio_id, visible)
    looked_into(tx, "portfolio.read", seen)
    return {
        "portfolio": about,
        "dossiers": [
            {
                "key": one.key,
                "title": one.title,
                "forms": _forms(tx, kept[one.key], offers, seen.access, about["is_developmental"]),
                **_progress(one, counts, needed),
                "records": newest.get(one.key, []),
            }
            for one in placed
        ],
    }


def _placed(tx: Transaction, portfolio_id: UUID) -> Sequence[Dossier]:
    query = select(Dossier).where(Dossier.portfolio_id == portfolio_id)
    return tx.session.scalars(query.order_by(Dossier.position)).all()


def _needed(
    tx: Transaction, portfolio: Portfolio, kept: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, int]]:
    """By dossier: how many are done and needed in the present period. `kept`: its forms."""
    programme = plans.followed(tx, portfolio)
    wanted = programme.needed_on(tx.today(), portfolio.starts_on, portfolio.part_time)
    if not wanted:
        return {}
    query = select(Record.form_key, Record.encounter_date).where(
        Record.portfolio_id == portfolio.id,
        Record.state == "done",
        Record.form_key.in_({form for one in wanted for form in one.form_keys}),
        Record.encounter_date >= min(one.begins_on for one in wanted),
    )
    return meters(wanted, [(row[0], row[1]) for row in tx.session.execute(query)], kept)


def _progress(
    dossier: Dossier,
    counts: dict[str | None, tuple[int, Any]],
    needed: dict[str, tuple[int, int]],
) -> dict[str, Any]:
    """`count` of `needed` in the present period; without a requirement all that is done."""
    total, last_at = counts.get(dossier.key, (0, None))
    count, wanted = needed.get(dossier.key, (total, None))
    return {
        "count": count,
        "needed": wanted,
        "total": total,
        "last_at": last_at,
    }


def _forms(
    tx: Transaction,
    form_keys: Sequence[str],
    offers: dict[str, Offer],
    access: Access,
    is_developmental: bool,
) -> list[dict[str, Any]]:
    found = []
    gone = retired(tx, "form", offers.values())
    for key in form_keys:
        offer = offers.get(key)
        if offer is None:
            continue
        is_current = offer not in gone
        form = definitions.form(tx, offer.hash)
        if is_developmental and decides(form):
            continue
        found.append(
            {
                "form_key": key,
                "hash": offer.hash,
                "title": dict(form.title),
                "minutes": form.document.get("minutes"),
                "context": dict(form.context),
                "may_start": is_current and may_start(form, access, tx.principal.roles),
                "asks": is_current and OWNER in access and asks(form),
            }
        )
    return found


def _counts(tx: Transaction, portfolio_id: UUID, visible: Any) -> dict[str | None, Any]:
    query = (
        select(
            Record.dossier_key,
            func.count().filter(Record.state == "done"),
            func.max(Record.last_at),
        )
        .where(Record.portfolio_id == portfolio_id, visible)
        .group_by(Record.dossier_key)
    )
    return {key: (count, last) for key, count, last in tx.session.execute(query)}


def _newest(
    tx: Transaction, portfolio_id: UUID, visible: Any
) -> dict[str | None, list[dict[str, Any]]]:
    place = func.row_number().over(
        partition_by=Record.dossier_key, order_by=(Record.last_at.desc(), Record.id.desc())
    )
    ranked = (
        select(Record.id, place.label("place"))
        .where(Record.portfolio_id == portfolio_id, visible)
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
