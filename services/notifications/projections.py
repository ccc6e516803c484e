"""What happened elsewhere, and what people should hear of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import (
    PersonChangedV1,
    RelationChangedV1,
    SecretWantedV1,
    SecurityNoticeV1,
)
from libs.contracts.dashboards import ReportReadyV1
from libs.contracts.portfolio import PersonInformedV1, RequestChangedV1
from services.notifications.domain.journal import OPEN_REQUEST, UNCONFIRMED
from services.notifications.domain.timing import is_stale
from services.notifications.tables import Person, Relation, Request
from services.notifications.use_cases.inbox import (
    inform,
    mail_mode,
    mail_time,
    settle_request,
)
from services.notifications.use_cases.journal import drop_of_request, enqueue

# The number of the mail that asks somebody to confirm; the invitation itself is number 0.
CONFIRMATION = 1


def person_changed(tx: Transaction, event: PersonChangedV1) -> None:
    row: dict[str, Any] = {
        "institution_id": event.institution_id,
        "person_id": event.person_id,
        "state": event.state,
        "language": event.language,
        "timezone": event.timezone,
        "version": event.version,
    }
    if event.institution_id is None:
        return  # a national administrator: no inbox of an institution
    written = insert(Person).values(**row)
    tx.session.execute(
        written.on_conflict_do_update(
            index_elements=["institution_id", "person_id"],
            set_={name: written.excluded[name] for name in ("state", "language", "timezone")}
            | {"version": written.excluded.version},
            where=Person.version < written.excluded.version,
        )
    )


def relation_changed(tx: Transaction, event: RelationChangedV1) -> None:
    names = ("institution_id", "person_id", "learner_id", "starts_on", "ends_on", "version")
    row = {name: getattr(event, name) for name in names}
    written = insert(Relation).values(relation_id=event.relation_id, **row)
    tx.session.execute(
        written.on_conflict_do_update(
            index_elements=["relation_id"],
            set_={name: written.excluded[name] for name in names},
            where=Relation.version < written.excluded.version,
        )
    )


def secret_wanted(tx: Transaction, event: SecretWantedV1) -> None:
    """A mail with a link or code, at once whatever the person prefers."""
    if is_stale(tx.occurred_at or tx.now, tx.now):
        return
    enqueue(
        tx,
        f"secret:{event.secret_id}",
        "secret",
        what=event.purpose,
        person_id=event.person_id,
        secret_id=event.secret_id,
    )


def security_notice(tx: Transaction, event: SecurityNoticeV1) -> None:
    if is_stale(tx.occurred_at or tx.now, tx.now):
        return
    # A change of address is told to the new address and to the former one (number 1).
    for number in range(2 if event.what == "email_changed" else 1):
        key = f"notice:{tx.new_id()}"
        enqueue(tx, key, "notice", what=event.what, number=number, person_id=event.person_id)


def request_changed(tx: Transaction, event: RequestChangedV1) -> None:
    """Invite, remind, or stop: by the newest version of the request we know."""
    is_new = _insert(tx, event)
    reminded, was = 0, ""
    if not is_new:
        before = tx.session.get_one(
            Request, event.request_id, with_for_update=True, populate_existing=True
        )
        if before.version >= event.version:
            return
        reminded, was = before.remind_now, before.state
        for name, value in _columns(event).items():
            setattr(before, name, value)
        tx.session.flush()
    if event.state not in OPEN_REQUEST:
        drop_of_request(tx, event.request_id)
        settle_request(tx, event.request_id)
    elif event.state == UNCONFIRMED:
        if was != UNCONFIRMED:
            _ask(tx, event, "invitation", CONFIRMATION)
    elif is_new:
        _invite(tx, event)
    elif event.remind_now > reminded:
        _ask(tx, event, "reminder", event.remind_now)


def _insert(tx: Transaction, event: RequestChangedV1) -> bool:
    """Keep a request that is not known yet; False when it is, however shortly before."""
    row = {"request_id": event.request_id, "institution_id": event.institution_id}
    statement = insert(Request).values(row | _columns(event)).on_conflict_do_nothing()
    return tx.session.execute(statement.returning(Request.request_id)).first() is not None


def _columns(event: RequestChangedV1) -> dict[str, Any]:
    names = (
        *("record_id", "participant_id", "portfolio_id", "learner_id", "form_key"),
        *("assessor_id", "state", "expires_at", "remind_now", "version"),
    )
    return {name: getattr(event, name) for name in names}


def _invite(tx: Transaction, event: RequestChangedV1) -> None:
    if event.assessor_id is not None:
        inform(
            tx,
            event.assessor_id,
            "request",
            params={
                "form_key": event.form_key,
                "learner_id": event.learner_id,
                "request_id": event.request_id,
            },
            record_id=event.record_id,
            portfolio_id=event.portfolio_id,
            request_id=event.request_id,
        )
    if not is_stale(event.asked_at, tx.now):
        _ask(tx, event, "invitation", 0)


def _ask(tx: Transaction, event: RequestChangedV1, kind: str, number: int) -> None:
    wish = "request" if kind == "invitation" else "reminder"
    mode = mail_mode(tx, event.assessor_id, wish)
    if mode == "off" or is_stale(tx.occurred_at or tx.now, tx.now):
        return
    enqueue(
        tx,
        f"{kind}:{event.request_id}:{number}",
        kind,
        due_at=mail_time(tx, event.assessor_id, mode, kind=wish),
        number=number,
        person_id=event.assessor_id,
        request_id=event.request_id,
    )


def person_informed(tx: Transaction, event: PersonInformedV1) -> None:
    inform(
        tx,
        event.person_id,
        event.kind,
        params={"form_key": event.form_key, "learner_id": event.learner_id},
        record_id=event.record_id,
        portfolio_id=event.portfolio_id,
    )


def report_ready(tx: Transaction, event: ReportReadyV1) -> None:
    """The PDF somebody ordered is there, or could not be made."""
    params = {"state": event.state, "report_id": event.report_id, "learner_id": event.learner_id}
    if event.file_id is not None:
        params["file_id"] = event.file_id
    inform(tx, event.ordered_by, "report_ready", params=params, portfolio_id=event.portfolio_id)
