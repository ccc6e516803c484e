"""Facts of other services into our own tables. Each says the same thing twice without harm."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import and_, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Timer, Transaction
from libs.contracts import accounts, documents, forms

from .queries.definitions import DefinitionMissing
from .tables import (
    Attachment,
    Definition,
    Membership,
    Offer,
    Person,
    Portfolio,
    Relation,
    Retirement,
    StoredFile,
)
from .use_cases.attachments import settle_file
from .use_cases.erasure import erase_person
from .use_cases.moving import plan_moves
from .use_cases.portfolios import (
    Enrolment,
    ProgrammeRetired,
    change_enrolment,
    follow_programme,
    hold_programme,
    open_portfolio,
)

INSTITUTIONS = text("SELECT institution FROM institutions_with_portfolios()")
RETRY_AFTER = dt.timedelta(seconds=3)
RETIRED_RETRY_AFTER = dt.timedelta(hours=1)


def relation_changed(tx: Transaction, event: accounts.RelationChangedV1) -> None:
    """Keep the newest version of a relation."""
    _keep_newest(
        tx,
        Relation,
        ("id",),
        {
            "id": event.relation_id,
            "institution_id": event.institution_id,
            "kind": event.kind,
            "person_id": event.person_id,
            "learner_id": event.learner_id,
            "starts_on": event.starts_on,
            "ends_on": event.ends_on,
            "version": event.version,
        },
    )


def membership_changed(tx: Transaction, event: accounts.MembershipChangedV1) -> None:
    """Keep the newest version of a membership."""
    _keep_newest(
        tx,
        Membership,
        ("id",),
        {
            "id": event.membership_id,
            "institution_id": event.institution_id,
            "person_id": event.person_id,
            "roles": list(event.roles),
            "starts_on": event.starts_on,
            "ends_on": event.ends_on,
            "version": event.version,
        },
    )


def person_changed(tx: Transaction, event: accounts.PersonChangedV1) -> None:
    """Keep the newest language and zone of a person; people of no institution are not ours."""
    if event.institution_id is None:
        return
    _keep_newest(
        tx,
        Person,
        ("person_id", "institution_id"),
        {
            "person_id": event.person_id,
            "institution_id": event.institution_id,
            "state": event.state,
            "language": event.language,
            "timezone": event.timezone,
            "email_hash": event.email_hash,
            "version": event.version,
        },
        # One of before the hash was told is told again with the same version.
        also=Person.email_hash.is_(None),
    )


def person_erased(tx: Transaction, event: accounts.PersonErasedV1) -> None:
    """Erase what we hold of a person: in one institution, or in all where none is named."""
    if event.institution_id is not None:
        erase_person(tx, event.person_id)
        return
    for institution in tx.session.scalars(INSTITUTIONS).all():
        tx.act_for(institution)
        erase_person(tx, event.person_id)


def learner_enrolled(tx: Transaction, event: accounts.LearnerEnrolledV1) -> None:
    """Open the portfolio of a new enrolment; a newer version of a known one changes it.

    When the programme has not been published yet, or is retired, a timer tries again, until the
    enrolment is taken back. A portfolio that was opened all the same stays: it may hold things.
    """
    if event.ended:
        tx.unschedule("open_portfolio", event.enrolment_id)
        return
    enrolment = Enrolment.of_event(event)
    known = tx.session.scalars(
        select(Portfolio).where(Portfolio.enrolment_id == event.enrolment_id).with_for_update()
    ).one_or_none()
    if known is not None:
        change_enrolment(tx, known, enrolment)
        return
    _open_or_wait(tx, enrolment)


def retry_enrolment(tx: Transaction, timer: Timer) -> None:
    """A waiting enrolment: open it now, or wait on."""
    _open_or_wait(tx, Enrolment.of_payload(timer.payload))


def _open_or_wait(tx: Transaction, enrolment: Enrolment) -> None:
    try:
        open_portfolio(tx, enrolment)
    except DefinitionMissing:
        _wait(tx, enrolment, RETRY_AFTER)
    except ProgrammeRetired:
        _wait(tx, enrolment, RETIRED_RETRY_AFTER)


def _wait(tx: Transaction, enrolment: Enrolment, pause: dt.timedelta) -> None:
    tx.schedule("open_portfolio", enrolment.enrolment_id, tx.now + pause, enrolment.to_payload())


def definition_published(
    tx: Transaction, event: forms.DefinitionPublishedV1, *, document: dict[str, Any]
) -> None:
    """Offer a frozen version to its owner and keep its document, fetched just before; open
    drafts of the version before follow where they may."""
    if event.kind == "programme":
        hold_programme(tx, event.key, by="publisher")
    keep_definition(
        tx,
        kind=event.kind,
        key=event.key,
        number=event.definition_version,
        hash=event.hash,
        document=document,
    )
    plan_moves(tx, event)
    if event.kind == "programme":
        _follow(tx, event)


def _follow(tx: Transaction, event: forms.DefinitionPublishedV1) -> None:
    """A network's version serves all of its institutions that have none of their own."""
    if event.institution_id is not None:
        follow_programme(tx, event.key)
        return
    here = tx.principal
    for institution in tx.session.scalars(INSTITUTIONS).all():
        tx.act_for(institution, event.network_id)
        follow_programme(tx, event.key)
    tx.act_as(here)


