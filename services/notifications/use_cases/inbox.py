"""The inbox of a person: what arrives, what was read, and what they want to hear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import update

from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest
from libs.contracts.notifications import BadgeChangedV1
from services.notifications import queries
from services.notifications.domain.preferences import check_wishes, read_quiet, wish_for
from services.notifications.domain.timing import (
    after_pause,
    is_stale,
    next_monday_morning,
    next_morning,
    outside_quiet,
    zone_of,
)
from services.notifications.tables import Message, Person, Preference
from services.notifications.use_cases.journal import enqueue

MOST_IDS = 1000


def inform(
    tx: Transaction,
    person_id: UUID,
    kind: str,
    *,
    params: Mapping[str, Any],
    record_id: UUID | None = None,
    portfolio_id: UUID | None = None,
    request_id: UUID | None = None,
) -> Message | None:
    """Put a line into the inbox, by the person's wish; a mail too unless a request brings its own.

    Old news (an import, a rebuild) is shown as read and never mailed.
    """
    at = tx.occurred_at or tx.now
    preference, stale = _preference(tx, person_id), is_stale(at, tx.now)
    wish = wish_for(kind, preference.wishes if preference else {})
    mailed = "off" if stale or request_id is not None else wish.mail
    if not wish.in_app and mailed == "off":
        return None
    message = Message(
        message_id=tx.new_id(),
        institution_id=tx.principal.institution_id,
        person_id=person_id,
        kind=kind,
        params={key: str(value) for key, value in params.items()},
        record_id=record_id,
        portfolio_id=portfolio_id,
        request_id=request_id,
        at=at,
        in_app=wish.in_app,
        read_at=tx.now if stale else None,
        in_digest=mailed == "digest",
    )
    tx.session.add(message)
    _queue(tx, message, mailed)
    if wish.in_app and not stale:
        tell_badge(tx, person_id)
    return message


def _queue(tx: Transaction, message: Message, mailed: str) -> None:
    if mailed == "off":
        return
    due_at = mail_time(tx, message.person_id, mailed, kind=message.kind)
    if mailed == "at_once":
        enqueue(
            tx,
            f"informed:{message.message_id}",
            "informed",
            due_at=due_at,
            what=message.kind,
            person_id=message.person_id,
            message_id=message.message_id,
        )
        return
    key = f"digest:{message.person_id}:{due_at.date()}"
    enqueue(tx, key, "digest", due_at=due_at, person_id=message.person_id)


def mail_time(tx: Transaction, person_id: UUID | None, mode: str, *, kind: str) -> dt.datetime:
    """When a mail to this person may go out: now, or at a morning of theirs.

    Whoever wants requests in a digest gets them the next morning; everything else on Monday.
    """
    person = _person(tx, person_id)
    zone = zone_of(person.timezone if person else None)
    due_at = tx.now
    if mode == "digest":
        daily = kind in ("request", "reminder")
        due_at = next_morning(tx.now, zone) if daily else next_monday_morning(tx.now, zone)
    preference = _preference(tx, person_id)
    if preference is None:
        return due_at
    quiet = None
    if preference.quiet_from is not None and preference.quiet_to is not None:
        quiet = preference.quiet_from, preference.quiet_to
    return outside_quiet(after_pause(due_at, zone, preference.paused_until), zone, quiet)


def mail_mode(tx: Transaction, person_id: UUID | None, kind: str) -> str:
    """at_once, digest or off; somebody without an account has no wishes: at_once."""
    if person_id is None:
        return "at_once"
    preference = _preference(tx, person_id)
    return wish_for(kind, preference.wishes if preference else {}).mail


def mark_read(tx: Transaction, *, message_ids: list[UUID] | None) -> dict[str, Any]:
    """Without ids: all of them -> {unread}."""
    person_id = queries.own_person(tx)
    change = update(Message).where(Message.person_id == person_id, Message.read_at.is_(None))
    if message_ids is not None:
        change = change.where(Message.message_id.in_(message_ids[:MOST_IDS]))
    changed = tx.session.execute(change.values(read_at=tx.now))
    if changed.rowcount:  # type: ignore[attr-defined]
        tx.audit("inbox.read", object_kind="inbox", object_id=person_id, subject_id=person_id)
        tell_badge(tx, person_id)
    return queries.badge(tx)


def settle_request(tx: Transaction, request_id: UUID) -> None:
    """A request that ended waits for nobody: its line counts as read."""
    change = (
        update(Message)
        .where(Message.request_id == request_id, Message.read_at.is_(None))
        .values(read_at=tx.now)
        .returning(Message.person_id)
    )
    for person_id in set(tx.session.scalars(change)):
        tell_badge(tx, person_id)


def tell_badge(tx: Transaction, person_id: UUID) -> None:
    """Tell how much this person has not read, at the end of the transaction and once: a batch
    brings several lines for one person."""
    wanted: set[UUID] | None = tx.session.info.get("badges")
    if wanted is None:
        wanted = tx.session.info["badges"] = set()
        tx.before_commit(partial(_tell_badges, tx, wanted))
    wanted.add(person_id)


def _tell_badges(tx: Transaction, person_ids: Collection[UUID]) -> None:
    assert tx.principal.institution_id is not None
    for person_id in sorted(person_ids):
        tx.emit(
            BadgeChangedV1(
                institution_id=tx.principal.institution_id,
                person_id=person_id,
                unread=queries.unread_of(tx, person_id),
            )
        )


def change_preferences(
    tx: Transaction, *, preferences: dict[str, Any], **rest: Any
) -> dict[str, Any]:
    """Change what is named, keep the rest -> as `queries.preferences`."""
    errors = check_wishes(preferences)
    if errors:
        raise InvalidRequest(errors={"preferences": errors})
    person_id = queries.own_person(tx)
    stored = _preference(tx, person_id)
    if stored is None:
        stored = Preference(
            institution_id=tx.principal.institution_id, person_id=person_id, wishes={}
        )
        tx.session.add(stored)
    kept = dict(stored.wishes)
    for kind, wish in preferences.items():
        kept[kind] = {**kept.get(kind, {}), **wish}
    stored.wishes = kept
    if "quiet" in rest:
        stored.quiet_from, stored.quiet_to = _quiet(rest["quiet"])
    if "paused_until" in rest:
        stored.paused_until = rest["paused_until"]
    tx.audit(
        "preferences.change", object_kind="preferences", object_id=person_id, subject_id=person_id
    )
    tx.session.flush()
    return queries.preferences(tx)


def _quiet(stated: Any) -> tuple[dt.time | None, dt.time | None]:
    if stated is None:
        return None, None
    try:
        return read_quiet(stated)
    except ValueError as error:
        raise InvalidRequest(errors={"quiet": [str(error)]}) from error


def _preference(tx: Transaction, person_id: UUID | None) -> Preference | None:
    return tx.session.get(Preference, (tx.principal.institution_id, person_id))


def _person(tx: Transaction, person_id: UUID | None) -> Person | None:
    if person_id is None:
        return None
    return tx.session.get(Person, (tx.principal.institution_id, person_id))
