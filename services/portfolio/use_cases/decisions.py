"""Decisions: issued once, on frozen evidence, and never changed afterwards."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select

from libs import formengine
from libs.chassis.transaction import Timer, Transaction
from libs.contracts import portfolio as contract
from libs.formengine.rules import paths

from ..domain.emitted import MOST_MONTHS, bounds, day_of, valid_until, word_of
from ..domain.evidence import EvidenceTooThin, Tile, evidence_hash, snapshot
from ..domain.texts import words
from ..queries import definitions
from ..tables import (
    Contribution,
    DataPoint,
    Decision,
    Participant,
    Portfolio,
    Record,
    Registration,
)
from . import answers as answering
from .goals import source_of
from .reading import fact_readers
from .running import Running

LIGHTS = frozenset({"go", "care", "stop"})
EXPIRES = "decision_expires"
MOST_LEVEL = 1_000_000  # No scale goes so far; a column holds little more.
# The fields that a decision has columns for; all others are its detail.
COLUMNS = frozenset({"kind", "result", "light", "level", "advice"})
COLUMNS |= {"valid_from", "valid_until", "valid_months"}


def issue(
    running: Running, one: formengine.Emission, outcome: str | None, lineage: str | None
) -> UUID:
    """Issue the decision of an emission; the older active one is superseded.

    Raises NotNow (code evidence_too_thin) when a final or high-stakes decision would rest on too
    little, AnswersIncomplete where it would end before it begins, NoStakes where the programme has
    come to decide nothing since the record was started.
    """
    tx, record = running.tx, running.record
    portfolio = tx.session.get_one(Portfolio, record.portfolio_id)
    if definitions.programme(tx, portfolio.programme_hash).is_developmental:
        raise contract.NoStakes()
    _hold_still(tx, record)
    source = source_of(running, one)
    decision = _new(running, one, source, outcome, lineage)
    decision.valid_from, decision.valid_until = _validity(running, one, source, decision.advice)
    # What is final is of high stakes, whatever its form says.
    stakes = one.stakes if decision.advice else "high"
    decision.evidence = _evidence(running, lineage, stakes)
    decision.evidence_hash = evidence_hash(decision.evidence)
    _close_for_good(running, decision.evidence)
    if not decision.advice:
        _supersede(tx, decision)
    tx.session.add(decision)
    tx.session.flush()
    if decision.valid_until and not decision.advice:
        _schedule_expiry(tx, decision.id, decision.valid_until)
    tx.emit(decision_event(decision, record.network_id, tx.principal.zone))
    tx.audit(
        "decision.issue",
        object_kind="decision",
        object_id=decision.id,
        subject_id=record.learner_id,
        basis=f"{source.role}:{source.stage}",
    )
    return decision.id


def _schedule_expiry(tx: Transaction, decision_id: UUID, valid_until: dt.date) -> None:
    """At the first moment after the last valid day, where the institution is."""
    after = valid_until + dt.timedelta(days=1)
    midnight = dt.datetime.combine(after, dt.time(), zoneinfo.ZoneInfo(tx.principal.zone))
    tx.schedule(
        EXPIRES, decision_id, midnight.astimezone(dt.UTC), {"decision_id": str(decision_id)}
    )


def _new(
    running: Running,
    one: formengine.Emission,
    source: Contribution,
    outcome: str | None,
    lineage: str | None,
) -> Decision:
    tx, record, fields = running.tx, running.record, one.fields
    level, sign = _level(running, one)
    light = word_of(fields.get("light") or sign, LIGHTS)
    advice = fields.get("advice")
    return Decision(
        id=tx.new_id(),
        institution_id=record.institution_id,
        portfolio_id=record.portfolio_id,
        learner_id=record.learner_id,
        record_id=record.id,
        contribution_id=source.id,
        slot=f"{one.key}:{outcome or ''}",
        kind=str(fields.get("kind") or one.key),
        title=record.title,
        result=str(fields.get("result") or light or "issued"),
        light=light,
        outcome=outcome,
        lineage=lineage,
        level=level,
        rationale=words(source.answers, one.texts, "rationale", None, None),
        conditions=words(source.answers, one.texts, "conditions", None, None),
        decided_by=running.people[str(source.participant_id)].person_id,
        decided_by_name=source.actor.get("name"),
        decided_at=tx.now,
        valid_from=None,
        valid_until=None,
        advice=advice if isinstance(advice, bool) else one.stakes != "high",
        detail={k: v for k, v in fields.items() if k not in COLUMNS and v is not None},
        see=fact_readers(running, one),
        state="active",
        superseded_by=None,
        version=1,
    )


def _level(running: Running, one: formengine.Emission) -> tuple[int | None, str | None]:
    """The level of an entrustment and its sign (stop, care, go), where the form gives one."""
    value = one.fields.get("level", one.value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None, None
    scale = next((s for s in running.definition.scales.values() if s.id == one.scale), None)
    level = next((each for each in scale.levels if each.value == value), None) if scale else None
    if abs(value) > MOST_LEVEL:
        return None, None
    return int(value), level.sign if level else None


def _validity(
    running: Running, one: formengine.Emission, source: Contribution, advice: bool
) -> tuple[dt.date, dt.date | None]:
    """The first and the last valid day. An advice of which they make no sense has none: it may be
    the clock that gives it, with nobody there to mend it."""
    today, fields = running.tx.today(), one.fields
    first = day_of(fields.get("valid_from")) or today
    wrong = _out_of_order(first, fields, today)
    if wrong is None:
        return first, valid_until(first, fields.get("valid_months"), fields.get("valid_until"))
    if advice:
        return today, None
    raise contract.AnswersIncomplete(errors=_told(running, one, source, *wrong))


def _out_of_order(
    first: dt.date, fields: Mapping[str, Any], today: dt.date
) -> tuple[str, str, dict[str, Any]] | None:
    """(field, code, params) of what no decision can hold, whatever its form lets through."""
    least, most = bounds(today)
    if first < least:
        return "valid_from", "too_early", {"least": least.isoformat()}
    if first > most:
        return "valid_from", "too_late", {"most": most.isoformat()}
    months = fields.get("valid_months")
    try:
        last = valid_until(first, months, fields.get("valid_until"))
    except ValueError:
        is_small = months < 1
        bound = {"least": 1} if is_small else {"most": MOST_MONTHS}
        return "valid_months", "too_small" if is_small else "too_large", bound
    if last is not None and last < first:
        return "valid_until", "too_early", {"least": first.isoformat()}
    if last is not None and last > most:
        return "valid_until", "too_late", {"most": most.isoformat()}
    return None


def _told(
    running: Running,
    one: formengine.Emission,
    source: Contribution,
    field: str,
    code: str,
    params: dict[str, Any],
) -> dict[str, Any]:
    """The error beside the question that the field was made of; of the whole form without one."""
    rule = next(
        each.fields.get(field)
        for each in running.definition.emit
        if (each.key, each.at) == (one.key, one.stage)
    )
    asked = {path.partition(".")[0] for path in paths(rule)}
    mine = running.definition.fillable(source.stage, source.role)
    item = next((each.key for each in mine if each.key in asked), "")
    error = formengine.AnswerError(item, None, code, f"answers.{code}", params)
    return answering.errors_by_item(formengine.Checked({}, {}, [error]))


def _hold_still(tx: Transaction, record: Record) -> None:
    """Nothing of the portfolio changes while it is read. In one order; where two decisions of one
    portfolio still wait for each other's record, the database ends one, and it is tried again."""
    query = (
        select(Record.id)
        .where(Record.portfolio_id == record.portfolio_id, Record.id != record.id)
        .order_by(Record.id)
        .with_for_update()
    )
    tx.session.execute(query)


