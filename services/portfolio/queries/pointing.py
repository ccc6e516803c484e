"""What answers point at: files in the record, entries and goals of the portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_

from libs import formengine
from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from libs.formengine.items import Item

from ..tables import Attachment, Goal, Record, StoredFile
from .access import (
    Seen,
    SeenRecord,
    access_to,
    looked_into,
    portfolio_for,
    record_for,
)
from .known import visible_records
from .pages import page_by, values_of
from .readers import may_read
from .views import sight_of

# A file of the learner or the institution, and a dashboard as it was printed at some moment.
SOURCE_OF = {"file": "upload", "dashboard": "report"}
POINTING = frozenset({"file", "signature", "ref", "person", "repeat"})
MOST_CHOICES = 100
Pair = tuple[str, str]


def attachment_card(one: Attachment) -> dict[str, Any]:
    """An Attachment (see the contract)."""
    names = ("record_id", "stage", "item", "name", "size", "media_type", "state", "reason")
    return {"file_id": one.id} | {name: getattr(one, name) for name in names}


def attachments_of(tx: Transaction, record_id: UUID) -> dict[str, Attachment]:
    """Files that were added to a record, by id."""
    query = select(Attachment).where(Attachment.record_id == record_id)
    return {str(one.id): one for one in tx.session.scalars(query)}


def pointing_items(items: Iterable[Item]) -> list[Item]:
    """The items whose answers point at something; most forms have none."""
    return [item for item in items if item.type in POINTING]


def shown(
    tx: Transaction,
    seen: SeenRecord,
    definition: formengine.Definition,
    parts: list[dict[str, Any]],
) -> dict[str, Any]:
    """Files and references of the answers in `parts`, as RECORD tells them."""
    items = pointing_items(definition.all_items())
    if not items:
        return {"choices": None, "files": {}, "references": {}}
    files: set[str] = set()
    pairs: set[Pair] = set()
    for part in parts:
        found = formengine.mentions(items, part["answers"])
        files |= set(found.files)
        pairs |= found.references
    known = attachments_of(tx, seen.record.id) if files else {}
    return {
        "choices": _choices_for(tx, seen, definition, parts),
        "files": {one: attachment_card(known[one]) for one in files if one in known},
        "references": readable(tx, seen.record.portfolio_id, pairs),
    }


def _choices_for(
    tx: Transaction,
    seen: SeenRecord,
    definition: formengine.Definition,
    parts: list[dict[str, Any]],
) -> dict[str, Any] | None:
    """What the caller may choose from where a ref item waits for them; None where none does."""
    waiting = [part for part in parts if "can" in part]
    asks = any(
        item.type == "ref"
        for part in waiting
        for item in definition.fillable(part["stage"], part["role"])
    )
    if not asks or not access_to(tx, seen.record.learner_id):
        return None
    found = choices(tx, portfolio_id=seen.record.portfolio_id, limit=MOST_CHOICES)
    own = str(seen.record.id)
    found["entries"] = [one for one in found["entries"] if str(one["id"]) != own]
    return found


def readable(
    tx: Transaction, portfolio_id: UUID, pairs: Iterable[Pair]
) -> dict[str, dict[str, Any]]:
    """Those entries, goals and files of one portfolio that the caller may read: `kind:id` to what
    is known of it. Another portfolio's, absent and not-yours are all left out."""
    found: dict[str, dict[str, Any]] = {}
    for kind, identity in sorted(pairs):
        one = _one(tx, portfolio_id, kind, identity)
        if one is not None:
            found[f"{kind}:{identity}"] = one
    return found


def _one(tx: Transaction, portfolio_id: UUID, kind: str, identity: str) -> dict[str, Any] | None:
    try:
        wanted = UUID(identity)
    except ValueError:
        return None
    if kind == "entry":
        return _entry(tx, portfolio_id, wanted)
    if kind == "goal":
        return _goal(tx, portfolio_id, wanted)
    return _file(tx, portfolio_id, kind, wanted)


def _entry(tx: Transaction, portfolio_id: UUID, record_id: UUID) -> dict[str, Any] | None:
    try:
        seen = record_for(tx, record_id)
    except NotFound:
        return None
    record = seen.record
    if record.portfolio_id != portfolio_id or record.state == "withdrawn":
        return None
    if not sight_of(tx, seen).is_listed:
        return None
    return {"title": record.title, "encounter_date": record.encounter_date}


def _goal(tx: Transaction, portfolio_id: UUID, goal_id: UUID) -> dict[str, Any] | None:
    try:
        seen = portfolio_for(tx, portfolio_id)
    except NotFound:
        return None
    goal = tx.session.scalars(_goals_of(tx, seen).where(Goal.id == goal_id)).one_or_none()
    return {"title": goal.title} if goal else None


def _file(tx: Transaction, portfolio_id: UUID, kind: str, file_id: UUID) -> dict[str, Any] | None:
    file = tx.session.get(StoredFile, file_id)
    if file is None or file.portfolio_id != portfolio_id or file.source != SOURCE_OF.get(kind):
        return None
    return {} if access_to(tx, file.learner_id) else None


def choices(
    tx: Transaction, *, portfolio_id: UUID, search: str = "", limit: int = 50
) -> dict[str, Any]:
    """Entries and goals somebody may point at: those they may read. Raises NotFound."""
    seen = portfolio_for(tx, portfolio_id)
    looked_into(tx, "choices.list", seen)
    return {
        "entries": _entries(tx, seen, search.strip(), limit),
        "goals": _goals(tx, seen, search.strip(), limit),
    }