def definition_retired(tx: Transaction, event: forms.DefinitionRetiredV1) -> None:
    """Keep what was told last: retired, or brought back. What runs is not touched."""
    row = {"is_retired": event.is_retired, "told_at": tx.occurred_at or tx.now}
    statement = insert(Retirement).values(
        id=tx.new_id(),
        institution_id=event.institution_id,
        network_id=None if event.institution_id else event.network_id,
        kind=event.kind,
        key=event.key,
        **row,
    )
    tx.session.execute(
        statement.on_conflict_do_update(
            constraint="retirement_once_per_key",
            set_=row,
            where=Retirement.told_at < statement.excluded.told_at,
        )
    )


def keep_definition(
    tx: Transaction,
    *,
    kind: str,
    key: str,
    number: int,
    hash: str,
    document: dict[str, Any],
    is_copy: bool = False,
) -> None:
    """Keep a frozen version and offer it to the institution, else to the network, at hand.

    Saying it twice changes nothing.
    """
    tx.session.execute(
        insert(Definition)
        .values(hash=hash, kind=kind, key=key, number=number, document=document)
        .on_conflict_do_nothing()
    )
    institution_id = tx.principal.institution_id
    tx.session.execute(
        insert(Offer)
        .values(
            id=tx.new_id(),
            institution_id=institution_id,
            network_id=None if institution_id else tx.principal.network_id,
            kind=kind,
            key=key,
            number=number,
            hash=hash,
            is_copy=is_copy,
        )
        .on_conflict_do_nothing()
    )


def _keep_newest(
    tx: Transaction,
    table: Any,
    key: tuple[str, ...],
    row: dict[str, Any],
    also: Any = None,
) -> None:
    """Keep a row unless a newer one, or the same, is known; the same counts where `also` holds."""
    statement = insert(table).values(**row)
    changed = {name: statement.excluded[name] for name in row if name not in key}
    tx.session.execute(
        statement.on_conflict_do_update(
            index_elements=list(key),
            set_=changed,
            where=_is_news(table, statement.excluded.version, also),
        )
    )


def _is_news(table: Any, version: Any, also: Any) -> Any:
    if also is None:
        return table.version < version
    return or_(table.version < version, and_(table.version == version, also))


def file_stored(tx: Transaction, event: documents.FileStoredV1) -> None:
    """A file of an answer is safe; another file of the portfolio can be pointed at from now on."""
    file = tx.session.get(Attachment, event.file_id)
    if file is not None:
        settle_file(file, "ready")
    elif event.record_id is None and tx.session.get(StoredFile, event.file_id) is None:
        tx.session.add(
            StoredFile(
                id=event.file_id,
                institution_id=event.institution_id,
                portfolio_id=event.portfolio_id,
                learner_id=event.learner_id,
                source=event.source,
            )
        )


def file_refused(tx: Transaction, event: documents.FileRefusedV1) -> None:
    """A file of an answer is not safe."""
    file = tx.session.get(Attachment, event.file_id)
    if file is not None:
        settle_file(file, "refused", event.reason)