def _close_for_good(running: Running, evidence: dict[str, Any]) -> None:
    """What the decision rests on is corrected, undone and withdrawn no more; what is sent later
    to the same records can be."""
    ids = [UUID(one) for one in evidence["record_ids"]]
    query = select(Record).where(Record.id.in_(ids))
    for record in running.tx.session.scalars(query):
        state = formengine.RecordState.from_json(record.progress)
        closed = dataclasses.replace(state, evidence_until=_settled_at(running))
        record.progress = closed.to_json()


def _evidence(running: Running, lineage: str | None, stakes: str) -> dict[str, Any]:
    tiles = [
        *_points(running, lineage),
        *_registrations(running),
    ]
    try:
        return snapshot(tiles, stakes=stakes)
    except EvidenceTooThin as thin:
        raise contract.NotNow(code="evidence_too_thin") from thin


def _points(running: Running, lineage: str | None) -> list[Tile]:
    """The current points of the portfolio, of one competency where the decision is about one.

    What can still be undone is left out: evidence must not change under a decision.
    """
    tx, record = running.tx, running.record
    assessor = func.coalesce(cast(Participant.person_id, Text), Participant.email_hash)
    query = (
        select(
            DataPoint.id,
            DataPoint.kind,
            DataPoint.record_id,
            DataPoint.form_key,
            assessor,
            DataPoint.encounter_date,
        )
        .outerjoin(Contribution, Contribution.id == DataPoint.contribution_id)
        .outerjoin(Participant, Participant.id == Contribution.participant_id)
        .where(
            DataPoint.portfolio_id == record.portfolio_id,
            DataPoint.record_id != record.id,
            DataPoint.superseded_at.is_(None),
            DataPoint.recorded_at <= _settled_at(running),
        )
    )
    if lineage:
        query = query.where(DataPoint.lineage == lineage)
    return [Tile(*row) for row in tx.session.execute(query)]


