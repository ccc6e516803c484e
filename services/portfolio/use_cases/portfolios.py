"""Opening portfolios and keeping them in step with the enrolment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select, text

from libs.chassis.transaction import Transaction
from libs.contracts import accounts
from libs.contracts import portfolio as contract

from ..domain.programme import Programme
from ..queries import definitions
from ..queries.plans import current, followed
from ..queries.retirements import retired
from ..tables import Dossier, Offer, Portfolio


@dataclass(frozen=True)
class Enrolment:
    """A learner's enrolment in a programme, as accounts states it."""

    enrolment_id: UUID
    person_id: UUID
    programme_key: str
    starts_on: dt.date
    cohort: str
    part_time: int
    version: int

    @classmethod
    def of_event(cls, event: accounts.LearnerEnrolledV1) -> Enrolment:
        return cls(
            enrolment_id=event.enrolment_id,
            person_id=event.person_id,
            programme_key=event.programme_key,
            starts_on=event.starts_on,
            cohort=event.cohort,
            part_time=event.part_time,
            version=event.version,
        )

    @classmethod
    def of_payload(cls, payload: Mapping[str, Any]) -> Enrolment:
        return cls(
            enrolment_id=UUID(payload["enrolment_id"]),
            person_id=UUID(payload["person_id"]),
            programme_key=payload["programme_key"],
            starts_on=dt.date.fromisoformat(payload["starts_on"]),
            cohort=payload["cohort"],
            part_time=payload["part_time"],
            version=payload["version"],
        )

    def to_payload(self) -> dict[str, Any]:
        return {
            "enrolment_id": str(self.enrolment_id),
            "person_id": str(self.person_id),
            "programme_key": self.programme_key,
            "starts_on": self.starts_on.isoformat(),
            "cohort": self.cohort,
            "part_time": self.part_time,
            "version": self.version,
        }


class ProgrammeRetired(Exception):
    """The programme was retired before the learner was enrolled: nobody starts in it."""


def open_portfolio(tx: Transaction, enrolment: Enrolment) -> Portfolio:
    """A new portfolio with the dossiers of the newest programme for its cohort.

    Raises DefinitionMissing, ProgrammeRetired.
    """
    hold_programme(tx, enrolment.programme_key, by="opener")
    offer = _version_for(tx, enrolment.programme_key, enrolment.starts_on, enrolment.cohort)
    if retired(tx, "programme", [offer], by=tx.occurred_at or tx.now):
        raise ProgrammeRetired(enrolment.programme_key)
    programme = definitions.programme(tx, offer.hash)
    portfolio = Portfolio(
        id=tx.new_id(),
        institution_id=tx.principal.institution_id,
        network_id=tx.principal.network_id,
        learner_id=enrolment.person_id,
        enrolment_id=enrolment.enrolment_id,
        enrolment_version=enrolment.version,
        programme_key=enrolment.programme_key,
        programme_hash=offer.hash,
        starts_on=enrolment.starts_on,
        cohort=enrolment.cohort,
        part_time=enrolment.part_time,
        state="active",
        continued_from=None,
        version=1,
        opened_at=tx.now,
    )
    tx.session.add(portfolio)
    tx.session.flush()
    _arrange(tx, portfolio, programme)
    tx.unschedule("open_portfolio", enrolment.enrolment_id)
    tx.emit(opened_event(portfolio))
    _audit(tx, "portfolio.open", portfolio)
    return portfolio


_HOLD = {
    "opener": text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))"),
    "publisher": text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
}


def hold_programme(tx: Transaction, key: str, *, by: Literal["opener", "publisher"]) -> None:
    """Until the end of the transaction. Who opens a portfolio and who takes a new version in do not
    see each other's rows: without it the portfolio would stay on the version before."""
    tx.session.execute(_HOLD[by], {"name": f"programme/{key}"})


