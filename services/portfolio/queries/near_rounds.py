"""Anonymous rounds of one learner that came soon after each other with nearly the same raters: the
difference of their sums may tell what those few said who are in one of them only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.formengine.anonymity import told_apart
from libs.formengine.records.state import StageState, StageStatus

from ..tables import Participant, Record
from .access import SeenRecord

SOON = dt.timedelta(days=183)  # Opinions of who answered twice change little in half a year.


def nearest(
    tx: Transaction, seen: SeenRecord, stage: formengine.Stage, there: StageState
) -> dict[str, Any] | None:
    """The round of this form before this one that differs from it by fewest people, where they are
    too few: {closed_at, people}. Where anybody may have answered by a link of the round it is not
    known who they were, and nothing is told."""
    mine = _asked(stage, seen.participants)
    until = there.done_at or tx.now
    if not stage.anonymous or mine is None:
        return None
    found = [
        {"closed_at": earlier.done_at, "people": people}
        for earlier, asked in _earlier(tx, seen, stage, until)
        if (people := told_apart(asked, mine, _given(earlier), _given(there)))
    ]
    return min(found, key=lambda one: int(one["people"]), default=None)


def _earlier(
    tx: Transaction, seen: SeenRecord, stage: formengine.Stage, until: dt.datetime
) -> Iterator[tuple[StageState, frozenset[str]]]:
    """Closed rounds of the same learner and form, not long before, with who was asked."""
    records = select(Record.id, Record.progress).where(
        Record.learner_id == seen.record.learner_id,
        Record.form_key == seen.record.form_key,
        Record.id != seen.record.id,
    )
    for record_id, progress in tx.session.execute(records):
        one = formengine.RecordState.from_json(progress).stages.get(stage.id)
        if one is None or one.status is not StageStatus.DONE or one.done_at is None:
            continue
        people = select(Participant).where(Participant.record_id == record_id)
        asked = _asked(stage, list(tx.session.scalars(people)))
        if asked is not None and until - SOON <= one.done_at <= until:
            yield one, asked


def _asked(stage: formengine.Stage, people: list[Participant]) -> frozenset[str] | None:
    """Who was asked, by account or address; None where a link of the round let in anybody."""
    raters = [one for one in people if one.role in stage.by]
    if any(one.walk_in for one in raters):
        return None
    names = (str(one.person_id or one.email_hash or one.id) for one in raters if one.is_active)
    return frozenset(names)


def _given(there: StageState) -> int | None:
    """How many answered; of an open round nobody may know."""
    return sum(there.answered.values()) or None
