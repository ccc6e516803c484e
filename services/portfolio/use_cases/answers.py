"""Checking answers against the definition, and the contributions they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.formengine.sentences import sentence

from ..domain.addresses import address_hash
from ..domain.context import for_rules
from ..queries import definitions, pointing
from ..queries.own_address import own_hashes
from ..tables import Contribution, ContributionRevision, Draft, Participant
from .running import Running
from .starting import is_member

LANGUAGES = ("en", "nl")
UNFIT = "answers"


def checked(
    running: Running,
    stage: str,
    participant: Participant,
    answers: Mapping[str, Any],
    *,
    complete: bool,
) -> formengine.Checked:
    """The answers as they may be stored, with computed scores and all errors.

    Raises AnswersIncomplete for what cannot be stored at all (too large, no plain text): nothing
    of what is there may be overwritten by it.
    """
    frameworks = definitions.frameworks_of(running.tx, running.definition)
    today, latest = running.tx.todays()
    found = formengine.validate_answers(
        running.definition,
        stage=stage,
        role=participant.role,
        answers=dict(answers),
        context=for_rules(running.record.context),
        today=today,
        latest=latest,
        complete=complete,
        outcomes={ref: one.codes for ref, one in frameworks.items()},
        by_stage=running.answers_by_stage(),
        **_known(running, stage, participant, answers),
    )
    if any(error.code == UNFIT for error in found.errors):
        raise contract.AnswersIncomplete(errors=errors_by_item(found))
    return found


def _known(
    running: Running, stage: str, participant: Participant, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """What we know of the files, references and people in these answers; asked only if any."""
    items = pointing.pointing_items(running.definition.fillable(stage, participant.role))
    found = formengine.mentions(items, answers)
    if not (found.files or found.references or found.people):
        return {}
    things = dict(pointing.known_to(running.tx, running.record, participant.id, found))
    return {
        "attachments": things.pop("attachments"),
        "known": formengine.Known(**things, **_people(running, found.people)),
    }


def _people(running: Running, named: Sequence[formengine.Named]) -> dict[str, Any]:
    """Who of those named belongs to the institution, and who may not be named: the learner."""
    tx, record = running.tx, running.record
    own = own_hashes(tx, record)
    return {
        "people": frozenset(
            one.person_id
            for one in named
            if one.person_id and (person := as_uuid(one.person_id)) and is_member(tx, person)
        ),
        "not_named": frozenset(
            {str(record.learner_id)}
            | {one.email.lower() for one in named if one.email and address_hash(one.email) in own}
        ),
    }


def as_uuid(text: str) -> UUID | None:
    """The id that a text spells, None when it spells none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def complete_or_refuse(
    running: Running, stage: str, participant: Participant, answers: Mapping[str, Any]
) -> formengine.Checked:
    """Answers that are ready to be sent. Raises AnswersIncomplete with the errors by item."""
    found = checked(running, stage, participant, answers, complete=True)
    if not found.ok:
        raise contract.AnswersIncomplete(errors=errors_by_item(found))
    return found


def errors_by_item(found: formengine.Checked) -> dict[str, Any]:
    """{item or item.row: {code, message: {lang}, params}}; the first error of a place counts."""
    errors: dict[str, Any] = {}
    for error in found.errors:
        place = f"{error.item}.{error.row}" if error.row else error.item
        errors.setdefault(place, _told(error))
    return errors


def error_list(found: formengine.Checked) -> list[dict[str, Any]]:
    """AnswerErrors of a draft, in the order of the form."""
    return [{"item": one.item, "row": one.row} | _told(one) for one in found.errors]


def _told(error: formengine.AnswerError) -> dict[str, Any]:
    message = {
        language: sentence(error.message_key, error.params, language) for language in LANGUAGES
    }
    return {"code": error.code, "params": dict(error.params), "message": message}


def write_contribution(
    running: Running,
    stage: str,
    participant: Participant,
    found: formengine.Checked,
    actor: Mapping[str, Any],
) -> Contribution:
    """The contribution as the engine now counts it; its line in the history comes when the row is
    there (`add_history`)."""
    tx, record = running.tx, running.record
    there = running.round_of(stage, participant.id)
    contribution = running.contribution(stage, participant.id, there.cycle)
    if contribution is None:
        contribution = Contribution(
            id=tx.new_id(),
            institution_id=record.institution_id,
            portfolio_id=record.portfolio_id,
            record_id=record.id,
            stage=stage,
            cycle=there.cycle,
            participant_id=participant.id,
            role=participant.role,
            group_key=participant.group_key,
            revision=0,
            emitted_revision=0,
        )
        running.keep(contribution)
    contribution.state = "sent"
    # Handing back counts too, so the row may be ahead of the engine's own count of Sends.
    contribution.revision = max(
        there.contributions[str(participant.id)].revision, contribution.revision + 1
    )
    contribution.sent_at = tx.now
    contribution.answers = found.answers
    contribution.computed = found.computed
    contribution.actor = dict(actor)
    tx.session.add(contribution)
    return contribution


def add_history(tx: Transaction, contribution: Contribution, kind: str) -> None:
    """Remember this revision for good: sent, corrected, reopened or withdrawn."""
    tx.session.add(
        ContributionRevision(
            contribution_id=contribution.id,
            revision=contribution.revision,
            institution_id=contribution.institution_id,
            record_id=contribution.record_id,
            kind=kind,
            at=tx.now,
            answers=contribution.answers,
            actor=contribution.actor,
        )
    )


def draft_of(
    tx: Transaction, running: Running, stage: str, participant: Participant
) -> Draft | None:
    """The participant's own draft in a stage."""
    if running.record.rev == 0:
        return None
    return tx.session.scalars(
        select(Draft).where(
            Draft.record_id == running.record.id,
            Draft.stage == stage,
            Draft.participant_id == participant.id,
        )
    ).one_or_none()


def open_draft(
    running: Running, stage: str, participant: Participant, answers: Mapping[str, Any]
) -> Draft:
    """A draft that begins with what was sent before."""
    draft = draft_of(running.tx, running, stage, participant)
    if draft is None:
        draft = Draft(
            id=running.tx.new_id(),
            institution_id=running.record.institution_id,
            record_id=running.record.id,
            stage=stage,
            participant_id=participant.id,
            rev=0,
            answers={},
            saved_at=running.tx.now,
        )
        running.tx.session.add(draft)
    draft.answers = dict(answers)
    draft.rev += 1
    draft.saved_at = running.tx.now
    return draft
