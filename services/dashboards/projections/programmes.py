"""Programmes at hand: fetched once from forms, frozen, so cached for as long as the process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction

from ..domain import programme as reading
from ..tables import Programme

FETCH = "fetch_programme"
CACHED = 200


@dataclass(frozen=True, slots=True)
class KnownProgramme:
    """`rules` are what the document asks, `areas` the competencies it works on, `feeds` the forms
    by lineage that say something about one."""

    rules: reading.Programme
    areas: tuple[dict[str, Any], ...]
    feeds: dict[str, list[str]]


_cache: dict[tuple[UUID | None, str], KnownProgramme] = {}


def known_programme(tx: Transaction, hash: str) -> KnownProgramme | None:
    """The programme of a hash, if it has been fetched."""
    place = (tx.principal.institution_id, hash)
    found = _cache.get(place)
    if found is None:
        row = tx.session.scalars(sa.select(Programme).where(Programme.hash == hash)).first()
        if row is None:
            return None
        if len(_cache) >= CACHED:
            _cache.pop(next(iter(_cache)), None)
        rules = reading.read(row.document, row.form_titles)
        found = KnownProgramme(rules, tuple(row.areas), dict(row.feeds))
        _cache[place] = found
    return found


def want_programme(tx: Transaction, hash: str) -> None:
    """Have it fetched soon, unless it is here: an event never waits for another service."""
    if known_programme(tx, hash) is None:
        key = f"{tx.principal.institution_id}:{hash}"
        tx.schedule(FETCH, key, tx.now - dt.timedelta(seconds=1), {"hash": hash})
