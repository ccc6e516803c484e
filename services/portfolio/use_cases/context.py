"""Changing when and where it was, while the record is still its writer's draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domain.context import encounter_date, stated
from ..tables import Participant
from .running import Running


def change_context(
    running: Running, participant: Participant, context: Mapping[str, Any] | None
) -> None:
    """Take over another date, period or place. Only the learner, and only before anything was
    sent: afterwards data points carry the date."""
    if context is None or running.record.state != "draft":
        return
    if participant.role != running.definition.subject:
        return
    running.record.context = stated(context)
    running.record.encounter_date = encounter_date(context)
