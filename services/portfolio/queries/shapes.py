"""The shapes that several replies share (see the contract): cards, participants, requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs.chassis.transaction import Transaction
from libs.formengine import Definition
from libs.formengine.records.state import FILLABLE, TO_DO, RecordState, StageState

from ..domain.addresses import address_hint
from ..tables import Participant, Record, Request
from . import definitions
from .views import known_by


def cards(tx: Transaction, records: Iterable[Record]) -> list[dict[str, Any]]:
    """RecordCards of some records, with one query for everybody who takes part."""
    found = list(records)
    people = participants_by_record(tx, [record.id for record in found])
    return [card(tx, record, people.get(record.id, [])) for record in found]


def participants_by_record(
    tx: Transaction, record_ids: list[UUID]
) -> dict[UUID, list[Participant]]:
    """Who takes part in each of these records."""
    found: dict[UUID, list[Participant]] = {}
    if not record_ids:
        return found
    query = (
        select(Participant)
        .where(Participant.record_id.in_(record_ids))
        .order_by(Participant.added_at, Participant.id)
    )
    for one in tx.session.scalars(query):
        found.setdefault(one.record_id, []).append(one)
    return found


def card(tx: Transaction, record: Record, people: list[Participant]) -> dict[str, Any]:
    """A RecordCard: where a record stands and who is next."""
    definition = definitions.form(tx, record.form_hash)
    state = RecordState.from_json(record.progress)
    by_id = {str(one.id): one for one in people}
    return {
        "record_id": record.id,
        "portfolio_id": record.portfolio_id,
        "learner_id": record.learner_id,
        "dossier_key": record.dossier_key,
        "form_key": record.form_key,
        "form_version": record.form_version,
        "form_hash": record.form_hash,
        "title": record.title,
        "state": record.state,
        "stakes": record.stakes,
        "encounter_date": record.encounter_date,
        "context": record.context,
        "stages": [
            {
                "stage": name,
                "act": definition.stage(name).act,
                "state": stage.status.value,
                "participants": _stage_people(definition, name, stage, state, by_id),
            }
            for name, stage in ((name, state.stages[name]) for name in definition.by_stage)
        ],
        "waiting_for": _waiting_for(definition, state, by_id),
        "last_at": record.last_at,
        "started_at": record.started_at,
    }


def _stage_people(
    definition: Definition,
    name: str,
    stage: StageState,
    state: RecordState,
    by_id: dict[str, Participant],
) -> list[dict[str, Any]]:
    if definition.stage(name).anonymous:
        # Who answered an anonymous round is nobody's business, not even as a tick in a list.
        # The link of a round is no person; who came by it has no row.
        people = [by_id[key] for key in stage.contributions if key in by_id]
        return [participant(one) for one in people if not one.walk_in]
    return [
        participant(
            by_id[key],
            state=one.status.value,
            sent_at=one.sent_at,
            verified=known_by(by_id[key]) if one.sent_at else "none",
        )
        for key, one in stage.contributions.items()
        if key in by_id
    ]


def _waiting_for(
    definition: Definition, state: RecordState, by_id: dict[str, Participant]
) -> list[dict[str, Any]]:
    waiting = {
        key: by_id[key]
        for name, stage in state.stages.items()
        if stage.status in FILLABLE and not definition.stage(name).anonymous
        for key, one in stage.contributions.items()
        if one.status in TO_DO and key in by_id
    }
    return [
        {
            "participant_id": one.id,
            "role": one.role,
            "person_id": one.person_id,
            "name": one.name,
        }
        for one in waiting.values()
    ]


def participant(
    one: Participant, *, state: str = "invited", sent_at: Any = None, verified: str = "none"
) -> dict[str, Any]:
    """A Participant as others see it: never the whole mail address."""
    return {
        "participant_id": one.id,
        "role": one.role,
        "group": one.group_key,
        "person_id": one.person_id,
        "name": one.name,
        "role_title": one.role_title,
        "email_hint": address_hint(one.email),
        "state": state,
        "sent_at": sent_at,
        "verified": verified,
    }


def requests(
    rows: Iterable[tuple[Request, Participant, Record]],
) -> list[dict[str, Any]]:
    """Requests with whom they went to and about what."""
    return [request(*row) for row in rows]


def request(row: Request, asked: Participant, record: Record) -> dict[str, Any]:
    """A Request as the learner follows it."""
    return {
        "request_id": row.id,
        "record_id": row.record_id,
        "portfolio_id": row.portfolio_id,
        "learner_id": row.learner_id,
        "form_key": row.form_key,
        "title": record.title,
        "participant_id": row.participant_id,
        "assessor": participant(asked, state=row.state),
        "stage": row.stage,
        "state": row.state,
        "asked_at": row.asked_at,
        "expires_at": row.expires_at,
        "reminders": row.reminders,
        "reminded_at": row.reminded_at,
        "reason": row.reason,
        "encounter_date": record.encounter_date,
    }
