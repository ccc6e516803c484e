"""Who should find something in their inbox after a step."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from libs import formengine
from libs.contracts import portfolio as contract
from libs.formengine import StageStatus

from ..domain.states import WITHOUT_RESULT
from ..tables import Contribution
from .running import Running


def inform(running: Running, kind: str, people: Iterable[UUID | None]) -> None:
    """One message per person, never to whoever acts at this moment."""
    record, me = running.record, running.tx.principal.person_id
    for person_id in dict.fromkeys(people):
        if person_id is None or person_id == me:
            continue
        running.tx.emit(
            contract.PersonInformedV1(
                institution_id=record.institution_id,
                network_id=record.network_id,
                person_id=person_id,
                kind=kind,
                record_id=record.id,
                portfolio_id=record.portfolio_id,
                learner_id=record.learner_id,
                form_key=record.form_key,
            )
        )


def after_send(running: Running, sent: Contribution) -> None:
    """What a Send means to others: feedback, an approval, a decision, an opening, or the end where
    the others had left."""
    has_ended = running.after.status in WITHOUT_RESULT
    if has_ended and running.before.status not in WITHOUT_RESULT:
        after_leaving(running, running.after.status.value)
    learner = running.record.learner_id
    after_opening(running)
    stage = running.definition.stage(sent.stage)
    # A Send may have begun the next round already; it is held, or not, with its own.
    there = running.after.stages[sent.stage].round(sent.cycle)
    if sent.role == running.definition.subject or (there and there.held):
        return
    if not opens_to_learner(running, sent.stage):
        return
    kinds = {"approve": "approved", "sign": "approved", "decide": "decision"}
    if stage.act != "release":
        inform(running, kinds.get(stage.act, "feedback_sent"), [learner])


def opens_to_learner(running: Running, stage: str) -> bool:
    """Whether the learner may read what is filled in this stage by now."""
    open_to = running.definition.stage(stage).open_to
    when = "sent" if open_to is None else open_to.get(running.definition.subject)
    return when in ("now", "sent")


def after_opening(running: Running) -> None:
    """A hold ended: the learner, and everybody who filled a part of it, can read it now."""
    opened = formengine.newly_open(running.before, running.after)
    if not opened:
        return
    named = {stage for stage in opened if not running.definition.stage(stage).anonymous}
    filled = [one for one in running.contributions() if one.stage in named]
    people = [running.people[str(one.participant_id)].person_id for one in filled]
    inform(running, "opened", [running.record.learner_id, *people])


def after_return(running: Running) -> None:
    """Those whose part came back to them."""
    returned = [
        running.people[key].person_id
        for there in running.after.stages.values()
        if there.status is StageStatus.RETURNED
        for key, own in there.contributions.items()
        if own.status is formengine.ContributionStatus.RETURNED
    ]
    inform(running, "returned", returned)


def after_too_few(running: Running, stages: Iterable[str]) -> None:
    """Too few answered an anonymous round in time: the learner, who would have released it and
    everybody who was asked are told alike, so that it tells of nobody who answered."""
    for stage in stages:
        round_of = running.definition.stage(stage)
        roles = {running.definition.subject, round_of.release_by, *round_of.by}
        people = [one.person_id for one in running.people.values() if one.role in roles]
        inform(running, "round_too_small", people)


def after_leaving(running: Running, kind: str) -> None:
    """Somebody declined or did not answer in time: the learner decides what to do next."""
    inform(running, kind, [running.record.learner_id])
