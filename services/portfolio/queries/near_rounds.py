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

# Who was asked, by account or address: all (None), and by group.
Asked = dict[str | None, frozenset[str]]
SOON = dt.timedelta(days=183)  # Opinions of who answered twice change little in half a year.


def nearest(
    tx: Transaction, seen: SeenRecord, stage: formengine.Stage, there: StageState
) -> dict[str, Any] | None:
    """The round of this form before this one that differs from it by fewest people, where they are
    fewer than a sum may tell of: {closed_at, people, group}, as a whole or in a `group` whose sum
    both may show. Where anybody may have answered by a link of the round it is not known who they
    were, and nothing is told."""
    mine = _asked(stage, seen.participants)
    until = there.done_at or tx.now
    if not stage.anonymous or mine is None:
        return None
    found = [
        {"closed_at": earlier.done_at, "people": people, "group": group}
        for earlier, asked in _earlier(tx, seen, stage, until)
        for group, people in _differing(stage.anonymous.min_group, asked, mine, earlier, there)
    ]
    # Of as many people as a whole and in a group, the whole is told: it is what everybody reads.
    return min(found, key=lambda one: (one["people"], one["group"] is not None), default=None)


def _differing(
    least: int, before: Asked, now: Asked, earlier: StageState, there: StageState
) -> Iterator[tuple[str | None, int]]:
    """The parts of two rounds whose difference tells of too few: all (None), and each group that
    is large enough in both to be shown by itself."""
    shown = [
        group
        for group in before.keys() & now.keys()
        if group is None or min(len(before[group]), len(now[group])) >= least
    ]
    for group in shown:
        given = _given(earlier, group), _given(there, group)
        people = told_apart(before[group], now[group], *given, least)
        if people:
            yield group, people


def _earlier(
    tx: Transaction, seen: SeenRecord, stage: formengine.Stage, until: dt.datetime
) -> Iterator[tuple[StageState, Asked]]:
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


def _asked(stage: formengine.Stage, people: list[Participant]) -> Asked | None:
    """Who was asked; None where a link of the round let in anybody."""
    raters = [one for one in people if one.role in stage.by]
    if any(one.walk_in for one in raters):
        return None
    found: dict[str | None, set[str]] = {None: set()}
    for one in raters:
        if one.is_active:
            name = str(one.person_id or one.email_hash or one.id)
            found[None].add(name)
            found.setdefault(one.group_key or one.role, set()).add(name)
    return {group: frozenset(names) for group, names in found.items()}


def _given(there: StageState, group: str | None) -> int | None:
    """How many of a group answered, or of all; of an open round nobody may know."""
    if group is None:
        return sum(there.answered.values()) or None
    return there.answered.get(group) or None
