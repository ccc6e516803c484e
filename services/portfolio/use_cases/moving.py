"""Open drafts follow a new version of their form; everything else stays pinned for life."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from libs import formengine
from libs.chassis.transaction import Timer, Transaction
from libs.contracts import forms
from libs.contracts import portfolio as contract

from ..domain.following import waiting_now
from ..domain.moving import Step, step
from ..domain.requests import WAITING
from ..queries import definitions
from ..tables import Draft, MovedDraft, Offer, Participant, Record, Request, SealedAnswer, Task
from .answers import open_draft
from .following import WAKE, store
from .running import Running, as_engine
from .starting import people_of

MOVE_DRAFTS = "move_drafts"
AT_A_TIME = 50
INSTITUTIONS = text("SELECT institution FROM institutions_with_portfolios()")


def plan_moves(tx: Transaction, event: forms.DefinitionPublishedV1) -> None:
    """A timer for each institution that has drafts of the version before."""
    if event.kind != "form" or event.definition_version == 1:
        return
    here = tx.principal
    institutions = [event.institution_id] if event.institution_id else _of_network(tx)
    for institution_id in institutions:
        tx.act_for(institution_id, event.network_id)
        if tx.session.scalar(_drafts_before(event.key, event.definition_version).limit(1)):
            tx.schedule(
                MOVE_DRAFTS,
                f"{institution_id}:{event.hash}",
                tx.now,
                {
                    "key": event.key,
                    "number": event.definition_version,
                    "hash": event.hash,
                    "owner": str(event.institution_id or ""),
                    "open_drafts": event.open_drafts,
                },
            )
    tx.act_as(here)


def _of_network(tx: Transaction) -> list[UUID]:
    return list(tx.session.scalars(INSTITUTIONS))


def _drafts_before(key: str, number: int) -> Any:
    return select(Record.id).where(
        Record.form_key == key, Record.form_version < number, Record.state == "draft"
    )


def move_drafts(tx: Transaction, timer: Timer) -> None:
    """Move what is open on the version before, some at a time."""
    about = timer.payload
    query = _drafts_before(about["key"], about["number"]).where(
        Record.form_hash.in_(_versions_before(tx, about))
    )
    if "after" in about:
        query = query.where(Record.id > UUID(about["after"]))
    found = list(tx.session.scalars(query.order_by(Record.id).limit(AT_A_TIME)))
    for record_id in found:
        _move(tx, record_id, about)
    if len(found) == AT_A_TIME:
        tx.schedule(MOVE_DRAFTS, timer.key, tx.now, {**about, "after": str(found[-1])})


def _versions_before(tx: Transaction, about: Any) -> list[str]:
    """The hash of the version before, of the same owner; of an institution's first own version
    the network's that it takes the place of. A copy says nothing about the owner."""
    owner = UUID(about["owner"]) if about["owner"] else None
    query = select(Offer).where(
        Offer.kind == "form", Offer.key == about["key"], Offer.number < about["number"]
    )
    seen = list(tx.session.scalars(query))
    own = [one for one in seen if not one.is_copy and one.institution_id == owner]
    among = [*own, *(one for one in seen if one.is_copy)] if own else seen
    newest = max((one.number for one in among), default=0)
    return [one.hash for one in among if one.number == newest]


def _move(tx: Transaction, record_id: UUID, about: Any) -> None:
    running = Running.of_clock(tx, record_id)
    if running is None or not _is_untouched(running):
        return
    how = step(running.definition, definitions.form(tx, about["hash"]), about["open_drafts"])
    moved = _on_new_version(running, how) if how else None
    if how is None or moved is None:
        return
    last_at, old_hash = running.record.last_at, running.record.form_hash
    _pin(moved.record, how.new, about)
    _move_answers(moved, how, old_hash)
    # What the old version planned is planned anew.
    tx.session.query(Task).filter(Task.record_id == record_id).delete()
    tx.unschedule(WAKE, record_id)
    store(moved)
    # Nobody did anything to it, so it does not come to the top of any list.
    moved.record.last_at = last_at
    tx.audit(
        "record.move_to_version",
        object_kind="record",
        object_id=record_id,
        subject_id=running.record.learner_id,
        basis="definition_published",
    )


def _is_untouched(running: Running) -> bool:
    """Whether nothing has been sent yet, not even under seal."""
    if running.record.state != "draft" or running.contributions():
        return False
    sealed = select(SealedAnswer.id).where(SealedAnswer.record_id == running.record.id)
    return running.tx.session.scalar(sealed.limit(1)) is None


def _on_new_version(running: Running, how: Step) -> Running | None:
    """The record on the new version, None where it has no room for somebody who takes part."""
    if not how.has_room_for(_parts(running)):
        return None
    if how.is_same_path:
        return dataclasses.replace(running, definition=how.new)
    return _begun_again(running, how.new)


def _parts(running: Running) -> Iterator[tuple[str, str | None]]:
    for one in running.people.values():
        yield one.role, None
    query = select(Request.role, Request.stage).where(
        Request.record_id == running.record.id, Request.state.in_(sorted(WAITING))
    )
    yield from running.tx.session.execute(query)


def _begun_again(running: Running, new: formengine.Definition) -> Running | None:
    """The path changed and nobody went along it yet: the engine starts it anew."""
    held = {one.role for one in running.people.values()}
    try:
        newcomers = [
            one for one in people_of(running.tx, running.record, new) if one.role not in held
        ]
        people = [*running.people.values(), *newcomers]
        engaged = [as_engine(one) for one in people]
        unasked = formengine.begun_unasked(running.definition, running.after)
        begun = formengine.start(new, engaged, running.record.started_at, unasked=unasked)
    except (formengine.NotAllowed, contract.NotNow):
        return None
    running.tx.session.add_all(newcomers)
    by_id: dict[str, Participant] = {str(one.id): one for one in people}
    return dataclasses.replace(running, definition=new, people=by_id, before=begun, after=begun)


def _pin(record: Record, new: formengine.Definition, about: Any) -> None:
    record.form_version = about["number"]
    record.form_hash = about["hash"]
    record.title = dict(new.title)
    record.stakes = new.stakes


def _move_answers(moved: Running, how: Step, old_hash: str) -> None:
    """Every draft through the steps, the original kept. All who can fill now get a new revision,
    so that a page of the old version that is still open is told so."""
    tx, record = moved.tx, moved.record
    query = select(Draft).where(Draft.record_id == record.id)
    for draft in list(tx.session.scalars(query)):
        tx.session.add(_original(moved, draft, old_hash))
        if how.fills(draft.stage, moved.people[str(draft.participant_id)].role):
            draft.answers = how.answers(draft.answers)
            draft.rev += 1
        else:
            tx.session.delete(draft)
    tx.session.flush()
    kept = set(
        tx.session.execute(
            select(Draft.stage, Draft.participant_id).where(Draft.record_id == record.id)
        )
    )
    for waiting in waiting_now(moved.definition, moved.after):
        participant = moved.people[waiting.participant_id]
        if (waiting.stage, participant.id) not in kept:
            open_draft(moved, waiting.stage, participant, {})


def _original(moved: Running, draft: Draft, old_hash: str) -> MovedDraft:
    return MovedDraft(
        id=moved.tx.new_id(),
        institution_id=draft.institution_id,
        record_id=draft.record_id,
        stage=draft.stage,
        participant_id=draft.participant_id,
        form_hash=old_hash,
        rev=draft.rev,
        answers=draft.answers,
        moved_at=moved.tx.now,
    )
