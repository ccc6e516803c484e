"""Whom no line of the audit names: whoever comes by a link of an anonymous round.

What they send leaves no line at all. What is refused them, what they look at and that they decline
does, for the record's sake: with right, purpose, record and outcome, and without the participant.
"""

from __future__ import annotations

from libs.chassis.transaction import Transaction

from ..tables import Participant, Record
from . import definitions


def by_link_of_round(tx: Transaction) -> bool:
    """Whether the link that acts is one of an anonymous round; so is one that nothing is known of
    any more. Raises DefinitionMissing."""
    own = tx.principal.link_participant_id
    participant = tx.session.get(Participant, own) if own else None
    record = tx.session.get(Record, participant.record_id) if participant else None
    if participant is None or record is None:
        return True
    form = definitions.form(tx, record.form_hash)
    return any(stage.anonymous and participant.role in stage.by for stage in form.stages)
