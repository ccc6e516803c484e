"""Whom no line of the audit names: who answers in an anonymous round.

What they send leaves no line at all. Of who comes by a link, what is refused them, what they look
at and that they decline does, for the record's sake: with right, purpose, record and outcome, and
without the participant. Who has an account is named in a look, as every reader is; what is refused
them at a record in whose round they answer is written down without them too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs.chassis.transaction import Transaction

from ..tables import Participant, Record, Request
from . import definitions


def answers_in_a_round(tx: Transaction, line: Mapping[str, Any]) -> bool:
    """Whether whoever acts is left out of this line of the audit. Raises DefinitionMissing."""
    who = tx.principal
    if who.kind == "link":
        return _by_link_of_round(tx)
    if line["outcome"] != "refused" or who.person_id is None:
        return False
    record = _record_of(tx, line["object_kind"], line["object_id"])
    if record is None:
        return False
    own = select(Participant.role).where(
        Participant.record_id == record.id, Participant.person_id == who.person_id
    )
    return _answer(tx, record, tx.session.scalars(own).all())


def _by_link_of_round(tx: Transaction) -> bool:
    """Whether the link that acts is one of an anonymous round; so is one that nothing is known of
    any more."""
    own = tx.principal.link_participant_id
    participant = tx.session.get(Participant, own) if own else None
    record = tx.session.get(Record, participant.record_id) if participant else None
    return participant is None or record is None or _answer(tx, record, [participant.role])


def _record_of(tx: Transaction, kind: str, object_id: str) -> Record | None:
    """The record that was asked for, by itself or by a request in it."""
    if kind == "request":
        request = tx.session.get(Request, UUID(object_id))
        return tx.session.get(Record, request.record_id) if request else None
    return tx.session.get(Record, UUID(object_id)) if kind == "record" else None


def _answer(tx: Transaction, record: Record, roles: Collection[str]) -> bool:
    """Whether one of these roles answers in an anonymous round of the record."""
    if not roles:
        return False
    stages = definitions.form(tx, record.form_hash).stages
    return any(stage.anonymous and not set(roles).isdisjoint(stage.by) for stage in stages)
