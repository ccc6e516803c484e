"""What time alone changes, and telling cohorts at a bearable pace."""

from __future__ import annotations

import time
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Timer, Transaction
from libs.contracts.dashboards import ViewChangedV1

from ..projections import sections, views
from ..projections.portfolio import schedule_evaluation
from ..tables import CohortChange, Portfolio

REST_S = 0.5


def evaluate(tx: Transaction, timer: Timer) -> None:
    """A new day for one portfolio: what is expected, overdue or of concern may have changed."""
    portfolio = tx.session.get(Portfolio, UUID(timer.key))
    if portfolio is None or portfolio.state == "closed":
        return
    view = views.held(tx, portfolio.id, portfolio.learner_id)
    view.redraw(sections.evaluate, sections.requests, sections.concerns)
    schedule_evaluation(tx, portfolio.id)


class Pace:
    """Which institutions this replica told something a moment ago."""

    def __init__(self) -> None:
        self._told: dict[UUID, float] = {}

    def resting(self) -> list[UUID]:
        since = time.monotonic() - REST_S
        self._told = {one: at for one, at in self._told.items() if at > since}
        return list(self._told)

    def note(self, institution_id: UUID) -> None:
        self._told[institution_id] = time.monotonic()


def tell_cohorts(tx: Transaction, *, pace: Pace | None = None) -> None:
    """Turn the notes that projections left into one message for each institution.

    Called some times a second, so that the first change of a quiet while is told at once; by
    `pace` a busy institution is told twice a second. Replicas that sweep at the same time each get
    other notes.
    """
    resting = pace.resting() if pace else []
    rows = tx.session.execute(
        sa.delete(CohortChange)
        .where(
            CohortChange.id.in_(
                sa.select(CohortChange.id)
                .where(CohortChange.of_institution.not_in(resting))
                .with_for_update(skip_locked=True)
                .scalar_subquery()
            )
        )
        .returning(CohortChange.of_institution, CohortChange.of_network, CohortChange.id)
    )
    newest: dict[tuple[UUID, UUID | None], int] = {}
    for institution_id, network_id, number in rows:
        place = (institution_id, network_id)
        newest[place] = max(number, newest.get(place, 0))
    for (institution_id, network_id), number in newest.items():
        if pace:
            pace.note(institution_id)
        tx.emit(
            ViewChangedV1(
                institution_id=institution_id,
                network_id=network_id,
                topic=views.cohort_of(institution_id),
                version=number,
            )
        )
