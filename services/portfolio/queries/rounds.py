"""Answers of closed anonymous rounds, for the engine's summary and nothing else."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction

from ..tables import RoundAnswer


def round_contributions(tx: Transaction, record_id: UUID) -> list[formengine.Contribution]:
    """By nobody, at no time: the engine sums them up and never lists them."""
    query = select(RoundAnswer).where(RoundAnswer.record_id == record_id)
    return [
        formengine.Contribution(
            id=str(one.id),
            stage=one.stage,
            participant_id=str(one.id),
            role=one.role,
            group=one.group_key,
            answers=one.answers,
            revision=1,
        )
        for one in tx.session.scalars(query)
    ]
