"""What a changed programme would do to those who follow it, before it is published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden, InvalidRequest

from ..domain import programme as reading
from ..domain.alterations import Alteration, alterations
from ..domain.audience import COHORT_ROLES
from ..domain.choices import Cohort
from ..domain.grouping import Concerned, grouped, in_numbers
from ..projections import judging
from ..projections.programmes import known_programme
from ..tables import Portfolio, Programme, Record, Relation
from .access import reader_of, valid_today

Judged = Mapping[UUID, Sequence[Mapping[str, Any]]]
# A draft is its learner's; what was begun and sent shows.
BEGUN = ("running", "done")
COUNTED = ("changes", "alterations")
_INSTITUTIONS = sa.text("SELECT institution FROM institutions_following(:network, :programme)")


@dataclass(frozen=True, slots=True)
class Effect:
    """On the learners of one institution. `changes` and `concerned` name them by id."""

    learners: int
    changes: list[dict[str, Any]]
    concerned: list[Concerned]


def programme_effect(
    tx: Transaction, *, document: dict[str, Any], owner: str = "institution"
) -> dict[str, Any]:
    """Both programmes compared and judged today, of the learners that the caller may see; for a
    network also of all its institutions, in numbers. Raises InvalidRequest, Forbidden."""
    key, changed = _read(tx, document)
    found = _effect(tx, _seen(tx, key), changed)
    told = [one.as_reply() for one in found.concerned]
    if any(one["learners"] for one in told) or found.changes:
        # Only then somebody is named; how many follow it says nothing of anybody.
        _write_down(tx, "administrator")
    return {
        "learners": found.learners,
        "changes": found.changes,
        "alterations": told,
        "phases": _phase_titles(tx, key, changed),
        "institutions": _in_network(tx, document) if owner == "network" else [],
    }


def _write_down(tx: Transaction, basis: str) -> None:
    tx.audit(
        "programme.effect",
        object_kind="cohort",
        object_id=tx.principal.institution_id or "",
        basis=basis,
        purpose="designing",
    )


def _in_network(tx: Transaction, document: dict[str, Any]) -> list[dict[str, Any]]:
    """The effect on everybody in each institution that follows it, each counted behind its own
    wall and written down there; nobody is named, and small numbers stay unsaid."""
    caller = tx.principal
    if not caller.has_role("national_admin") or caller.network_id is None:
        raise Forbidden()
    asked = {"network": caller.network_id, "programme": document["key"]}
    found = []
    for institution_id in sorted(tx.session.scalars(_INSTITUTIONS, asked)):
        tx.act_for(institution_id, caller.network_id)
        key, changed = _read(tx, document)
        effect = _effect(tx, _followers(tx, key), changed)
        _write_down(tx, "national_admin")
        changes, concerned = effect.changes, [one.as_reply() for one in effect.concerned]
        numbers = in_numbers(effect.learners, changes, concerned)
        found.append({"institution_id": institution_id} | numbers)
    tx.act_for(caller.institution_id, caller.network_id)
    return found


def without_own(found: dict[str, Any], own: Collection[str]) -> dict[str, Any]:
    """The effect without numbers of institutions that keep a version of their own."""
    return found | {
        "institutions": [
            one
            | {"own_version": one["institution_id"] in own}
            | (dict.fromkeys(COUNTED, []) | {"learners": 0} if one["institution_id"] in own else {})
            for one in found["institutions"]
        ]
    }


def _read(tx: Transaction, document: dict[str, Any]) -> tuple[str, reading.Programme]:
    """Its key and what it says. Raises InvalidRequest for one with problems to be solved first."""
    try:
        return str(document["key"]), reading.read(document, _form_titles(tx))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidRequest("The programme has problems that must be solved first.") from error


def _form_titles(tx: Transaction) -> dict[str, Any]:
    titles: dict[str, Any] = {}
    for known in tx.session.scalars(sa.select(Programme.form_titles)):
        titles |= known
    return titles


def _followers(tx: Transaction, key: str) -> list[Portfolio]:
    return list(tx.session.scalars(_following(key)))


def _following(key: str) -> Any:
    wanted = sa.select(Portfolio).where(Portfolio.programme_key == key, Portfolio.state != "closed")
    return wanted.order_by(Portfolio.id)


def _seen(tx: Transaction, key: str) -> list[Portfolio]:
    wanted = _following(key)
    if not tx.principal.has_role(*COHORT_ROLES):
        theirs = sa.select(Relation.learner_id).where(
            Relation.person_id == reader_of(tx), valid_today(tx)
        )
        wanted = wanted.where(Portfolio.learner_id.in_(theirs))
    return list(tx.session.scalars(wanted))


def _phase_titles(tx: Transaction, key: str, changed: reading.Programme) -> dict[str, Any]:
    """Titles of phases, also of those that are gone, for what is said of requirements."""
    hashes = sa.select(Portfolio.programme_hash).where(Portfolio.programme_key == key).distinct()
    titles: dict[str, Any] = {}
    for hash in tx.session.scalars(hashes):
        known = known_programme(tx, hash)
        titles |= known.rules.titles if known else {}
    return titles | dict(changed.titles)


def _effect(tx: Transaction, portfolios: list[Portfolio], changed: reading.Programme) -> Effect:
    followers = [one for one in portfolios if changed.cohort.holds(one.starts_on, one.cohort)]
    today = tx.today()
    owns = judging.own_programmes(tx, followers)
    changed_owns = judging.own_programmes(tx, followers, changed)
    learners = {one.id: one.learner_id for one in portfolios}
    was, now = (judging.judged(tx, side, today) for side in (owns, changed_owns))
    found: list[tuple[UUID, Alteration]] = _of_cohort(tx, portfolios, changed.cohort)
    for one in followers:
        if known_programme(tx, one.programme_hash) is not None:
            altered = alterations(owns[one.id], changed_owns[one.id], today)
            found += [(one.id, alteration) for alteration in altered]
    concerned = grouped(found, learners, len(followers))
    _add_records(tx, concerned, learners)
    _add_titles(concerned, _form_titles(tx))
    return Effect(len(followers), _changes(was, now, learners), concerned)


def _of_cohort(
    tx: Transaction, portfolios: list[Portfolio], cohort: Cohort
) -> list[tuple[UUID, Alteration]]:
    """Who is among those it is for and was not, or was and is no more, compared with the newest
    version that anybody here follows. Who is not keeps the version followed now."""
    newest = tx.session.scalars(
        sa.select(Programme.hash)
        .where(Programme.hash.in_({one.programme_hash for one in portfolios}))
        .order_by(Programme.fetched_at.desc(), Programme.hash)
        .limit(1)
    ).first()
    known = known_programme(tx, newest) if newest else None
    if known is None:
        return []
    before = known.rules.cohort
    found = []
    for one in portfolios:
        was, now = (side.holds(one.starts_on, one.cohort) for side in (before, cohort))
        if was != now:
            kind = "cohort_joins" if now else "cohort_leaves"
            found.append((one.id, Alteration({"kind": kind, "key": "", "title": {}})))
    return found


def _add_records(
    tx: Transaction, concerned: list[Concerned], learners: Mapping[UUID, UUID]
) -> None:
    """Of dossiers and forms that go: how many learners have records there, which they keep."""
    going = [one for one in concerned if one.said["kind"] in ("dossier_gone", "form_gone")]
    if not going:
        return
    rows = tx.session.execute(
        sa.select(Record.portfolio_id, Record.dossier_key, Record.form_key)
        .where(Record.portfolio_id.in_(learners), Record.state.in_(BEGUN))
        .distinct()
    ).all()
    for one in going:
        is_dossier = one.said["kind"] == "dossier_gone"
        place = one.said["key"] if is_dossier else one.said["dossier"]
        one.with_records = len(
            {
                row.portfolio_id
                for row in rows
                if row.dossier_key == place and (is_dossier or row.form_key == one.said["key"])
            }
        )


def _add_titles(concerned: Iterable[Concerned], titles: Mapping[str, Any]) -> None:
    """A form that nobody here has used yet has no title known here."""
    for one in concerned:
        if one.said["kind"] in ("form_new", "form_gone"):
            one.said["title"] = titles.get(one.said["key"], {})
        if "forms" in one.said:
            forms = one.said["forms"]
            one.said["forms"] = [{"key": key, "title": titles.get(key, {})} for key in forms]


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