def _arrange(tx: Transaction, portfolio: Portfolio, programme: Programme) -> None:
    """The dossiers of the programme. One that it has no more keeps what is in it, and nothing is
    started there."""
    there = {
        one.key: one
        for one in tx.session.scalars(select(Dossier).where(Dossier.portfolio_id == portfolio.id))
    }
    for key in there.keys() - {one.key for one in programme.dossiers}:
        there[key].form_keys = []
    for position, plan in enumerate(programme.dossiers):
        known = there.get(plan.key)
        if known is not None:
            known.title, known.form_keys = dict(plan.title), list(plan.form_keys)
            continue
        tx.session.add(
            Dossier(
                id=tx.new_id(),
                institution_id=portfolio.institution_id,
                portfolio_id=portfolio.id,
                key=plan.key,
                title=dict(plan.title),
                position=position,
                form_keys=list(plan.form_keys),
            )
        )
    tx.session.flush()
    put_added(tx, portfolio, programme)


def put_added(tx: Transaction, portfolio: Portfolio, programme: Programme) -> None:
    """Besides the forms of the programme its dossiers keep those that the learner's plan added, so
    that the learner can start them: never in a dossier of a way that was not taken."""
    planned = {one.key: list(one.form_keys) for one in programme.dossiers}
    taken = [one.key for one in followed(tx, portfolio).dossiers]
    there = {form for key in taken for form in planned[key]}
    for one in current(tx, portfolio.id):
        form = one.changes.get("form") if one.kind == "added" else None
        if form and form not in there and taken:
            wanted = one.changes.get("dossier")
            planned[wanted if wanted in taken else taken[0]].append(form)
            there.add(form)
    query = select(Dossier).where(Dossier.portfolio_id == portfolio.id)
    for dossier in tx.session.scalars(query):
        keys = planned.get(dossier.key, [])
        if keys != list(dossier.form_keys):
            dossier.form_keys = keys


def _version_for(tx: Transaction, key: str, starts_on: dt.date, cohort: str) -> Offer:
    """The newest version that is for this cohort; without any, the newest of all. Raises
    DefinitionMissing."""
    offers = definitions.all_offered(tx, "programme", key)
    for offer in offers:
        if definitions.programme(tx, offer.hash).cohort.holds(starts_on, cohort):
            return offer
    return offers[0]


def follow_programme(tx: Transaction, key: str) -> None:
    """A version was published: portfolios it is for move to it, with their dossiers. What was
    started stays as it is."""
    query = select(Portfolio).where(
        Portfolio.programme_key == key,
        Portfolio.state == "active",
        Portfolio.network_id.is_not_distinct_from(tx.principal.network_id),
    )
    for portfolio in tx.session.scalars(query.order_by(Portfolio.id).with_for_update()).all():
        offer = _version_for(tx, key, portfolio.starts_on, portfolio.cohort)
        programme = definitions.programme(tx, offer.hash)
        if offer.hash == portfolio.programme_hash or not programme.cohort.holds(
            portfolio.starts_on, portfolio.cohort
        ):
            continue
        portfolio.programme_hash = offer.hash
        portfolio.version += 1
        _arrange(tx, portfolio, programme)
        tx.session.flush()
        tx.emit(opened_event(portfolio))
        _audit(tx, "portfolio.follow", portfolio)


def change_enrolment(tx: Transaction, portfolio: Portfolio, enrolment: Enrolment) -> None:
    """Take over a newer version of the enrolment; older and equal ones change nothing.

    The programme stays the same: another programme is another enrolment.
    """
    if enrolment.version <= portfolio.enrolment_version:
        return
    portfolio.enrolment_version = enrolment.version
    portfolio.starts_on = enrolment.starts_on
    portfolio.cohort = enrolment.cohort
    portfolio.part_time = enrolment.part_time
    portfolio.version += 1
    tx.emit(opened_event(portfolio))
    _audit(tx, "portfolio.change", portfolio)


def opened_event(portfolio: Portfolio) -> contract.PortfolioOpenedV1:
    """The portfolio's current facts as an event."""
    return contract.PortfolioOpenedV1(
        institution_id=portfolio.institution_id,
        network_id=portfolio.network_id,
        portfolio_id=portfolio.id,
        learner_id=portfolio.learner_id,
        programme_key=portfolio.programme_key,
        programme_hash=portfolio.programme_hash,
        starts_on=portfolio.starts_on,
        cohort=portfolio.cohort,
        part_time=portfolio.part_time,
        state=portfolio.state,
        version=portfolio.version,
    )


def _audit(tx: Transaction, action: str, portfolio: Portfolio) -> None:
    tx.audit(
        action,
        object_kind="portfolio",
        object_id=portfolio.id,
        subject_id=portfolio.learner_id,
        basis="enrolment",
    )
