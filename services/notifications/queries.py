"""Reads of notifications: the own inbox and wishes, and how the mails of requests stand."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true, tuple_

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden, InvalidRequest
from services.notifications.domain.mails import News, OpenMail
from services.notifications.domain.preferences import wishes
from services.notifications.tables import Mail, Message, Preference, Relation, Request

# Offices that see every portfolio of their institution, as in portfolio.
STAFF_ROLES = ("head", "secretary", "committee")


def own_person(tx: Transaction) -> UUID:
    """The person signed in. Raises Forbidden."""
    if tx.principal.person_id is None:
        raise Forbidden()
    return tx.principal.person_id


def inbox(tx: Transaction, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The own messages, newest first -> {messages, unread, next}."""
    person_id = own_person(tx)
    query = select(Message).where(Message.person_id == person_id, Message.in_app)
    if cursor is not None:
        query = query.where(tuple_(Message.at, Message.message_id) < _read_cursor(cursor))
    query = query.order_by(Message.at.desc(), Message.message_id.desc()).limit(limit + 1)
    found = list(tx.session.scalars(query))
    more = found[limit - 1] if len(found) > limit else None
    return {
        "messages": [_card(message) for message in found[:limit]],
        "unread": unread_of(tx, person_id),
        "next": f"{more.at.isoformat()}|{more.message_id}" if more else None,
    }


def _read_cursor(cursor: str) -> tuple[dt.datetime, UUID]:
    at, _, message_id = cursor.partition("|")
    try:
        return dt.datetime.fromisoformat(at), UUID(message_id)
    except ValueError as error:
        raise InvalidRequest(errors={"cursor": ["Not a cursor of this list."]}) from error


def _card(message: Message) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "kind": message.kind,
        "params": message.params,
        "record_id": message.record_id,
        "portfolio_id": message.portfolio_id,
        "at": message.at,
        "read": message.read_at is not None,
    }


def badge(tx: Transaction) -> dict[str, Any]:
    return {"unread": unread_of(tx, own_person(tx))}


def unread_of(tx: Transaction, person_id: UUID) -> int:
    query = select(func.count()).where(
        Message.person_id == person_id, Message.in_app, Message.read_at.is_(None)
    )
    return int(tx.session.scalar(query) or 0)


def preferences(tx: Transaction) -> dict[str, Any]:
    """The wishes for every kind, defaults filled in; times as "22:00"."""
    stored = tx.session.get(Preference, (tx.principal.institution_id, own_person(tx)))
    chosen = wishes(stored.wishes if stored else {})
    quiet = None
    if stored is not None and stored.quiet_from is not None and stored.quiet_to is not None:
        quiet = {
            "from": stored.quiet_from.strftime("%H:%M"),
            "to": stored.quiet_to.strftime("%H:%M"),
        }
    return {
        "preferences": {
            kind: {"mail": wish.mail, "in_app": wish.in_app} for kind, wish in chosen.items()
        },
        "quiet": quiet,
        "paused_until": stored.paused_until if stored else None,
    }


def mail_states(tx: Transaction, *, request_ids: list[UUID]) -> dict[str, Any]:
    """{states: {request_id: {state, at, reminders}}}: the latest mail of each request.

    `reminders` counts those that went out. A request without mail is left out, and so is one that
    the reader may not see.
    """
    query = (
        select(Mail)
        .join(Request, Request.request_id == Mail.request_id)
        .where(Mail.request_id.in_(request_ids), Mail.state != "dropped", _may_follow(tx))
        .order_by(Mail.number)
    )
    states: dict[str, dict[str, Any]] = {}
    for mail in tx.session.scalars(query):
        before = states.get(str(mail.request_id), {"reminders": 0})
        reminded = int(mail.number > 0 and mail.state == "sent")
        states[str(mail.request_id)] = {
            "state": mail.state,
            "at": mail.changed_at,
            "reminders": before["reminders"] + reminded,
        }
    return {"states": states}


def _may_follow(tx: Transaction) -> ColumnElement[bool]:
    """A request is followed by its learner, by whoever was asked, by who guides the learner today
    and by the offices that see every portfolio of their institution."""
    if tx.principal.has_role(*STAFF_ROLES):
        return true()
    reader, today = own_person(tx), tx.today()
    guided = select(Relation.learner_id).where(
        Relation.person_id == reader,
        Relation.starts_on <= today,
        or_(Relation.ends_on.is_(None), Relation.ends_on >= today),
    )
    return or_(
        Request.learner_id == reader,
        Request.assessor_id == reader,
        Request.learner_id.in_(guided),
    )


def digest_messages(tx: Transaction, person_id: UUID | None) -> list[Message]:
    """What the next digest of a person would name, oldest first; read ones are no news."""
    query = select(Message).where(
        Message.person_id == person_id,
        Message.in_digest,
        Message.digest_id.is_(None),
        Message.read_at.is_(None),
    )
    return list(tx.session.scalars(query.order_by(Message.at)))


def news_of(tx: Transaction, *, mail: OpenMail) -> list[News]:
    """What a mail about inbox lines names: its own message, or all that wait for a digest."""
    if mail.message_id is not None:
        found = tx.session.get(Message, mail.message_id)
        messages = [found] if found is not None else []
    else:
        messages = digest_messages(tx, mail.person_id)
    return [
        News(
            message_id=message.message_id,
            kind=message.kind,
            learner_id=str(message.params.get("learner_id", "")),
            record_id=message.record_id,
            portfolio_id=message.portfolio_id,
            file_id=str(message.params.get("file_id", "")),
            failed=message.params.get("state") == "failed",
        )
        for message in messages
    ]
