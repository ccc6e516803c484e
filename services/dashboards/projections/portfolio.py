"""Facts of portfolio: each is kept by version, and the sections it touches are worked out again."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract

from .. import tables
from ..domain.audience import audience
from . import areas, facts, sections, views
from .programmes import want_programme

EVALUATE = "evaluate"


def portfolio_opened(tx: Transaction, event: contract.PortfolioOpenedV1) -> None:
    view = views.held(tx, event.portfolio_id, event.learner_id)
    known = facts.known(tx, tables.Portfolio, event.portfolio_id)
    followed = known.programme_hash if known else None
    fact = facts.state(
        tx,
        tables.Portfolio,
        event.portfolio_id,
        event.version,
        institution_id=event.institution_id,
        network_id=event.network_id,
        learner_id=event.learner_id,
        programme_key=event.programme_key,
        programme_hash=event.programme_hash,
        starts_on=event.starts_on,
        cohort=event.cohort,
        part_time=event.part_time,
        state=event.state,
    )
    if fact is facts.Fact.OLD:
        return
    want_programme(tx, event.programme_hash)
    view.redraw(sections.evaluate)
    if followed != event.programme_hash:
        view.redraw(areas.regroup)
    schedule_evaluation(tx, event.portfolio_id)
    view.changed |= fact is facts.Fact.NEW


def schedule_evaluation(tx: Transaction, portfolio_id: UUID) -> None:
    """Look again early tomorrow: being behind comes with the calendar, without any event.

    Spread over an hour, so that a whole cohort is not worked out in the same second.
    """
    minute = portfolio_id.int % 60
    tomorrow = tx.today() + dt.timedelta(days=1)
    zone = zoneinfo.ZoneInfo(tx.principal.zone)
    due_at = dt.datetime.combine(tomorrow, dt.time(1, minute), tzinfo=zone)
    tx.schedule(EVALUATE, portfolio_id, due_at.astimezone(dt.UTC))


def record_changed(tx: Transaction, event: contract.RecordChangedV1) -> None:
    _state(
        tx,
        event,
        tables.Record,
        event.record_id,
        (sections.evaluate, sections.activity),
        form_key=event.form_key,
        form_version=event.form_version,
        dossier_key=event.dossier_key,
        state=event.state,
        encounter_date=event.encounter_date,
        changed_at=event.changed_at,
        context=event.context,
        assessors=list(event.assessors),
    )


def plan_adapted(tx: Transaction, event: contract.PlanAdaptedV1) -> None:
    """What is required of this learner changes at once; the newest plan wins."""
    _state(
        tx,
        event,
        tables.Plan,
        event.portfolio_id,
        (sections.evaluate,),
        adaptations=[_plain(one) for one in event.adaptations],
    )


def request_changed(tx: Transaction, event: contract.RequestChangedV1) -> None:
    _state(
        tx,
        event,
        tables.Request,
        event.request_id,
        (sections.requests,),
        learner_id=event.learner_id,
        record_id=event.record_id,
        form_key=event.form_key,
        assessor_id=event.assessor_id,
        state=event.state,
        asked_at=event.asked_at,
        expires_at=event.expires_at,
        reminders=event.remind_now,
    )


def goal_changed(tx: Transaction, event: contract.GoalChangedV1) -> None:
    _state(
        tx,
        event,
        tables.Goal,
        event.goal_id,
        (sections.goals,),
        record_id=event.record_id,
        state=event.state,
        due_on=event.due_on,
        linked=event.linked,
        audience=audience(event.see),
    )


def registration_changed(tx: Transaction, event: contract.RegistrationChangedV1) -> None:
    _state(
        tx,
        event,
        tables.Registration,
        event.registration_id,
        (sections.registrations, sections.evaluate),
        record_id=event.record_id,
        kind=event.kind,
        on=event.on,
        hours=event.hours,
        state=event.state,
        audience=audience(event.see),
    )


def decision_issued(tx: Transaction, event: contract.DecisionIssuedV1) -> None:
    _state(
        tx,
        event,
        tables.Decision,
        event.decision_id,
        (sections.decisions,),
        record_id=event.record_id,
        kind=event.kind,
        result=event.result,
        light=event.light,
        outcome=event.outcome,
        lineage=event.lineage,
        level=event.level,
        advice=event.advice,
        decided_on=event.decided_on,
        valid_from=event.valid_from,
        valid_until=event.valid_until,
        state=event.state,
        audience=audience(event.see),
    )


def _plain(adaptation: dict[str, Any]) -> dict[str, Any]:
    day = adaptation.get("from_on")
    return adaptation | {"from_on": day.isoformat() if isinstance(day, dt.date) else day}


def _state(
    tx: Transaction,
    event: Any,
    table: Any,
    id: UUID,
    touched: tuple[views.Section, ...],
    **columns: Any,
) -> None:
    """Keep a fact of a portfolio and work out again the sections it touches."""
    view = views.held(tx, event.portfolio_id, event.learner_id)
    fact = facts.state(
        tx,
        table,
        id,
        event.version,
        institution_id=event.institution_id,
        portfolio_id=event.portfolio_id,
        **columns,
    )
    if fact is facts.Fact.OLD:
        return
    view.redraw(*touched)
    view.changed |= fact is facts.Fact.NEW
