"""The send journal: what is to be mailed, what is on its way, what became of it.

The mail itself is written and handed over between these transactions, see mail/sender.py.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.logs import logger
from libs.chassis.transaction import Transaction
from libs.contracts.notifications import RequestMailedV1
from services.notifications.domain.journal import (
    FINAL,
    OPEN_REQUEST,
    after_interruption,
    move,
)
from services.notifications.domain.mails import OpenMail
from services.notifications.domain.timing import DIGEST_WINDOW, LEASE, given_up, next_try
from services.notifications.queries import digest_messages
from services.notifications.tables import Mail, Message, Request

SEND = "send_mail"
ASKING = ("invitation", "reminder")
MOST_IN_ONE = 10
MOST_AT_ONCE = 50

log = logger(__name__)


def enqueue(
    tx: Transaction,
    subject_key: str,
    kind: str,
    *,
    due_at: dt.datetime | None = None,
    what: str = "",
    number: int = 0,
    person_id: UUID | None = None,
    request_id: UUID | None = None,
    secret_id: UUID | None = None,
    message_id: UUID | None = None,
) -> UUID | None:
    """Have a mail sent at `due_at` (default: now); None when it was queued before."""
    assert tx.principal.institution_id is not None
    row = insert(Mail).values(
        mail_id=tx.new_id(),
        institution_id=tx.principal.institution_id,
        subject_key=subject_key,
        kind=kind,
        what=what,
        number=number,
        person_id=person_id,
        request_id=request_id,
        secret_id=secret_id,
        message_id=message_id,
        state="waiting",
        tries=0,
        interruptions=0,
        queued_at=tx.now,
        changed_at=tx.now,
    )
    mail_id = tx.session.scalar(row.on_conflict_do_nothing().returning(Mail.mail_id))
    if mail_id is not None:
        tx.schedule(SEND, mail_id, due_at or tx.now)
    return mail_id


def open_mail(tx: Transaction, *, mail_id: UUID) -> OpenMail | None:
    """A mail that is due and still wanted, or None. Others leave it alone for the lease.

    A mail found `sending` after its lease was interrupted: sent once more, or left in doubt.
    """
    mail = tx.session.get(Mail, mail_id, with_for_update=True)
    if mail is None or mail.state in FINAL:
        tx.unschedule(SEND, mail_id)
        return None
    if mail.lease_until is not None and mail.lease_until > tx.now:
        tx.schedule(SEND, mail_id, mail.lease_until)
        return None
    if mail.state == "sending" and not _resume(tx, mail):
        return None
    if not _is_wanted(tx, mail):
        _turn(tx, mail, "drop")
        return None
    tx.schedule(SEND, mail_id, tx.now + LEASE)
    return OpenMail(
        **{field.name: getattr(mail, field.name) for field in dataclasses.fields(OpenMail)}
    )


def _resume(tx: Transaction, mail: Mail) -> bool:
    mail.interruptions += 1
    mail.merged_into = None
    decision = after_interruption(mail.interruptions)
    _turn(tx, mail, decision)
    log.warning("mail_interrupted", mail_id=mail.mail_id, decision=decision)
    return decision == "resume"


def _is_wanted(tx: Transaction, mail: Mail) -> bool:
    """A request that ended, or a digest without news, needs no mail."""
    if mail.kind in ASKING:
        request = tx.session.get(Request, mail.request_id)
        return request is not None and request.state in OPEN_REQUEST
    if mail.kind == "digest":
        return bool(digest_messages(tx, mail.person_id))
    return True


def companions(tx: Transaction, *, mail_id: UUID, recipient_hash: str) -> list[UUID]:
    """Other requests that still wait for this recipient, asked within a day: one digest then.

    Remembers the recipient of the mail at hand.
    """
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    mail.recipient_hash = recipient_hash
    if mail.person_id is not None:
        _address_all(tx, mail.person_id, recipient_hash)
    recent = Mail.changed_at > tx.now - DIGEST_WINDOW
    query = (
        select(Mail.request_id)
        .join(Request, Request.request_id == Mail.request_id)
        .where(
            Mail.recipient_hash == recipient_hash,
            Mail.kind.in_(ASKING),
            Mail.request_id != mail.request_id,
            Request.state.in_(OPEN_REQUEST),
            or_(Mail.state == "waiting", (Mail.state == "sent") & recent),
        )
        .distinct()
        .limit(MOST_IN_ONE - 1)
    )
    return [found for found in tx.session.scalars(query) if found is not None]


def _address_all(tx: Transaction, person_id: UUID, recipient_hash: str) -> None:
    """All that waits for one person goes to the same address."""
    change = update(Mail).where(
        Mail.person_id == person_id, Mail.kind.in_(ASKING), Mail.state == "waiting"
    )
    tx.session.execute(change.values(recipient_hash=recipient_hash))


def unaddressed(tx: Transaction, *, mail_id: UUID) -> list[UUID]:
    """Requests to people without an account that wait too and whose recipient is not known yet."""
    query = select(Mail.request_id).where(
        Mail.mail_id != mail_id,
        Mail.kind.in_(ASKING),
        Mail.state == "waiting",
        Mail.person_id.is_(None),
        Mail.recipient_hash.is_(None),
    )
    return [found for found in tx.session.scalars(query.limit(MOST_AT_ONCE)) if found]


def address(tx: Transaction, *, recipients: Mapping[UUID, str]) -> None:
    """Note the recipients (as hashes) of requests, so that those of one person meet in one mail."""
    for request_id, recipient_hash in recipients.items():
        change = update(Mail).where(Mail.request_id == request_id, Mail.state == "waiting")
        tx.session.execute(change.values(recipient_hash=recipient_hash))


def begin_sending(
    tx: Transaction, *, mail_id: UUID, along: Sequence[UUID], messages: Sequence[UUID]
) -> bool:
    """Commit that it goes out now; False when it no longer waits.

    Mails of the requests `along` that wait themselves go with it; `messages` are those a digest
    names.
    """
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    if mail.state != "waiting" or not _is_wanted(tx, mail):
        return False
    until = tx.now + LEASE
    _lease(tx, mail, until)
    for other in _waiting_for(tx, along, mail.recipient_hash):
        other.merged_into = mail_id
        _lease(tx, other, until)
    for message_id in messages:
        tx.session.get_one(Message, message_id).digest_id = mail_id
    return True


def _waiting_for(
    tx: Transaction, request_ids: Sequence[UUID], recipient_hash: str | None
) -> Sequence[Mail]:
    query = select(Mail).where(
        Mail.request_id.in_(request_ids),
        Mail.recipient_hash == recipient_hash,
        Mail.state == "waiting",
    )
    return tx.session.scalars(query.with_for_update(skip_locked=True)).all()


def _lease(tx: Transaction, mail: Mail, until: dt.datetime) -> None:
    mail.state, mail.changed_at, mail.lease_until = move(mail.state, "claim"), tx.now, until
    tx.schedule(SEND, mail.mail_id, until)


def settle(tx: Transaction, *, mail_id: UUID, what: str, answer: str) -> None:
    """What the mail server said: accepted, refused, or later. Tells portfolio about requests."""
    query = select(Mail).where(or_(Mail.mail_id == mail_id, Mail.merged_into == mail_id))
    for mail in tx.session.scalars(query.with_for_update()):
        if mail.state == "sending":
            mail.last_answer = answer[:40]
            _after_answer(tx, mail, what)


def _after_answer(tx: Transaction, mail: Mail, what: str) -> None:
    if what != "later":
        _turn(tx, mail, what)
        return
    mail.tries += 1
    mail.merged_into = None
    if given_up(mail.queued_at, tx.now):
        _turn(tx, mail, "give_up")
        return
    _turn(tx, mail, "later")
    _free_messages(tx, mail)
    tx.schedule(SEND, mail.mail_id, next_try(mail.tries, tx.now))


def _free_messages(tx: Transaction, mail: Mail) -> None:
    """A digest that did not go out leaves its messages for its next try."""
    for message in tx.session.scalars(select(Message).where(Message.digest_id == mail.mail_id)):
        message.digest_id = None


def postpone(tx: Transaction, *, mail_id: UUID, answer: str) -> None:
    """It could not even be written (a service it needs is away): later, and after days failed."""
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    if mail.state != "waiting":
        return
    mail.tries, mail.last_answer = mail.tries + 1, answer[:40]
    if given_up(mail.queued_at, tx.now):
        _turn(tx, mail, "give_up")
    else:
        tx.schedule(SEND, mail_id, next_try(mail.tries, tx.now))


def drop(tx: Transaction, *, mail_id: UUID) -> None:
    """Nobody wants it any more (a newer link replaced its secret, the person left)."""
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    if mail.state == "waiting":
        _turn(tx, mail, "drop")


def drop_of_request(tx: Transaction, request_id: UUID) -> None:
    """Nothing more is mailed about a request that ended."""
    query = select(Mail).where(Mail.request_id == request_id, Mail.state == "waiting")
    for mail in tx.session.scalars(query.with_for_update()):
        _turn(tx, mail, "drop")


def _turn(tx: Transaction, mail: Mail, what: str) -> None:
    """Move a mail on; a final state ends its timer and is told and logged."""
    mail.state, mail.changed_at, mail.lease_until = move(mail.state, what), tx.now, None
    if mail.state not in FINAL:
        return
    tx.unschedule(SEND, mail.mail_id)
    tx.audit(f"mail.{mail.state}", object_kind="mail", object_id=mail.mail_id)
    request = tx.session.get(Request, mail.request_id) if mail.request_id else None
    if request is not None and mail.state != "dropped":
        tx.emit(
            RequestMailedV1(
                institution_id=mail.institution_id,
                request_id=request.request_id,
                record_id=request.record_id,
                reminder=mail.number,
                state=mail.state,
            )
        )