def _settled_at(running: Running) -> dt.datetime:
    """What was sent until then can no longer be undone."""
    return running.tx.now - running.definition.undo


def _registrations(running: Running) -> list[Tile]:
    """The approved ones, once their approval can no longer be undone."""
    tx, record = running.tx, running.record
    query = select(Registration).where(
        Registration.portfolio_id == record.portfolio_id,
        Registration.record_id != record.id,
        Registration.state == "approved",
        Registration.approved_at <= _settled_at(running),
    )
    return [
        Tile(
            one.id,
            "registration",
            one.record_id,
            one.kind,
            str(one.approved_by) if one.approved_by else None,
            one.on_day,
        )
        for one in tx.session.scalars(query)
    ]


def _supersede(tx: Transaction, newer: Decision) -> None:
    query = (
        select(Decision)
        .where(
            Decision.learner_id == newer.learner_id,
            Decision.kind == newer.kind,
            func.coalesce(Decision.lineage, "") == (newer.lineage or ""),
            Decision.state == "active",
            Decision.advice.is_(False),
        )
        .with_for_update()
    )
    for older in tx.session.scalars(query):
        older.state, older.superseded_by = "superseded", newer.id
        older.version += 1
        tx.emit(decision_event(older, tx.principal.network_id, tx.principal.zone))
    tx.session.flush()


def expire_decision(tx: Transaction, timer: Timer) -> None:
    """The last valid day is over."""
    decision = tx.session.get(Decision, UUID(timer.payload["decision_id"]), with_for_update=True)
    if decision is None or decision.state != "active" or decision.valid_until is None:
        return
    if decision.valid_until >= tx.today():
        # Planned by another clock than the institution's: its day is not over yet.
        _schedule_expiry(tx, decision.id, decision.valid_until)
        return
    decision.state = "expired"
    decision.version += 1
    tx.emit(decision_event(decision, timer.network_id, tx.principal.zone))
    tx.audit(
        "decision.expire",
        object_kind="decision",
        object_id=decision.id,
        subject_id=decision.learner_id,
        basis="validity",
    )


def decision_event(
    decision: Decision, network_id: UUID | None, zone: str
) -> contract.DecisionIssuedV1:
    """A decision as an event; its state is the only thing that ever changes. `zone` says on which
    day it was decided."""
    return contract.DecisionIssuedV1(
        institution_id=decision.institution_id,
        network_id=network_id,
        decision_id=decision.id,
        record_id=decision.record_id,
        portfolio_id=decision.portfolio_id,
        learner_id=decision.learner_id,
        kind=decision.kind,
        result=decision.result,
        light=decision.light,
        outcome=decision.outcome,
        lineage=decision.lineage,
        level=decision.level,
        advice=decision.advice,
        decided_on=decision.decided_at.astimezone(zoneinfo.ZoneInfo(zone)).date(),
        valid_from=decision.valid_from,
        valid_until=decision.valid_until,
        state=decision.state,
        version=decision.version,
        see=None if decision.see is None else tuple(decision.see),
    )
