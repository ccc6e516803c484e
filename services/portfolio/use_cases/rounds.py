"""Anonymous rounds: until a round closes its answers are sealed drafts keyed by the invitation.

Closing writes them in random order under random ids without time, link or person, and destroys
the drafts together with the kept replies of their Sends. Of a round that ends under its minimum
nothing is written out: only destroyed. Nothing is told per answer.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from libs.formengine.records.acting import COMPLETES
from libs.formengine.records.state import FILLABLE, StageStatus

from ..tables import Draft, MovedDraft, Participant, RoundAnswer, SealedAnswer
from . import answers as answering
from . import round_links
from .following import store
from .running import Running

_FORGET_REPLIES = text(
    "DELETE FROM idempotency WHERE operation IN ('portfolio.send', 'portfolio.save_draft')"
    " AND principal = ANY(:principals)"
)


def send_sealed(
    running: Running,
    stage: str,
    participant: Participant,
    draft: Draft | None,
    given: Mapping[str, Any],
) -> dict[str, Any]:
    """Seal an answer. Only the round's own state knows that this invitation was answered, and it
    forgets when the round closes."""
    found = answering.complete_or_refuse(running, stage, participant, given)
    if round_links.is_door(running, participant):
        participant = round_links.somebody_of(participant, running)
        round_links.let_answer(running, stage, participant)
    else:
        _let_send(running, stage, participant, found.answers)
    _seal(running, stage, participant, found.answers)
    if draft is not None:
        running.tx.session.delete(draft)
    store(running, quiet=True)
    return {
        "record_id": running.record.id,
        "contribution_id": None,
        "revision": 1,
        "sent_at": running.tx.today(),
        "undo_until": None,
        "correct_until": None,
        "state": running.record.state,
        "decision_id": None,
    }


def _let_send(
    running: Running, stage: str, participant: Participant, answers: Mapping[str, Any]
) -> None:
    """Send, or send again: a rater may while the round is open."""
    own = running.after.stages[stage].contributions.get(str(participant.id))
    is_again = own is not None and own.status is formengine.ContributionStatus.SENT
    action = "correct" if is_again else COMPLETES[running.definition.stage(stage).act].value
    running.act(action, participant, stage, answers=answers)


def _seal(
    running: Running, stage: str, participant: Participant, answers: Mapping[str, Any]
) -> None:
    row = {
        "institution_id": running.record.institution_id,
        "record_id": running.record.id,
        "stage": stage,
        "participant_id": participant.id,
        "role": participant.role,
        "group_key": participant.group_key,
        "answers": dict(answers),
    }
    statement = insert(SealedAnswer).values(id=uuid.uuid4(), **row)
    running.tx.session.execute(
        statement.on_conflict_do_update(
            constraint="sealed_answer_once", set_={"answers": statement.excluded.answers}
        )
    )


def close_round(tx: Transaction, *, record_id: uuid.UUID, stage: str) -> dict[str, Any]:
    """Close a round whose minimum is there; who may is the definition's to say.

    Raises NotNow, NotFound.
    """
    running = Running.of_caller(tx, record_id)
    if stage not in running.definition.by_stage:
        raise NotFound()
    roles = (running.definition.stage(stage).release_by, running.definition.subject)
    participant = next((one for one in running.own if one.role in roles), None)
    if participant is None:
        participant = running.participant(stage)
    running.act("close", participant, stage)
    shuffle_closed(running)
    store(running)
    tx.audit(
        "round.close",
        object_kind="round",
        object_id=record_id,
        subject_id=running.record.learner_id,
        basis=running.basis,
    )
    return {"state": running.record.state}


def shuffle_closed(running: Running) -> None:
    """Write out the answers of rounds that closed in this step, then destroy their drafts."""
    for name, there in running.after.stages.items():
        was = running.before.stages[name]
        if running.definition.stage(name).anonymous and there.answered and not was.answered:
            _shuffle(running, name)
    for name in too_small(running):
        _destroy(running, name, _sealed(running, name))


def too_small(running: Running) -> list[str]:
    """The anonymous rounds whose time was up in this step with fewer answers than their minimum."""
    return [
        name
        for name, there in running.after.stages.items()
        if running.definition.stage(name).anonymous
        and running.before.stages[name].status in FILLABLE
        and there.status in (StageStatus.SKIPPED, StageStatus.EXPIRED)
    ]


def _shuffle(running: Running, stage: str) -> None:
    tx, record = running.tx, running.record
    sealed = _sealed(running, stage)
    random.SystemRandom().shuffle(sealed)
    for one in sealed:
        tx.session.add(
            RoundAnswer(
                id=uuid.uuid4(),
                institution_id=record.institution_id,
                record_id=record.id,
                stage=stage,
                role=one.role,
                group_key=one.group_key,
                answers=one.answers,
            )
        )
    tx.session.flush()
    _destroy(running, stage, sealed)


def _sealed(running: Running, stage: str) -> list[SealedAnswer]:
    query = select(SealedAnswer).where(
        SealedAnswer.record_id == running.record.id, SealedAnswer.stage == stage
    )
    return list(running.tx.session.scalars(query))


def _destroy(running: Running, stage: str, sealed: Sequence[SealedAnswer]) -> None:
    """Let go of everything that says who answered: drafts, sealed answers, replies of Sends."""
    tx, record = running.tx, running.record
    raters = [one.participant_id for one in sealed if str(one.participant_id) in running.people]
    people = {str(running.people[str(rater)].person_id or rater) for rater in raters}
    people |= {str(one.id) for one in running.people.values() if one.walk_in}
    role = running.definition.stage(stage).by[0]
    round_links.keep_count(running, role, len(sealed) - len(raters))
    tx.session.execute(_FORGET_REPLIES, {"principals": sorted(people | {str(r) for r in raters})})
    for table in (SealedAnswer, Draft, MovedDraft):
        tx.session.execute(delete(table).where(table.record_id == record.id, table.stage == stage))
