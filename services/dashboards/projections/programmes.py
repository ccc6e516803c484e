"""Programmes at hand: fetched once from forms, frozen, so cached for as long as the process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    by lineage that say something about one, `tops` the areas at the top of outcomes below them,
    `above` all outcomes in which those count, the nearest first, `registers` whether something is
    registered in it (None: not known)."""

    rules: reading.Programme
    areas: tuple[dict[str, Any], ...]
    feeds: dict[str, list[str]]
    tops: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    above: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    registers: bool | None = None


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
        found = KnownProgramme(
            rules,
            tuple(row.areas),
            dict(row.feeds),
            tops=reading.tops(row.areas),
            above=reading.above(row.areas),
            registers=row.registers,
        )
        if _is_whole(found):
            _cache[place] = found
    return found


def _is_whole(known: KnownProgramme) -> bool:
    """Whether it was kept with what is below its areas, what is in between, and what versions
    before bring; older ones are fetched once more."""
    return all(
        "before" in one and all("parent" in inner for inner in one.get("under", ({},)))
        for one in known.areas
    )


def want_programme(tx: Transaction, hash: str) -> None:
    """Have it fetched soon, unless it is here: an event never waits for another service."""
    known = known_programme(tx, hash)
    if known is None or not _is_whole(known):
        key = f"{tx.principal.institution_id}:{hash}"
        tx.schedule(FETCH, key, tx.now - dt.timedelta(seconds=1), {"hash": hash})
