"""What a changed programme would do to those who follow it, before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest

from ..domain import programme as reading
from ..domain.audience import COHORT_ROLES
from ..projections import judging
from ..tables import Portfolio, Programme, Relation
from .access import reader_of, valid_today

Judged = Mapping[UUID, Sequence[Mapping[str, Any]]]


def programme_effect(tx: Transaction, *, document: dict[str, Any]) -> dict[str, Any]:
    """Both programmes judged today, of the learners it is for that the caller may see."""
    key, changed = _read(tx, document)
    followers = _followers(tx, key, changed)
    today = tx.today()
    before = judging.judged(tx, judging.own_programmes(tx, followers), today)
    after = judging.judged(tx, judging.own_programmes(tx, followers, changed), today)
    learners = {one.id: one.learner_id for one in followers}
    changes = _changes(before, after, learners)
    if changes:
        # Only then somebody is named; how many follow it says nothing of anybody.
        tx.audit(
            "programme.effect",
            object_kind="cohort",
            object_id=tx.principal.institution_id or "",
            basis="administrator",
            purpose="designing",
        )
    return {"learners": len(followers), "changes": changes}


def _read(tx: Transaction, document: dict[str, Any]) -> tuple[str, reading.Programme]:
    """Its key and what it says. Raises InvalidRequest for one with problems to be solved first."""
    titles: dict[str, Any] = {}
    for known in tx.session.scalars(sa.select(Programme.form_titles)):
        titles |= known
    try:
        return str(document["key"]), reading.read(document, titles)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidRequest("The programme has problems that must be solved first.") from error


def _followers(tx: Transaction, key: str, changed: reading.Programme) -> list[Portfolio]:
    wanted = sa.select(Portfolio).where(Portfolio.programme_key == key, Portfolio.state != "closed")
    if not tx.principal.has_role(*COHORT_ROLES):
        theirs = sa.select(Relation.learner_id).where(
            Relation.person_id == reader_of(tx), valid_today(tx)
        )
        wanted = wanted.where(Portfolio.learner_id.in_(theirs))
    return [
        one
        for one in tx.session.scalars(wanted.order_by(Portfolio.id))
        if changed.cohort.holds(one.starts_on, one.cohort)
    ]


def _changes(before: Judged, after: Judged, learners: Mapping[UUID, UUID]) -> list[dict[str, Any]]:
    was, now = _behind(before, learners), _behind(after, learners)
    titles = {
        one["key"]: one["title"]
        for side in (before, after)
        for ones in side.values()
        for one in ones
    }
    found = []
    for key in dict.fromkeys([*now, *was]):
        newly = now.get(key, set()) - was.get(key, set())
        no_longer = was.get(key, set()) - now.get(key, set())
        if newly or no_longer:
            found.append(
                {
                    "requirement": key,
                    "title": titles[key],
                    "newly_behind": sorted(str(one) for one in newly),
                    "no_longer_behind": sorted(str(one) for one in no_longer),
                }
            )
    return found


def _behind(judged: Judged, learners: Mapping[UUID, UUID]) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    for portfolio_id, ones in judged.items():
        for one in ones:
            if one["state"] == "behind":
                found.setdefault(one["key"], set()).add(learners[portfolio_id])
    return found
