"""Registrations: acts shown in time or quantity, approved by those whom the form names.

Where no stage approves, what somebody other than the learner wrote down stands as it is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.formengine import StageStatus

from ..domain.emitted import day_of, number_of
from ..domain.texts import words
from ..tables import Contribution, Registration
from .goals import source_of
from .reading import fact_readers
from .running import Running

COLUMNS = frozenset({"kind", "on", "hours", "state"})


def record_registration(running: Running, one: formengine.Emission) -> None:
    """Make the registration of an emission, or bring it up to date."""
    tx, record = running.tx, running.record
    source = source_of(running, one)
    declared = next(each for each in running.definition.emit if each.key == one.key)
    slot = f"{one.key}:{one.row or ''}"
    found = _in_slot(tx, record.id, slot)
    if found is None:
        found = Registration(
            id=tx.new_id(),
            institution_id=record.institution_id,
            portfolio_id=record.portfolio_id,
            learner_id=record.learner_id,
            record_id=record.id,
            contribution_id=source.id,
            slot=slot,
            state="registered",
            version=0,
        )
        tx.session.add(found)
    if found.state == "withdrawn":
        found.state = "registered"
    found.kind = str(one.fields.get("kind") or one.key)
    found.on_day = day_of(one.fields.get("on")) or record.encounter_date
    found.see = fact_readers(running, one)
    found.hours = number_of(one.fields.get("hours", one.value))
    found.detail = {k: v for k, v in one.fields.items() if k not in COLUMNS} | {
        name: words(source.answers, one.texts, name, declared.each, one.row) for name in one.texts
    }
    _judge(running, found)
    tell(tx, found)


def _in_slot(tx: Transaction, record_id: UUID, slot: str) -> Registration | None:
    query = select(Registration).where(
        Registration.record_id == record_id, Registration.slot == slot
    )
    return tx.session.scalars(query).one_or_none()


def follow_registrations(running: Running) -> None:
    """After any step: approved once every stage that approves is done, returned while it is with
    the learner again."""
    if not any(one.kind == "registration" for one in running.definition.emit):
        return
    query = select(Registration).where(
        Registration.record_id == running.record.id, Registration.state != "withdrawn"
    )
    for found in running.tx.session.scalars(query):
        if _judge(running, found):
            tell(running.tx, found)


def _judge(running: Running, found: Registration) -> bool:
    """Bring state and approver up to date; whether anything changed."""
    state, approval = _verdict(running, found)
    before = found.state
    found.state = state
    found.approved_by = _person(running, approval)
    found.approved_by_name = approval.actor.get("name") if approval else None
    found.approved_at = approval.sent_at if approval else None
    return before != state


def _verdict(running: Running, found: Registration) -> tuple[str, Contribution | None]:
    stages = running.after.stages
    if any(there.status is StageStatus.RETURNED for there in stages.values()):
        return "returned", None
    approving = [one.id for one in running.definition.stages if one.act == "approve"]
    if not approving:
        return _by_another(running, found)
    if any(stages[name].status is not StageStatus.DONE for name in approving):
        return "registered", None
    given = [one for one in running.contributions() if one.stage in approving]
    return "approved", max(given, key=lambda one: one.sent_at, default=None)


def _by_another(running: Running, found: Registration) -> tuple[str, Contribution | None]:
    """An observer's own note of what was done needs nobody's approval; the learner's would."""
    source = next(one for one in running.contributions() if one.id == found.contribution_id)
    if source.role == running.definition.subject:
        return "registered", None
    return "approved", source


def _person(running: Running, approval: Contribution | None) -> UUID | None:
    if approval is None:
        return None
    return running.people[str(approval.participant_id)].person_id


def take_back(running: Running, source: Contribution) -> None:
    """Registrations of a contribution that is a draft again are withdrawn until it is sent anew."""
    if not any(one.kind == "registration" for one in running.definition.emit):
        return
    query = select(Registration).where(
        Registration.contribution_id == source.id, Registration.state != "withdrawn"
    )
    for found in running.tx.session.scalars(query):
        found.state = "withdrawn"
        tell(running.tx, found)


def tell(tx: Transaction, found: Registration) -> None:
    found.version += 1
    tx.emit(registration_event(found, tx.principal.network_id))


def registration_event(
    found: Registration, network_id: UUID | None
) -> contract.RegistrationChangedV1:
    """Where a registration stands, as an event."""
    return contract.RegistrationChangedV1(
        institution_id=found.institution_id,
        network_id=network_id,
        registration_id=found.id,
        record_id=found.record_id,
        portfolio_id=found.portfolio_id,
        learner_id=found.learner_id,
        kind=found.kind,
        on=found.on_day,
        hours=found.hours,
        state=found.state,
        version=found.version,
        see=None if found.see is None else tuple(found.see),
    )
