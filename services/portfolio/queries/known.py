"""Of which records of a portfolio the caller may know: lists and counts hold no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from libs import formengine
from libs.chassis.transaction import Transaction

from ..domain.access import Access
from ..tables import Participant, Record
from . import definitions
from .access import Seen, SeenRecord, is_own
from .views import roles_by_right, sight_of


def visible_records(tx: Transaction, seen: Seen) -> Any:
    """SQL: the records of a portfolio that its lists show. Others see one once something of it has
    been sent; drafts are the learner's."""
    known = known_records(tx, seen)
    return known if seen.is_owner else and_(Record.state != "draft", known)


def known_records(tx: Transaction, seen: Seen) -> Any:
    """SQL: the records of a portfolio of which the caller may know."""
    doubtful = tx.session.scalars(select(Record).where(_doubtful(tx, seen))).all()
    known = known_of(tx, doubtful, {seen.portfolio.learner_id: seen.access})
    return Record.id.not_in({one.id for one in doubtful} - {one.id for one in known})


def known_of(
    tx: Transaction, records: Sequence[Record], rights: Mapping[UUID, Access]
) -> list[Record]:
    """Those of some records of which the caller may know; `rights`: by learner."""
    people: dict[UUID, list[Participant]] = {one.id: [] for one in records}
    query = select(Participant).where(Participant.record_id.in_(people))
    for one in tx.session.scalars(query.order_by(Participant.added_at, Participant.id)):
        people[one.record_id].append(one)
    return [one for one in records if _is_known(tx, one, rights[one.learner_id], people[one.id])]


def _is_known(tx: Transaction, record: Record, access: Access, people: list[Participant]) -> bool:
    definition = definitions.form(tx, record.form_hash)
    state = formengine.RecordState.from_json(record.progress)
    roles = roles_by_right(tx, definition, access)
    if any(formengine.is_known(definition, state, role, tx.now) for role in roles):
        return True
    own = [one for one in people if one.is_active and is_own(tx, one)]
    return sight_of(tx, SeenRecord(record, access, people, own)).is_listed


def _doubtful(tx: Transaction, seen: Seen) -> Any:
    """SQL: records of forms that may be kept from the caller. Of most forms everybody with a right
    to the portfolio knows, so that this finds few."""
    here = Record.portfolio_id == seen.portfolio.id
    never, private = set(), set()
    for name in tx.session.scalars(select(Record.form_hash).where(here).distinct()):
        form = definitions.form(tx, name)
        roles = roles_by_right(tx, form, seen.access)
        if not any(formengine.ever_known(form, role) for role in roles):
            never.add(name)
        elif all(formengine.keeps_back(form, role) for role in roles):
            private.add(name)
    is_kept = and_(Record.form_hash.in_(private), Record.state != "done")
    return and_(here, or_(Record.form_hash.in_(never), is_kept))
