"""What the caller is to a portfolio or file. Absent and not-yours are the same answer."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from libs.chassis.principal import Principal
from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound
from services.documents.domain.access import Place, Viewer, may_see_file
from services.documents.tables import (
    File,
    Folder,
    Invitation,
    Membership,
    Portfolio,
    Record,
    Relation,
)

ENDED_INVITATIONS = ("withdrawn", "expired", "passed_on", "declined")


def portfolio_in_sight(tx: Transaction, portfolio_id: UUID) -> tuple[Portfolio, Viewer]:
    """The portfolio and what the caller is to it. Raises NotFound."""
    portfolio = tx.session.get(Portfolio, portfolio_id)
    if portfolio is None:
        raise NotFound()
    viewer = viewer_of(tx, portfolio)
    if not viewer.sees_anything:
        raise NotFound()
    return portfolio, viewer


def file_in_sight(tx: Transaction, file_id: UUID) -> tuple[File, Folder, Place, Viewer]:
    """A file the caller may see, and where it is. Raises NotFound."""
    file = tx.session.get(File, file_id)
    if file is None:
        raise NotFound()
    _, viewer = portfolio_in_sight(tx, file.portfolio_id)
    folder = tx.session.get_one(Folder, file.folder_id)
    place = place_of(file, folder)
    if not may_see_file(viewer, place):
        raise NotFound()
    return file, folder, place, viewer


def place_of(file: File, folder: Folder) -> Place:
    return Place(
        folder_kind=folder.kind,
        record_id=file.record_id,
        uploaded_by=file.uploaded_by,
    )


def acting_person(principal: Principal) -> UUID | None:
    """The person at work: the one signed in, or the one a service works for."""
    return principal.person_id or principal.acting_for


def viewer_of(tx: Transaction, portfolio: Portfolio) -> Viewer:
    principal = tx.principal
    if principal.kind == "link":
        records = frozenset(filter(None, [principal.link_record_id]))
        return Viewer(
            person_id=None, record_ids=_of_portfolio(tx, records, portfolio), is_link=True
        )
    person_id = acting_person(principal)
    if person_id is None:
        return Viewer(person_id=None)
    return Viewer(
        person_id=person_id,
        owns=person_id == portfolio.learner_id,
        related=_is_related(tx, person_id, portfolio.learner_id),
        roles=_roles(tx, principal, person_id),
        record_ids=_invited_records(tx, person_id, portfolio.portfolio_id),
        is_service=principal.kind == "service",
    )


def _of_portfolio(
    tx: Transaction, record_ids: frozenset[UUID], portfolio: Portfolio
) -> frozenset[UUID]:
    query = select(Record.record_id).where(
        Record.record_id.in_(record_ids), Record.portfolio_id == portfolio.portfolio_id
    )
    return frozenset(tx.session.scalars(query))


def _is_related(tx: Transaction, person_id: UUID, learner_id: UUID) -> bool:
    query = select(Relation.relation_id).where(
        Relation.person_id == person_id,
        Relation.learner_id == learner_id,
        *_in_force(Relation.starts_on, Relation.ends_on, tx.today()),
    )
    return tx.session.scalars(query.limit(1)).first() is not None


def _roles(tx: Transaction, principal: Principal, person_id: UUID) -> frozenset[str]:
    """The session's roles; a service's passport has none, so those of the person's membership."""
    if principal.kind == "person":
        return frozenset(principal.roles)
    query = select(Membership.roles).where(
        Membership.person_id == person_id,
        *_in_force(Membership.starts_on, Membership.ends_on, tx.today()),
    )
    return frozenset(role for roles in tx.session.scalars(query) for role in roles)


def _invited_records(tx: Transaction, person_id: UUID, portfolio_id: UUID) -> frozenset[UUID]:
    query = select(Invitation.record_id).where(
        Invitation.person_id == person_id,
        Invitation.portfolio_id == portfolio_id,
        Invitation.state.not_in(ENDED_INVITATIONS),
    )
    return frozenset(tx.session.scalars(query))


def _in_force(
    starts: InstrumentedAttribute[dt.date] | InstrumentedAttribute[dt.date | None],
    ends: InstrumentedAttribute[dt.date | None],
    today: dt.date,
) -> tuple[object, object]:
    return or_(starts.is_(None), starts <= today), or_(ends.is_(None), ends >= today)
