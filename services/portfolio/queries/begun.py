"""What was begun in a step and not sent yet: doing many records in one go never throws it away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs.chassis.transaction import Transaction

from ..tables import Draft, Participant, Record
from . import definitions

NOTHING: tuple[Any, ...] = (None, "", [], {})


def begun(tx: Transaction, record_ids: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """The stages (record, stage id) whose approval by the caller would make an end of a draft that
    says something: their own, or one of whoever else could give that step."""
    query = (
        select(Draft.record_id, Draft.stage, Draft.answers, Participant.person_id, Record.form_hash)
        .join(Participant, Participant.id == Draft.participant_id)
        .join(Record, Record.id == Draft.record_id)
        .where(Draft.record_id.in_(set(record_ids)))
    )
    me = tx.principal.person_id
    return {
        (record_id, stage)
        for record_id, stage, answers, writer, form_hash in tx.session.execute(query)
        # An office that nobody took yet has one draft for all who hold it.
        if says_something(answers) and (writer in (None, me) or _is_by_one(tx, form_hash, stage))
    }


def says_something(answers: Mapping[str, Any]) -> bool:
    """Whether anything stands in a draft, answers to hidden questions too."""
    return any(value not in NOTHING for value in answers.values())


def _is_by_one(tx: Transaction, form_hash: str, stage: str) -> bool:
    """Whether one of all who may give this step ends it for the others."""
    found = definitions.form(tx, form_hash).by_stage.get(stage)
    return found is not None and found.mode == "one"