def _entries(tx: Transaction, seen: Seen, search: str, limit: int) -> list[dict[str, Any]]:
    query = select(Record).where(
        Record.portfolio_id == seen.portfolio.id,
        Record.state.not_in(("draft", "withdrawn")),
        visible_records(tx, seen),
    )
    if search:
        query = query.where(_in_title(search))
    newest = query.order_by(Record.encounter_date.desc(), Record.id.desc()).limit(limit)
    return [
        {
            "id": one.id,
            "title": one.title,
            "encounter_date": one.encounter_date,
            "form_key": one.form_key,
        }
        for one in tx.session.scalars(newest)
    ]


def _in_title(search: str) -> Any:
    wordings = func.jsonb_each_text(Record.title).table_valued("key", "value")
    return exists(
        select(1).select_from(wordings).where(wordings.c.value.icontains(search, autoescape=True))
    ).correlate(Record)


def _goals(tx: Transaction, seen: Seen, search: str, limit: int) -> list[dict[str, Any]]:
    query = _goals_of(tx, seen)
    if search:
        query = query.where(Goal.title.icontains(search, autoescape=True))
    query = query.order_by(Goal.state != "open", Goal.created_at.desc(), Goal.id).limit(limit)
    return [
        {"id": one.id, "title": one.title, "state": one.state, "due_on": one.due_on}
        for one in tx.session.scalars(query)
    ]


def _goals_of(tx: Transaction, seen: Seen) -> Any:
    return select(Goal).where(
        Goal.portfolio_id == seen.portfolio.id, Goal.state != "withdrawn", may_read(tx, seen, Goal)
    )


# Files of records ----------------------------------------------------------------------------


def record_files(
    tx: Transaction, *, portfolio_id: UUID, cursor: str | None = None, limit: int = 100
) -> dict[str, Any]:
    """Files in answers of a portfolio that the caller may read, newest first, with where they
    are used. Raises NotFound."""
    seen = portfolio_for(tx, portfolio_id)
    query = (
        select(Attachment, Record)
        .join(Record, Record.id == Attachment.record_id)
        .where(Attachment.portfolio_id == portfolio_id)
    )
    key = (Attachment.added_at, Attachment.id)
    after = values_of(cursor, len(key))
    if after:
        query = query.where(tuple_(*key) < tuple(after))
    query = query.order_by(*(one.desc() for one in key)).limit(limit + 1)
    rows, more = page_by(
        [tuple(row) for row in tx.session.execute(query)],
        limit,
        lambda row: (row[0].added_at, row[0].id),
    )
    open_files = {record.id: files_in_sight(tx, record.id) for _, record in rows}
    looked_into(tx, "files.list", seen)
    return {
        "next": more,
        "files": [
            attachment_card(one)
            | {
                "title": record.title,
                "encounter_date": record.encounter_date,
                "added_at": one.added_at,
            }
            for one, record in rows
            if str(one.id) in open_files[record.id]
        ],
    }


def files_in_sight(tx: Transaction, record_id: UUID) -> frozenset[str]:
    """Ids of the files that the caller may read: those in answers open to them, and their own."""
    try:
        seen = record_for(tx, record_id)
    except NotFound:
        return frozenset()
    found = {file for one in _mentioned(tx, seen) for file in one.files}
    mine = {one.id for one in seen.own}
    added = attachments_of(tx, record_id)
    return frozenset(found | {key for key, one in added.items() if one.participant_id in mine})


def printed_in_sight(tx: Transaction, record_id: UUID) -> frozenset[str]:
    """Ids of the printed dashboards at which answers point that the caller may read: pointing at
    one hands it on. To those only who see the portfolio."""
    try:
        seen = record_for(tx, record_id)
    except NotFound:
        return frozenset()
    if access_to(tx, seen.record.learner_id) is None:
        return frozenset()
    pairs = {pair for one in _mentioned(tx, seen) for pair in one.references}
    return frozenset(identity for kind, identity in pairs if kind == "dashboard")


def _mentioned(tx: Transaction, seen: SeenRecord) -> list[formengine.Mentions]:
    """What the answers that the caller may read point at."""
    sight = sight_of(tx, seen)
    items = pointing_items(sight.definition.all_items())
    return [
        formengine.mentions(items, reading.answers)
        for view in sight.views
        for reading in view.readings
    ]


def known_to(
    tx: Transaction, record: Record, participant_id: UUID, found: formengine.Mentions
) -> Mapping[str, Any]:
    """What the engine should know of the things that answers mention, by its own names."""
    own = {
        key: one
        for key, one in (attachments_of(tx, record.id) if found.files else {}).items()
        if one.participant_id == participant_id
    }
    pairs = readable(tx, record.portfolio_id, found.references - {("entry", str(record.id))})
    return {
        "attachments": {key: one.media_type for key, one in own.items() if one.state == "ready"},
        "references": frozenset(tuple(key.split(":", 1)) for key in pairs),
        "being_checked": frozenset(
            key for key, one in own.items() if one.state in ("sending", "checking")
        ),
    }


__all__ = [
    "attachment_card",
    "attachments_of",
    "choices",
    "files_in_sight",
    "known_to",
    "pointing_items",
    "printed_in_sight",
    "readable",
    "record_files",
    "shown",
]
