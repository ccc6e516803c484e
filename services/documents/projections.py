"""What other services told: event in, own row out. A newer version replaces an older one."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import MembershipChangedV1, PersonErasedV1, RelationChangedV1
from libs.contracts.portfolio import (
    FileLeftOutV1,
    PortfolioOpenedV1,
    RecordChangedV1,
    RequestChangedV1,
)
from services.documents.tables import (
    Base,
    Folder,
    Invitation,
    Membership,
    Portfolio,
    Record,
    Relation,
)
from services.documents.use_cases import erasure
from services.documents.use_cases.attachments import LEFT_OUT

SYSTEM_FOLDERS = {
    "own": "My files",
    "reports": "My reports",
    "forms": "From forms",
    "institute": "Institute",
}


def _keep_newest(tx: Transaction, table: type[Base], key: str, **row: Any) -> None:
    """Insert the row, or replace one of an older version: order and repetition do not matter."""
    written = insert(table).values(**row)
    replaced = {name: written.excluded[name] for name in row if name != key}
    older = table.__table__.c.version < written.excluded.version
    tx.session.execute(
        written.on_conflict_do_update(index_elements=[key], set_=replaced, where=older)
    )


def portfolio_opened(tx: Transaction, event: PortfolioOpenedV1) -> None:
    """A portfolio has its four system folders from its first moment."""
    _keep_newest(
        tx,
        Portfolio,
        "portfolio_id",
        portfolio_id=event.portfolio_id,
        institution_id=event.institution_id,
        learner_id=event.learner_id,
        state=event.state,
        version=event.version,
    )
    for kind, name in SYSTEM_FOLDERS.items():
        folder = insert(Folder).values(
            folder_id=tx.new_id(),
            institution_id=event.institution_id,
            portfolio_id=event.portfolio_id,
            parent_id=None,
            kind=kind,
            is_system=True,
            name=name,
            created_at=tx.now,
        )
        tx.session.execute(folder.on_conflict_do_nothing())


def record_changed(tx: Transaction, event: RecordChangedV1) -> None:
    _keep_newest(
        tx,
        Record,
        "record_id",
        record_id=event.record_id,
        institution_id=event.institution_id,
        portfolio_id=event.portfolio_id,
        state=event.state,
        version=event.version,
    )


def file_left_out(tx: Transaction, event: FileLeftOutV1) -> None:
    """No answer names it: a timer takes it away, so that a check under way holds up no event."""
    tx.schedule(LEFT_OUT, event.file_id, tx.now, {"record_id": str(event.record_id)})


def request_changed(tx: Transaction, event: RequestChangedV1) -> None:
    """Only people with an account: a link carries its own record in the passport."""
    if event.assessor_id is None:
        return
    _keep_newest(
        tx,
        Invitation,
        "request_id",
        request_id=event.request_id,
        institution_id=event.institution_id,
        record_id=event.record_id,
        portfolio_id=event.portfolio_id,
        person_id=event.assessor_id,
        state=event.state,
        version=event.version,
    )


def relation_changed(tx: Transaction, event: RelationChangedV1) -> None:
    _keep_newest(
        tx,
        Relation,
        "relation_id",
        relation_id=event.relation_id,
        institution_id=event.institution_id,
        person_id=event.person_id,
        learner_id=event.learner_id,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        version=event.version,
    )


def membership_changed(tx: Transaction, event: MembershipChangedV1) -> None:
    _keep_newest(
        tx,
        Membership,
        "membership_id",
        membership_id=event.membership_id,
        institution_id=event.institution_id,
        person_id=event.person_id,
        roles=list(event.roles),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        version=event.version,
    )


def person_erased(tx: Transaction, event: PersonErasedV1) -> None:
    erasure.erase_person(tx, event.person_id)
